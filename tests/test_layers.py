"""Rules of the house that a machine can check."""

import ast
import inspect
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.db import models

from boards.models import Card
from boards.models.card.fields import CardFields

ROOT = Path(settings.BASE_DIR)
APPS = ("config", "projects", "boards")
MODULES = sorted(
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# What a verb is made of, and what prepares or draws without writing.
PARTS_OF_VERBS = {
    "cards_in", "check_week", "count_comments", "current_comment", "go_back", "label_named", "position_below",
    "positions_below", "put", "return_to_board", "split_off", "summary", "undo_archive",
    "undo_comment_deletion", "undo_creation", "undo_deletion", "undo_move", "undo_restore", "undo_split",
}  # fmt: skip
# Figures, samples, the admin and the doctor are of many projects; all else reaches cards through `project.cards`.
OF_MANY_PROJECTS = {
    "boards/admin.py",
    "boards/doctor/cards.py",
    "boards/doctor/counters.py",
    "boards/doctor/places.py",
    "boards/reporting/totals.py",
    "boards/management/commands/doctor.py",
    "boards/management/commands/sample.py",
}
# Proposes a start for a project that has no time zone yet.
MAY_ASK_FOR_THE_DAY = {"projects/setup/new_project.py"}


def name(path):
    return path.relative_to(ROOT).as_posix()


@cache
def all_nodes(path):
    return list(ast.walk(ast.parse(path.read_text())))


def nodes(path, kind):
    return [node for node in all_nodes(path) if isinstance(node, kind)]


def dotted(node):
    """`Card.objects.filter` for the expression that says so."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "…"


def imports(path):
    plain = [alias.name for node in nodes(path, ast.Import) for alias in node.names]
    return plain + [node.module or "" for node in nodes(path, ast.ImportFrom)]


def imported(path):
    """What it imports, and each name that it takes from there: `from boards.card import page` is of the page."""
    taken = [f"{node.module}.{alias.name}" for node in nodes(path, ast.ImportFrom) for alias in node.names]
    return {*imports(path), *taken}


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_django_finds_nothing_to_complain_about():
    assert checks.run_checks(include_deployment_checks=False) == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_cards_are_reached_through_their_project(path):
    """A card that is looked up by its number alone could be another project's."""
    said = {dotted(node) for node in nodes(path, ast.Attribute)} & {
        "Card.objects",
        "Comment.objects",
        "Label.objects",
    }
    if name(path).startswith("boards/models/") or name(path) in OF_MANY_PROJECTS:
        said -= {"Card.objects", "Label.objects"}
    assert said == set()


@pytest.mark.parametrize(
    "path", [p for p in MODULES if re.match(r"boards/.*(views|forms)\.py", name(p))], ids=name
)
def test_views_and_forms_look_nothing_up_but_within_a_project(path):
    """`Milestone.objects.none()` is what a field holds before it is told the project."""
    said = {dotted(node) for node in nodes(path, ast.Attribute) if ".objects." in dotted(node)}
    assert {text for text in said if not text.endswith(".none")} == set()


@pytest.mark.parametrize("path", [p for p in MODULES if name(p).startswith("boards/models/")], ids=name)
def test_a_verb_saves_only_the_fields_it_changes(path):
    saves = [
        call
        for call in nodes(path, ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "save"
    ]
    careless = [
        call.lineno for call in saves if not call.keywords and dotted(call.func.value) in ("self", "card")
    ]
    assert careless == []


def test_every_verb_of_a_card_is_a_whole_change():
    """Those that are not wrapped by `card_change` are parts of those that are."""
    facets = [
        facet for facet in Card.__mro__[1:] if issubclass(facet, CardFields) and facet is not CardFields
    ]
    functions = [value for facet in facets for value in vars(facet).values() if inspect.isfunction(value)]
    plain = {function.__name__ for function in functions if not hasattr(function, "__wrapped__")}
    assert plain == PARTS_OF_VERBS


def test_no_screen_imports_the_views_or_the_page_of_another():
    """urls.py names the views; what screens share is a module of its own, named for what it does."""
    screens = [
        path for path in MODULES if name(path).startswith("boards/") and len(path.parts) > len(ROOT.parts) + 2
    ]
    reaching = {
        f"{name(path)}: {module}"
        for path in screens
        for module in imported(path)
        if re.fullmatch(r"boards\.\w+\.(page|\w*views)", module) and module.split(".")[1] != path.parent.name
    }
    assert reaching == set()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_events_are_written_by_the_project_that_numbers_them(path):
    said = {dotted(node) for node in nodes(path, ast.Attribute)}
    writing = {"Event.objects.create", "Event.objects.bulk_create"}
    writes = said & (writing | {"project.events.create"})
    assert writes == (writing if name(path) == "projects/models/project.py" else set())


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nobody_asks_the_server_what_day_it_is(path):
    """The day is that of the project's time zone."""
    said = {dotted(node) for node in nodes(path, ast.Attribute)}
    asks = said & {"date.today", "datetime.today", "datetime.now", "datetime.utcnow", "timezone.localdate"}
    assert asks == ({"timezone.localdate"} if name(path) in MAY_ASK_FOR_THE_DAY else set())


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_there_are_no_signals_services_utils_helpers_or_managers(path):
    assert not {"django.db.models.signals", "django.dispatch"} & set(imports(path))
    assert not set(path.with_suffix("").parts) & {
        "services",
        "utils",
        "helpers",
        "managers",
        "signals",
        "common",
    }


@pytest.mark.parametrize("path", [*MODULES, *TEMPLATES], ids=name)
def test_nothing_is_left_to_be_done(path):
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b(?! =)", path.read_text().replace("Column.TODO", ""))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_template_says_that_a_text_is_safe(path):
    assert not re.search(r"\|\s*safe\b|autoescape\s+off", path.read_text())


@pytest.mark.parametrize("path", [p for p in TEMPLATES if "<form" in p.read_text()], ids=name)
def test_a_form_that_writes_has_a_token_and_an_address(path):
    for form in re.findall(r"<form\b.*?</form>", path.read_text(), re.S):
        opening = form[: form.index(">") + 1]
        if 'method="post"' in opening:
            assert "{% csrf_token %}" in form
            assert re.search(r'action="[^"]', opening)


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_every_model_of_ours_says_what_it_is(model):
    if model._meta.app_label in APPS and not model._meta.auto_created:
        assert not model.__doc__.startswith(f"{model.__name__}(")  # what Django says when nobody does
        assert model.__str__ is not models.Model.__str__


def test_a_card_has_no_other_status_than_its_column():
    names = {field.name for field in Card._meta.get_fields()}
    assert "column" in names
    assert not names & {"status", "state", "is_done", "priority"}


def test_a_start_does_not_wait_for_what_reads_spreadsheets():
    program = "import sys, config.wsgi, config.urls; print('openpyxl' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
