"""What the films of the sample project show: a picture for each moment, in seconds."""

from boards.sample.films.canvas import Canvas, progress, typed

PAPER, WHITE, LINE, GRAY, INK = "#f8f7f3", "#ffffff", "#dcdbd6", "#666b78", "#1d2433"
BLUE, PALE_BLUE, GREEN = "#2a52c9", "#e4e9f8", "#17744a"
SLATE, DEEP, EDGE, DIM, LIGHT, LEAF = "#1b1e28", "#12151d", "#3a4052", "#8d95a8", "#e4e8f2", "#6fd39a"
SKY = "#9db8ff"

WEEKS = """
Kickoff|Continuous Deployment|GCP Skeleton Project|Big Query Integration|Big Query Prediction
AutoML Prediction|Staging Environment|Computer Vision API|Monitoring|MVP"""


def plan(now: float) -> Canvas:
    """Show the plan: a week after the other, then what happens in each."""
    canvas = Canvas(PAPER)
    canvas.text(72, 122, typed("Which parcels will be late?", now, 0.1), INK, 52, "bold")
    canvas.text(72, 174, typed("Ten weeks, and something to show after each.", now, 2, 24), GRAY, 28)
    for place, name in enumerate(WEEKS.strip().replace("\n", "|").split("|")):
        week(canvas, place, name, now - 4.2 - 1.1 * place)
    reached = 10 * progress(now, 16, 7)
    canvas.box(72, 558, 1136, 12, LINE, 6)
    canvas.box(72, 558, 113.6 * reached, 12, BLUE, 6)
    canvas.text(72, 634, typed("Every Friday: thirty seconds of what is new.", now, 23, 22), INK, 34, "bold")
    return canvas


def week(canvas: Canvas, place: int, name: str, now: float) -> None:
    come = progress(now, 0, 0.7)
    if not come:
        return
    x, y = 72 + 230 * (place % 5), 222 + 160 * (place // 5) + 24 * (1 - come)
    first = place == 0
    canvas.box(x, y, 216, 142, BLUE if first else LINE, 14)
    canvas.box(x + 2, y + 2, 212, 138, BLUE if first else WHITE, 12)
    canvas.text(x + 18, y + 42, f"W{place + 1}", WHITE if first else BLUE, 26, "bold")
    for row, part in enumerate(name.rsplit(" ", 1) if len(name) > 15 else [name]):
        canvas.text(x + 18, y + 84 + 32 * row, part, WHITE if first else INK, 22)


STEPS = [("Lint", 3, 3), ("Test", 6.5, 5), ("Build", 12, 4.5), ("Deploy", 17, 4)]
LOG = [
    (1.2, "git push origin main"),
    (4, "ruff, mypy: nothing to say"),
    (9, "214 tests passed"),
    (14, "image parcels:4f21c9e, 61 MB"),
    (19, "the health check answers, old version stopped"),
]


def pipeline(now: float) -> Canvas:
    """Show how a change goes live."""
    canvas = Canvas(DEEP)
    canvas.text(80, 104, "4f21c9e", SKY, 32, "mono")
    canvas.text(248, 104, "Say on the page which commit is live", LIGHT, 34)
    canvas.text(1200, 104, clock(min(now * 6.8, 146)), DIM, 32, "mono", anchor="rs")
    canvas.line((180, 224), (1100, 224), fill=EDGE)
    for place, (name, begin, seconds) in enumerate(STEPS):
        step(canvas, 180 + 306.6 * place, name, (now - begin) / seconds)
    lines = [f"$ {text}" if not row else text for row, (_, text) in enumerate(LOG)]
    for row, (line, (begin, _)) in enumerate(zip(lines, LOG, strict=True)):
        canvas.text(80, 390 + 44 * row, typed(line, now, begin, 30), LIGHT if not row else DIM, 25, "mono")
    come = progress(now, 22, 1)
    canvas.box(80, 612, 1120 * come, 64, "#173527", 10)
    canvas.text(
        104, 655, typed("Live on staging 2 min 26 after the push: 4f21c9e", now, 22.6, 26), LEAF, 30, "bold"
    )
    return canvas


def step(canvas: Canvas, x: float, name: str, part: float) -> None:
    canvas.disc(x, 224, 40, DEEP)
    canvas.ring(x, 224, 38, EDGE)
    if part >= 1:
        canvas.disc(x, 224, 38, LEAF)
        canvas.tick(x, 224, DEEP)
    elif part > 0:
        canvas.ring(x, 224, 38, LEAF, part)
    canvas.text(x, 310, name, LIGHT if part > 0 else DIM, 28, anchor="ms")


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


TERMINAL = [
    (0.6, "$ gcloud projects create parcel-vision"),
    (4, "Create in progress ... done."),
    (5.6, "$ terraform apply"),
    (8, "  + google_storage_bucket.scans"),
    (8.8, "  + google_bigquery_dataset.parcels"),
    (9.6, "  + google_cloud_run_service.hello"),
    (10.6, "Apply complete! 17 added, 0 changed, 0 destroyed."),
    (13, "$ make deploy"),
    (15, "Building image      12 s"),
    (17, "Deploying service    9 s"),
    (19.5, "$ curl https://hello.parcelvision.example"),
    (23.4, "200 OK  Hello from the skeleton"),
]


def terminal(now: float) -> Canvas:
    """Show the skeleton being made, and answer."""
    canvas = Canvas(SLATE)
    canvas.box(0, 0, 1280, 48, DEEP)
    for place in range(3):
        canvas.disc(34 + 30 * place, 24, 8, EDGE)
    x, y = 56.0, 104.0
    for row, (begin, line) in enumerate(TERMINAL):
        if now < begin:
            break
        is_command, y = line.startswith("$"), 104 + 45 * row
        fill = LIGHT if is_command else LEAF if line.startswith(("200", "Apply")) else DIM
        x = canvas.text(56, y, typed(line, now, begin, 14 if is_command else 90), fill, 28, "mono")
    if int(now * 2) % 2 == 0:
        canvas.box(x + 4, y - 25, 15, 32, LIGHT)
    return canvas


QUERY = [
    [("SELECT", BLUE), (" depot, COUNT(*) AS late", INK)],
    [("FROM", BLUE), (" parcels.scans", INK)],
    [("WHERE", BLUE), (" day = CURRENT_DATE() - 1 ", INK), ("GROUP BY", BLUE), (" depot;", INK)],
]
DEPOTS = [("Rotterdam", 412), ("Lille", 338), ("Cologne", 271), ("Porto", 160), ("Gdansk", 96)]


def table(now: float) -> Canvas:
    """Show a query over yesterday's parcels, its table, and the chart that grows from it."""
    canvas = Canvas(WHITE)
    tree(canvas)
    begin = 0.8
    for row, parts in enumerate(QUERY):
        x: float = 330
        for text, fill in parts:
            x = canvas.text(x, 78 + 48 * row, typed(text, now, begin, 20), fill, 28, "mono")
            begin += len(text) / 20
    canvas.box(286, 206, 994, 2, LINE)
    if now > 7.5:
        told, fill = ("Running ...", GRAY) if now < 9.6 else ("5 rows of 1.2 million, in 2.1 s", GREEN)
        canvas.text(330, 258, told, fill, 26, "bold")
    for row, (name, late) in enumerate(DEPOTS):
        depot(canvas, row, name, late, now - 10 - 1.6 * row)
    canvas.text(330, 676, typed("The same report took four minutes before.", now, 23, 22), INK, 30, "bold")
    return canvas


def tree(canvas: Canvas) -> None:
    canvas.box(0, 0, 286, 720, "#eff1f6")
    for row, name in enumerate(["parcel-vision", "parcels", "scans", "depots", "weather"]):
        is_open = name == "scans"
        if is_open:
            canvas.box(16, 52 + 54 * row, 254, 44, PALE_BLUE, 8)
        fill, face = (BLUE, "bold") if is_open else (GRAY, "sans")
        canvas.text(32 + 24 * min(row, 2), 82 + 54 * row, name, fill, 24, face)


def depot(canvas: Canvas, row: int, name: str, late: int, now: float) -> None:
    come = progress(now, 0, 2.4)
    if not come:
        return
    y = 284 + 70 * row
    if row % 2 == 0:
        canvas.box(314, y, 926, 66, "#f4f6fb", 8)
    canvas.text(334, y + 42, name, INK, 27)
    canvas.box(520, y + 17, 1.4 * late * come, 32, BLUE, 6)
    canvas.text(534 + 1.4 * late * come, y + 42, str(int(late * come)), INK, 26, "bold")


SCENES = {1: (plan, 29), 2: (pipeline, 30), 3: (terminal, 28), 4: (table, 30)}
