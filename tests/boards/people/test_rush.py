"""What works once works once, however many try it at the same moment (tests/boards/people/rush.py)."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests import site

pytestmark = [pytest.mark.programs, pytest.mark.both_databases]


@pytest.fixture(scope="module")
def database(tmp_path_factory, migrated):
    home = tmp_path_factory.mktemp("rush")
    with site.database(home, migrated) as url:
        # DEBUG: pages are drawn without collected files.
        yield {"DATABASE_URL": url, "DATA_DIR": str(home), "DEBUG": "true"}


@pytest.fixture(scope="module")
def played(database):
    run = subprocess.run(
        [sys.executable, "-m", "tests.boards.people.rush"],
        env=os.environ | database,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_who_presses_join_in_eight_windows_is_in_once(played):
    scene = played["one_person"]
    assert (scene["answers"], scene["joined"], scene["members"]) == (["in"] * 8, 1, 1)


def test_of_eight_who_make_an_account_by_one_invitation_one_does(played):
    scene = played["new_accounts"]
    assert (scene["people"], scene["joined"], scene["members"]) == (1, 1, 1)
    assert scene["answers"].count(302) == 1
    assert set(scene["answers"]) <= {302, 410, 422}


def test_a_project_link_with_three_places_takes_three_of_eight_in(played):
    scene = played["project_link"]
    assert sorted(scene["answers"]) == ["This link has ended"] * 5 + ["in"] * 3
    assert (scene["joins"], scene["joined"]) == (200, 3)


def test_who_joins_while_it_is_taken_back_is_in_or_told_so(played):
    scene = played["taken_back"]
    assert sorted(scene["answers"]) in (["Refused", "in"], ["This link leads nowhere", "taken back"])
    assert scene["joined"] == scene["answers"].count("in")


def test_who_is_let_in_while_they_delete_their_account_is_out_and_named_nowhere(played):
    scene = played["deleted"]
    assert ("deleted" in scene["answers"], scene["members"], scene["is_named"]) == (True, 0, False)


def test_of_two_last_owners_who_make_each_other_members_one_stays(played):
    assert sorted(played["two_owners"]["answers"]) == ["done", "refused"]
