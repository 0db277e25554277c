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
    "attach", "cards_in", "check_count", "check_may_leave", "check_week", "count_comments", "count_files",
    "current_comment", "give", "go_back", "label_named", "name_for", "position_below", "positions_below", "put",
    "put_back", "return_to_board", "split_off", "summary", "undo_archive", "undo_assignment", "undo_block",
    "undo_comment_deletion", "undo_creation", "undo_deletion", "undo_estimate", "undo_file_removal", "undo_labelling",
    "undo_move", "undo_restore", "undo_split", "undo_unassignment", "undo_unlabelling",
}  # fmt: skip
# Figures, samples, people, the admin and the doctor are of many projects; all else goes through `project.cards`.
OF_MANY_PROJECTS = {
    "boards/admin.py",
    "boards/admin_forms.py",
    "boards/doctor/cards.py",
    "boards/doctor/counters.py",
    "boards/doctor/positions.py",
    "boards/reporting/totals.py",
    "boards/management/commands/doctor.py",
    "boards/management/commands/purge_deleted.py",
    "boards/management/commands/sample.py",
    "boards/people/deletion.py",
    "boards/people/membership.py",
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


def offenders(paths, found):
    """What is found in each of these files, by its name, where that is anything."""
    return {name(path): offence for path in paths if (offence := found(path))}


def attributes(path):
    return {dotted(node) for node in nodes(path, ast.Attribute)}


def test_cards_are_reached_through_their_project():
    """A card that is looked up by its number alone could be another project's."""

    def reached(path):
        of_many = name(path).startswith("boards/models/") or name(path) in OF_MANY_PROJECTS
        forbidden = {"Comment.objects"} if of_many else {"Card.objects", "Comment.objects", "Label.objects"}
        return attributes(path) & forbidden

    assert offenders(MODULES, reached) == {}


def test_views_and_forms_look_nothing_up_but_within_a_project():
    """`Milestone.objects.none()` is what a field holds before it is told the project."""
    views_and_forms = [path for path in MODULES if re.match(r"boards/.*(views|forms)\.py", name(path))]

    def looked_up(path):
        return {text for text in attributes(path) if ".objects." in text and not text.endswith(".none")}

    assert views_and_forms
    assert offenders(views_and_forms, looked_up) == {}


def test_a_verb_saves_only_the_fields_it_changes():
    models = [path for path in MODULES if name(path).startswith("boards/models/")]

    def careless(path):
        calls = [call for call in nodes(path, ast.Call) if not call.keywords]
        return [call.lineno for call in calls if dotted(call.func) in ("self.save", "card.save")]

    assert models
    assert offenders(models, careless) == {}


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


def test_events_are_written_by_the_project_that_numbers_them():
    writing = {"statements.insert", "Event.objects.bulk_create"}
    never = {"Event.objects.create", "project.events.create"}
    writers = offenders(MODULES, lambda path: attributes(path) & (writing | never))
    assert writers == {"projects/models/project_fields.py": writing}


def test_nobody_asks_the_server_what_day_it_is():
    """The day is that of the project's time zone."""
    asking = {"date.today", "datetime.today", "datetime.now", "datetime.utcnow", "timezone.localdate"}
    askers = offenders(MODULES, lambda path: attributes(path) & asking)
    assert askers == {path: {"timezone.localdate"} for path in MAY_ASK_FOR_THE_DAY}


def test_nobody_listens_to_signals():
    signals = {"django.db.models.signals", "django.dispatch"}
    assert offenders(MODULES, lambda path: signals & set(imports(path))) == {}


def test_there_are_no_services_utils_helpers_or_managers():
    vague = {"services", "utils", "helpers", "managers", "signals", "common"}
    assert offenders(MODULES, lambda path: vague & set(path.with_suffix("").parts)) == {}


def test_nothing_is_left_to_be_done():
    def left(path):
        text = path.read_text().replace("Column.TODO", "")
        return re.findall(r"\b(?:TODO|FIXME|XXX|HACK)\b(?! =)", text)

    assert offenders([*MODULES, *TEMPLATES], left) == {}


def test_no_template_says_that_a_text_is_safe():
    assert (
        offenders(TEMPLATES, lambda path: re.findall(r"\|\s*safe\b|autoescape\s+off", path.read_text())) == {}
    )


def test_no_line_of_a_template_is_longer_than_one_can_read():
    def too_long(path):
        lines = enumerate(path.read_text().splitlines(), start=1)
        return [f"line {number}: {len(line)}" for number, line in lines if len(line) > 160]

    assert offenders(TEMPLATES, too_long) == {}


def test_a_form_that_writes_has_a_token_and_an_address():
    def incomplete(path):
        forms = re.findall(r"<form\b.*?</form>", path.read_text(), re.S)
        openings = {form: form[: form.index(">") + 1] for form in forms}
        return [
            opening
            for form, opening in openings.items()
            if 'method="post"' in opening
            and not ("{% csrf_token %}" in form and re.search(r'action="[^"]', opening))
        ]

    assert offenders(TEMPLATES, incomplete) == {}


def models_of_ours():
    return [
        model for model in apps.get_models() if model._meta.app_label in APPS and not model._meta.auto_created
    ]


def test_every_model_of_ours_says_what_it_is():
    silent = [model for model in models_of_ours() if model.__str__ is models.Model.__str__]
    assert silent == []


def test_every_model_of_ours_is_described():
    """Django gives the names of its fields for a docstring, when nobody has written one."""
    undescribed = [model for model in models_of_ours() if model.__doc__.startswith(f"{model.__name__}(")]
    assert undescribed == []


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
