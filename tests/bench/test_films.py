"""Making a film of half a minute in the one form: processor time and memory of the process that does it."""

import json
import os
import subprocess
import sys

import av
import pytest
from av.filter import Graph

from tests.bench.options import rounds
from tests.site import ROOT

pytestmark = pytest.mark.bench
SECONDS = rounds(30, 5)
# Where the process is done, it tells what it took: seconds of the processor, and MiB at most.
SCRIPT = """import json, pathlib, resource
from projects.demos.videos.transcode import transcode
transcode({"input": "input", "demuxer": "mp4"})
used = resource.getrusage(resource.RUSAGE_SELF)
most = pathlib.Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print(json.dumps([used.ru_utime + used.ru_stime, int(most) / 1024]))"""
ROWS = [  # size and rate of what is handed in; at most so many seconds of the processor for each half minute
    ("1280x720", 15, 6, None),  # as the page records
    ("1280x720", 30, 10.5, 6),
    ("1920x1080", 30, 12.5, None),
]


@pytest.mark.parametrize(("size", "rate", "seconds", "goal"), ROWS)
def test_a_film_of_half_a_minute_is_made_cheaply(size, rate, seconds, goal, table, tmp_path):
    make_input(tmp_path / "input", size, rate)
    path = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    run = [sys.executable, "-c", SCRIPT]
    answer = subprocess.check_output(run, cwd=tmp_path, env=os.environ | {"PYTHONPATH": path}, text=True)
    cpu, memory = json.loads(answer)
    what = f"film of 30 s, {size}, {rate} pictures a second"
    table.at_most(f"{what}: memory", memory, 120, "MiB", goal=145)
    table.at_most(f"{what}: CPU", cpu * 30 / SECONDS, seconds, "s", goal=goal)


def make_input(path, size, rate):
    """A test picture that moves all over, and silence beside it: dearer than most screens."""
    graph = Graph()
    graph.link_nodes(
        graph.add("testsrc2", f"size={size}:rate={rate}:duration={SECONDS}"),
        graph.add("format", "yuv420p"),
        graph.add("buffersink"),
    ).configure()
    with av.open(str(path), "w", format="mp4") as output:
        stream = output.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "crf": "20"})
        stream.width, stream.height = map(int, size.split("x"))
        while frame := pulled(graph):
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))


def pulled(graph):
    try:
        return graph.vpull()
    except av.EOFError:
        return None
