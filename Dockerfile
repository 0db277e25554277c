# The product as one image. docs/install.md says how to run it; compose.yaml puts it beside PostgreSQL.

FROM python:3.13-slim-trixie AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements/run.txt requirements/
# Neither pip nor translations are used by what runs: 30 MB.
RUN /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: --requirement requirements/run.txt \
    && find /venv \( -name '*.po' -o -name '*.mo' \) -delete \
    && /venv/bin/pip uninstall --quiet --yes pip
COPY manage.py LICENSE ./
COPY config config
COPY projects projects
COPY boards boards
COPY templates templates
COPY static static
# A key for this step alone, and a data directory that stays behind: the image holds no secret.
RUN SECRET_KEY=only-for-collecting-static-files DATA_DIR=/tmp/data \
    /venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /data weekboard \
    && install --directory --owner weekboard --group weekboard --mode 700 /data
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PRODUCTION=true \
    SAMPLE=false \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATA_DIR=/data
USER 10001
VOLUME /data
EXPOSE 8000
# Not through urllib, which would ask a proxy named in the environment.
HEALTHCHECK --interval=60s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["python", "manage.py"]
CMD ["start"]
