"""The table of kinds of events: whatever is recorded has an entry, and the entries name what there is."""

import ast
from functools import cache

import pytest

from boards.events import BOARD_EVENTS, CARD_EVENTS, KINDS, sentence_of, toast_of
from boards.models import Card, Column
from boards.reporting.card_timelines import BEFORE, STATE_EVENTS
from boards.wording import Names
from projects.events import PROJECT_EVENTS
from projects.models import Event
from tests.test_layers import MODULES, all_nodes, name

NAMES = Names(dict(Column.choices))
PLACE = {"column": "todo", "milestone": None}
# What events of these kinds hold, as far as words are made of it.
DATA = {
    "created": {"milestone": None, "title": "Train"},
    "moved": {"was": PLACE, "now": PLACE},
    "week_lost": {"week": 2},
    "week_returned": {"week": 2},
    "edited": {"was": {"title": "Old"}},
    "ticked": {"done": True, "item": "Milk"},
    "estimated": {"was": None, "now": 60},
    "blocked": {"now": "No quota"},
    "assigned": {"to": "Chen"},
    "unassigned": {"from": "Chen"},
    "labelled": {"label": "gcp"},
    "unlabelled": {"label": "gcp"},
    "file_attached": {"name": "depots.csv"},
    "file_removed": {"name": "depots.csv"},
    "split": {"was": {"title": "Old", "estimate": None}, "pieces": [2]},
    "settled": {"choice": "drop", "week": 1, "now": PLACE},
    "counted_late": {"week": 1},
    "undone": {"what": "archived"},
}


# --- What the code records -----------------------------------------------------------------------------------
def kinds_recorded(trees):
    """Every text that is handed on as the kind of an event: to `record`, to a Change, and to what hands it on."""
    takers, known = {"Change", "record", "record_all"}, set()
    while takers != known:
        known = set(takers)
        takers |= {name for tree in trees for name in handing_on(tree, known)}
    given = [kind for tree in trees for call in calls(tree, takers) for kind in kind_given(call)]
    texts = [node for kind in given for node in ast.walk(kind) if isinstance(node, ast.Constant)]
    return {text.value for text in texts if isinstance(text.value, str)}


def handing_on(tree, takers):
    """The functions that have a parameter for the kind and give it to one of these."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        parameters = {parameter.arg for parameter in function.args.args}
        given = [kind for call in calls(function, takers) for kind in kind_given(call)]
        if any(isinstance(kind, ast.Name) and kind.id in parameters for kind in given):
            yield function.name


def calls(tree, takers):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in takers or name == "Event":
                yield node


def kind_given(call):
    named = [keyword.value for keyword in call.keywords if keyword.arg == "kind"]
    return named or call.args[:1]


def local_names(tree):
    """What is handed on as a kind and is a variable of the function itself."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        own = {node.id for node in ast.walk(function) if is_assigned(node)}
        for call in calls(function, {"Change", "record", "record_all"}):
            kinds = [kind for kind in kind_given(call) if not isinstance(kind, ast.Attribute)]
            names = {node.id for kind in kinds for node in ast.walk(kind) if isinstance(node, ast.Name)}
            yield from names & own


def is_assigned(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


@cache
def recorded():
    return kinds_recorded([all_nodes(path)[0] for path in MODULES])


def test_every_kind_that_is_recorded_has_an_entry():
    assert recorded() - set(KINDS) == set()


def test_a_kind_is_written_where_it_is_recorded_or_handed_on_by_a_parameter():
    """Else the test above would not find it. `done.kind` is that of a Change, which is found where it is made."""
    found = {(name(path), variable) for path in MODULES for variable in local_names(all_nodes(path)[0])}
    assert found == set()


@pytest.mark.parametrize(
    ("program", "kinds"),
    [
        ('project.record("seen", by=by)', {"seen"}),
        ('project.record_all("seen", cards, by=by)', {"seen"}),
        ('Change("seen" if reason else "unseen", ())', {"seen", "unseen"}),
        ('Event(project=project, kind="seen")', {"seen"}),
        ('def go(self, kind):\n    return Change(kind)\nself.go("seen")', {"seen"}),
        ('def a(kind): record(kind)\ndef b(name): a(name)\nb("seen")', {"seen"}),
        ('project.tell("seen")', set()),
    ],
)
def test_a_kind_is_found_however_it_is_handed_on(program, kinds):
    assert kinds_recorded([ast.parse(program)]) == kinds


def test_a_kind_has_one_entry():
    assert len(KINDS) == len(PROJECT_EVENTS) + len(BOARD_EVENTS) + len(CARD_EVENTS)


# --- What the entries name -----------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", CARD_EVENTS)
def test_what_undoes_an_event_of_a_card_is_a_method_of_the_card(kind):
    verb = CARD_EVENTS[kind].undo
    assert verb == "" or callable(getattr(Card, verb))


@pytest.mark.parametrize("kind", CARD_EVENTS)
def test_an_undo_is_made_impossible_by_events_of_a_card(kind):
    assert set(CARD_EVENTS[kind].spoiled_by) <= set(CARD_EVENTS)


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.undo])
def test_what_can_be_undone_is_offered_in_a_toast(kind):
    assert KINDS[kind].toast


@pytest.mark.parametrize("kind", CARD_EVENTS)
def test_every_event_of_a_card_has_a_sentence_in_its_history(kind):
    sentence = sentence_of(Event(kind=kind, data=DATA.get(kind, {})), NAMES)
    assert sentence not in ("", "changed it")


def test_an_event_of_an_unknown_kind_is_told_as_a_change():
    assert sentence_of(Event(kind="polished", data={}), NAMES) == "changed it"


def test_the_reports_know_what_was_before_each_event_that_changes_where_a_card_is():
    """Two of them take something back, or count as if it had never been; two are made of others."""
    assert {*STATE_EVENTS} - {"undone", "counted_late"} == {*BEFORE} - {"split_off", "came_back"}


@pytest.mark.parametrize("kind", [name for name, kind in CARD_EVENTS.items() if kind.toast_for_many])
def test_a_toast_for_many_says_how_many(kind):
    assert "37" in toast_of(Event(kind=kind, data=DATA.get(kind, {})), NAMES, 37)


def test_the_end_of_a_standup_says_who_led_and_for_how_long():
    said = {
        minutes: toast_of(Event(kind="standup_ended", data={"name": "Ana", "minutes": minutes}), NAMES)
        for minutes in (1, 9)
    }
    assert "led a standup, 1 minute" in said[1]
    assert said[9].endswith("led a standup, 9 minutes")
