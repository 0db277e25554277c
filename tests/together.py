"""A plugin for xdist: what a worker has begun for some tests, no other worker has to begin again.

Tests of a module stay together, programs those of a folder, for they share prepared data. The tests of access are
many and share little, so that each of their functions goes its own way. (`--dist loadgroup` would do, but what
xdist 3.8 does for it has no effect in pytest 9.2.)
"""

from itertools import groupby

import pytest
from xdist.scheduler import LoadScopeScheduling

FOLDERS = ("tests/config/", "tests/outages/")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False  # what takes longest has been put first
    return Together(config, log)


class Together(LoadScopeScheduling):
    def add_node_collection(self, node, collection):
        super().add_node_collection(node, collection)
        self.scopes = scopes_of(collection)

    def _split_scope(self, nodeid):
        return self.scopes[nodeid]


def scopes_of(nodeids):
    """By test, the name of its scope: neighbours of one group.

    Those of a module that were put at the end, because they empty the database, are a scope of their own there.
    """
    runs = groupby(nodeids, group_of)
    return {nodeid: f"{place} {group}" for place, (group, members) in enumerate(runs) for nodeid in members}


def group_of(nodeid):
    path, _, test = nodeid.partition("::")
    if path.endswith("test_access.py"):
        return test.partition("[")[0]
    return next((folder for folder in FOLDERS if path.startswith(folder)), path)
