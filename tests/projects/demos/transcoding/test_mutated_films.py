"""Damaged films in the child process: nothing goes over its limits, and nothing ends but in errors of our own."""

import pytest
from hypothesis import settings
from psutil import Process

from projects.demos.videos.transcode import REFUSALS
from projects.files.child import ChildFailed, ChildLimits, ChildRefused, run_in_child, work_folder
from tests.mutations import mutated
from tests.projects.demos.transcoding.whole_films import HEADER, whole_films

pytestmark = pytest.mark.one_database

TASK = "projects.demos.videos.transcode:transcode"
A_RUN = 20
RUNS = {"many": 25}.get(settings.get_current_profile_name(), 1)
LIMITS = ChildLimits(wall=30, cpu=10, memory=1536 * 2**20, file_size=64 * 2**20)
FAILURES = {"time", "memory", "size"}
MB = 2**20


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    folder = tmp_path_factory.mktemp("films")
    return [(demuxer, path.read_bytes()) for demuxer, path in whole_films(folder)]


def made_in_child(path, demuxer, limits=LIMITS):
    """What the child gives back: its result and the film, or the code or the reason why there is none."""
    arguments = {"input": "input", "demuxer": demuxer}
    with work_folder() as folder:
        try:
            result = run_in_child(TASK, arguments, inputs={"input": path}, folder=folder, limits=limits)
        except ChildRefused as refusal:
            return refusal.code
        except ChildFailed as failure:
            return failure.reason
        assert 0 < result["seconds"] <= 181
        return result


def test_a_whole_film_is_made_in_the_child_process(films, files, tmp_path):
    for number, (demuxer, content) in enumerate(films):
        (path := tmp_path / str(number)).write_bytes(content)
        assert made_in_child(path, demuxer)["seconds"] == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("run", range(RUNS))
def test_a_damaged_film_ends_in_a_film_or_in_an_error_of_ours(run, films, files, tmp_path):
    outcomes, before = {}, Process().memory_info().rss
    for seed in range(run * A_RUN, (run + 1) * A_RUN):
        demuxer, content = films[seed % len(films)]
        (path := tmp_path / f"{seed}").write_bytes(mutated(content, seed, HEADER))
        outcomes[seed] = made_in_child(path, demuxer)
    odd = {seed: what for seed, what in outcomes.items() if not isinstance(what, dict)}
    assert set(odd.values()) <= {*REFUSALS, *FAILURES}, odd
    assert Process().memory_info().rss - before < 20 * MB
