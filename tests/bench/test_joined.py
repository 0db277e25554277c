"""One film to send: what a minute and a half of it takes, from the process that joins it."""

import pytest

pytestmark = pytest.mark.bench


def test_three_films_are_joined_in_a_moment(site, table):
    found = site.bench("joined")
    table.note("start of the process that joins films", found["start"], "s")
    table.at_most(
        f"CPU, {found['seconds']:.0f} s joined from three films", found["cpu"], 0.22, "s", goal=0.11
    )
    table.at_most("... memory of that process", found["memory"], 101, "MiB", goal=51)
