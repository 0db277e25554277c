"""The column that searches look into, and how it is filled where rows are there already."""

from importlib import import_module
from types import SimpleNamespace
from unicodedata import normalize

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from boards.models import Card, Comment, Label
from projects.models import Demo, PlanTemplate, PlanTemplateWeek, Project, Searchable, User, searchable
from projects.text import fold
from tests.examples import examples
from tests.factories import CardFactory, LabelFactory, ProjectFactory

MIGRATIONS = {
    "projects": import_module("projects.migrations.0007_write_search_text"),
    "boards": import_module("boards.migrations.0005_write_search_text"),
}


@examples(200)
@given(st.text(max_size=20))
def test_a_text_and_its_decomposed_letters_fold_alike(text):
    assert fold(normalize("NFD", text)) == fold(normalize("NFC", text)) == fold(text)


@examples(200)
@given(st.text(max_size=20))
def test_a_folded_text_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("spelled", ["Straße", "STRASSE", "STRAẞE", "strasse", "ＳＴＲＡＳＳＥ"])
def test_german_sharp_s_is_a_double_s(spelled):
    assert fold(spelled) == "strasse"


@pytest.mark.parametrize("spelled", ["İI", "ıi", "Iİ", "ii"])
def test_turkish_letters_i_are_one(spelled):
    assert fold(spelled) == "ii"


def test_greek_sigma_is_one_letter_wherever_it_stands():
    assert fold("ΣΟΦΟΣ") == fold("σοφος") == fold("σοφοσ")


def test_every_model_whose_texts_people_search_is_searchable():
    models = {model for model in apps.get_models() if issubclass(model, Searchable)}
    assert models == {Card, Comment, Demo, Label, PlanTemplate, PlanTemplateWeek, Project, User}


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize("app", ["projects", "boards"])
def test_the_migration_writes_what_is_saved_today(app):
    label = LabelFactory(name="ÄrGer", project=ProjectFactory(name="GröSSe"))
    CardFactory(project=label.project, title="Übersicht", description="100 % Ärger").comments.create(
        text="Öl"
    )
    models = [model for model in apps.get_app_config(app).get_models() if issubclass(model, Searchable)]
    saved = [list(model.objects.order_by("pk").values_list("pk", "search_text")) for model in models]
    for model in models:
        model.objects.update(search_text="")
    MIGRATIONS[app].write(apps, SimpleNamespace(connection=connection))
    assert saved == [list(model.objects.order_by("pk").values_list("pk", "search_text")) for model in models]


@pytest.mark.parametrize("app", ["projects", "boards"])
def test_the_migration_knows_the_texts_of_every_model(app):
    models = [model for model in apps.get_app_config(app).get_models() if issubclass(model, Searchable)]
    assert {model._meta.model_name: list(model.SEARCHED) for model in models} == MIGRATIONS[app].SEARCHED


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_text_that_changed_meanwhile_keeps_its_own_search_text(card, monkeypatch):
    read_before = [("old", card.pk, "Old title", "")]
    monkeypatch.setattr(searchable, "outdated", lambda *which: iter(read_before))
    searchable.write_search_texts(Card, Card.SEARCHED, connection)
    assert Card.objects.get().search_text == f"{card.title.lower()}\n"
