"""The example in an empty quick add."""

import re

import pytest

from boards.board.example import example_line
from boards.board.quick_add import read_lines
from boards.rendering.badges import TeamMember


def example_for(names, labels):
    team = [TeamMember(number, name, number, role) for number, (name, role) in enumerate(names, start=1)]
    return example_line(team, labels)


@pytest.mark.parametrize(
    ("names", "labels", "line"),
    [
        ([("Ana Reyes", 2)], ["gcp"], "Train baseline 3h @ana #gcp"),
        ([], [], "Train baseline 3h"),
        ([("Ana Reyes", 1), ("Bo Lind", 2)], ["data science", "42", "ml"], "Train baseline 3h @bo #ml"),
        ([("Bo Lind", 2), ("Bo Park", 2)], [], "Train baseline 3h @bolind"),
        ([("O'Brien", 2)], ["x" * 40], "Train baseline 3h"),
    ],
)
def test_the_example_names_somebody_and_a_label_of_the_project_that_can_be_typed(names, labels, line):
    assert example_for(names, labels) == line


@pytest.mark.django_db
def test_the_placeholder_is_read_as_what_it_says(as_member, project, member):
    project.labels.create(name="<data>")
    project.labels.create(name="docs")
    page = as_member.get(f"/p/{project.slug}/", follow=True).text
    line = re.search(r'id="add-todo"[^>]*?placeholder="([^"]*)"', page)[1]
    [card] = read_lines(line, project)
    assert (card.title, card.estimate_minutes, card.labels) == ("Train baseline", 180, ["docs"])
    assert [person.user for person in card.people] == [member]
