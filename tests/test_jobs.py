"""The jobs of a run: what fails, what goes on, what is counted."""

import sys
from itertools import pairwise

import pytest

from tests.__main__ import SETS
from tests.jobs import Job, Jobs, environment

PASSES, FAILS = ["true"], ["false"]
SPENDS = "sum(range(10_000_000))"


def run(*commands, **more):
    [result] = Jobs([Job("one", list(commands), **more)], hands=1).run()
    return result


def test_a_job_whose_commands_pass_has_passed():
    assert run(PASSES, PASSES).passed


@pytest.mark.parametrize("all_of_them", [True, False])
def test_a_job_fails_with_any_of_its_commands(all_of_them):
    assert not run(FAILS, PASSES, all_of_them=all_of_them).passed


def test_a_job_ends_with_the_first_failure(tmp_path):
    run(FAILS, ["touch", tmp_path / "went-on"])
    assert not (tmp_path / "went-on").exists()


def test_a_job_of_all_its_commands_goes_on_after_a_failure(tmp_path):
    run(FAILS, ["touch", tmp_path / "went-on"], all_of_them=True)
    assert (tmp_path / "went-on").exists()


def test_the_processor_time_of_children_is_counted():
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{SPENDS}'])"
    assert run([sys.executable, "-c", child]).cpu > 0.1


def test_the_processor_time_of_orphans_is_counted():
    """A shell that goes away leaves its child to whoever started the job."""
    orphan = f"{sys.executable} -c '{SPENDS}' &"
    assert run(["sh", "-c", orphan]).cpu > 0.1


def test_of_several_jobs_each_is_quoted_in_one_piece(capsys):
    jobs = [Job(name, [["echo", f"said by {name}"], PASSES]) for name in ("one", "two")]
    Jobs(jobs, hands=2).run()
    out = capsys.readouterr().out
    for name in ("one", "two"):
        assert f"=== {name}\n$ echo said by {name}\nsaid by {name}\n$ true\n=== {name} " in out


def test_a_job_on_sqlite_is_told_no_other_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/x")
    assert "DATABASE_URL" not in environment(Job("one", [], database=""))


@pytest.mark.parametrize("name", SETS)
def test_no_job_leaves_out_a_folder_that_it_names(name):
    """pytest passes over what it is told to ignore, though it is told to run it."""
    commands = [command for job in SETS[name]() for command in job.commands]
    ignoring = {tuple(command) for command in commands if "--ignore" in command}
    contradictory = {command for command in ignoring if ignored(command) & named(command)}
    assert ignoring
    assert contradictory == set()


def ignored(command):
    return {word for before, word in pairwise(command) if before == "--ignore"}


def named(command):
    return {word for before, word in pairwise(command) if before != "--ignore"}
