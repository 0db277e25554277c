"""What it takes to join three films of thirty seconds with their cards, in a process of its own."""

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from projects.demos.joined.join import join
from projects.demos.joined.parts import OUTPUT, TitleCard
from tests.projects.demos.joined.films import make_film

SECONDS = 29.5
CARD = TitleCard("Parcel Vision", 1, 10, "Counting parcels", "Counted by depot.", "Ana Lima, 2 October")
ROOT = Path(__file__).resolve().parents[2]


def main():
    with TemporaryDirectory() as folder:
        films = [make_film(Path(folder) / f"{number}.mp4", SECONDS, rate=30).name for number in range(3)]
        parts = [{"card": asdict(CARD), "name": "Week 1", "film": film} for film in films]
        # Not as a task of the server's child, which cannot read how much memory it takes.
        program = "from tests.bench.joined import measure; measure()"
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            input=json.dumps({"title": "Parcel Vision", "parts": parts}),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)


def measure():
    """Join films; write the processor's time of this process and its memory where it was largest."""
    started = time.process_time()
    found = join(json.load(sys.stdin))
    found |= {"start": started, "cpu": time.process_time() - started, "bytes": os.path.getsize(OUTPUT)}
    [kilobytes] = re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    json.dump(found | {"memory": int(kilobytes) / 1024}, sys.stdout)
