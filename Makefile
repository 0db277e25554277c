# Two doors: `make run` and `make test`. All of it needs Python 3.12 or newer and make, nothing else.
# Variables go through to the program: `make run PORT=9000 DATA_DIR=/srv/weekboard` (docs/settings.md).

.DEFAULT_GOAL := help
.PHONY: help run check test test-all bench lock lint format screenshots clean

VENV ?= .venv
PY := $(VENV)/bin/python
CODE := config projects boards tests manage.py

# A command named python3 may be too old, or pyenv's stand-in for a version that is not there: each
# candidate is run, and the first that is new enough and complete is taken.
CANDIDATES = $(or $(PYTHON),python3.13 python3.12 python3.14 python3 \
	$(wildcard $(or $(PYENV_ROOT),$(HOME)/.pyenv)/versions/3.1[2-9]*/bin/python))
COMPLETE := import ensurepip, sqlite3, ssl, sys; sys.exit(sys.version_info < (3, 12))
FOUND = $(shell for python in $(CANDIDATES); do \
	"$$python" -c '$(COMPLETE)' >/dev/null 2>&1 && { command -v "$$python"; break; }; done)
NOT_FOUND = Weekboard needs Python 3.12 or newer with its modules venv, ssl and sqlite3, and found none \
	(tried: $(strip $(CANDIDATES))). Install one, or name it: make PYTHON=/path/to/python3.13 $(MAKECMDGOALS)

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/run.txt ## Prepare the database and serve; PORT, HOST, DATA_DIR, DATABASE_URL and others are respected
	@exec $(PY) manage.py start

check: $(VENV)/test.txt ## For each edit: lint, types, SQLite, six journeys in a browser
	@exec $(PY) -m tests check

test: $(VENV)/test.txt ## Everything that proves the product: lint, types, both databases, servers, browser
	@exec $(PY) -m tests

test-all: $(VENV)/test.txt ## Before a release: all tests on both databases, many more examples
	@exec $(PY) -m tests all

bench: $(VENV)/test.txt ## Measure on both databases: QUICK=1 in ten minutes, BASE=<checkout> beside the version before
	@exec $(PY) -m tests bench

screenshots: $(VENV)/test.txt ## Take the pictures of the documents anew, from the running sample
	@exec $(PY) -m tests.screenshots

lint: $(VENV)/test.txt ## Only lint, format, types, imports and Django's own checks
	@exec $(PY) -m tests lint

format: $(VENV)/test.txt ## Bring code and templates into shape
	$(PY) -m ruff check --fix $(CODE)
	$(PY) -m ruff format $(CODE)
	find templates -name '*.html' -exec $(VENV)/bin/djade {} +

COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(LOCK_OPTIONS)

lock: $(VENV)/uv.txt ## Resolve the dependencies of pyproject.toml anew (LOCK_OPTIONS=--upgrade for newer versions)
	$(COMPILE) --extra postgres pyproject.toml --output-file requirements/run.txt
	$(COMPILE) --extra postgres --extra test --constraint requirements/run.txt pyproject.toml \
		--output-file requirements/test.txt
	echo uv | $(COMPILE) - --output-file requirements/uv.txt

clean: ## Remove what can be made again; data/ stays
	rm -rf $(VENV) staticfiles .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find $(CODE) -name __pycache__ -prune -exec rm -rf {} +

# --- The environment: made once, brought up to date when a locked set has changed ---------------------

$(PY):
	$(if $(FOUND),,$(error $(NOT_FOUND)))
	@echo "Making $(VENV) with $(FOUND)"
	@$(FOUND) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

# uv installs in seconds what takes pip more than a minute.
$(VENV)/uv.txt: requirements/uv.txt | $(PY)
	@$(PY) -m pip install --quiet --require-hashes --requirement requirements/uv.txt
	@cp requirements/uv.txt $@

# Where only pip knows the way to the packages (a mirror in pip.conf), pip installs them.
INSTALL = echo "Installing requirements/$(1).txt"; \
	$(VENV)/bin/uv pip sync --quiet --require-hashes --python $(PY) requirements/$(1).txt \
	|| $(PY) -m pip install --quiet --require-hashes --requirement requirements/$(1).txt

# The set for running takes the tools for testing away again, so their mark goes with them.
$(VENV)/run.txt: requirements/run.txt $(VENV)/uv.txt
	@$(call INSTALL,run)
	@rm -f $(VENV)/test.txt
	@cp requirements/run.txt $@

$(VENV)/test.txt: requirements/test.txt $(VENV)/uv.txt
	@$(call INSTALL,test)
	@cp requirements/run.txt requirements/test.txt $(VENV)/
