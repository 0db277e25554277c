"""The table of kinds: what is written anywhere has an entry."""

import ast

from projects.errands.kinds import KINDS
from tests.test_layers import MODULES, nodes


def kinds_written():
    for module in MODULES:
        for call in nodes(module, ast.Call):
            if getattr(call.func, "id", "") == "Errand":
                yield from (keyword.value for keyword in call.keywords if keyword.arg == "kind")


def test_every_errand_that_is_written_is_of_a_kind_in_the_table():
    written = list(kinds_written())
    assert all(isinstance(kind, ast.Constant) for kind in written)
    assert {kind.value for kind in written} == set(KINDS)
