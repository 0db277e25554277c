"""The list of keyboard shortcuts tells of each key that the table of keys knows, where it acts and for whom."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string

pytestmark = pytest.mark.one_database
TABLE = (settings.BASE_DIR / "static/js/keys/table.js").read_text()
ENTRIES = re.findall(r'^  \{ key: "([^"]+)",(.*)\},?$', TABLE, re.MULTILINE)


def keys_of(tab, writes):
    """The names of the keys that act there; Escape closes what is open besides, and is told of anyway."""

    def acts(rest):
        page = re.search(r'page: "(\w+)"', rest)
        return (page is None or page[1] == tab) and (writes or "writes: true" not in rest)

    return {name.replace(" ", "Space") for name, rest in ENTRIES if acts(rest)} - {"Escape"}


@pytest.mark.parametrize("writes", [True, False])
@pytest.mark.parametrize("tab", ["board", "standup"])
def test_the_list_of_shortcuts_names_every_key_of_the_table_and_no_other(tab, writes):
    drawn = render_to_string("boards/board/_shortcuts.html", {"tab": tab, "can_write": writes})
    told = {name for row in re.findall(r'data-keys="([^"]+)"', drawn) for name in row.split()}
    assert told == keys_of(tab, writes)
    assert len(told) > 5


def test_every_entry_of_the_table_was_read():
    assert len(ENTRIES) == TABLE.count("key: ")
