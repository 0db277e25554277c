"""Quick add: what is typed at the foot of a column, read back and added."""

import re

import pytest

from tests.factories import MembershipFactory

# --- Read back before Enter --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_chips_say_how_a_line_will_be_read_and_save_nothing(as_member, project):
    page = as_member.get(f"/p/{project.slug}/cards/read/", {"lines": "Train baseline 5h #gcp"}).text
    assert all(part in page for part in ("<bdi>Train baseline</bdi>", "5 h", "<bdi>gcp</bdi>", "hours over"))
    assert not project.cards.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("lines", ["", "#gcp", "x" * 201, "\x00", "a\n" * 200, "a" * 20_001])
def test_the_chips_say_what_is_wrong_with_a_line(as_member, project, lines):
    response = as_member.get(f"/p/{project.slug}/cards/read/", {"lines": lines})
    assert (response.status_code, 'class="error"' in response.text) == (200, True)


@pytest.mark.django_db
def test_each_part_that_was_read_is_a_button_that_makes_words_of_it(as_member, project):
    MembershipFactory(project=project, user__name="Ana Reyes", user__username="ana")
    page = as_member.get(f"/p/{project.slug}/cards/read/", {"lines": "Train @ana, 1.5 hrs #gcp"}).text
    assert re.findall(r'data-as-words="(.*?)"', page) == ["1 @ana,", "1 #gcp", "1 1.5 hrs"]


@pytest.mark.django_db
def test_the_chips_follow_what_was_turned_back_into_words(as_member, project):
    query = {"lines": "Run 48h\nSoak 48h", "as_words": "1 48h"}
    page = as_member.get(f"/p/{project.slug}/cards/read/", query).text
    assert "<bdi>Run 48h</bdi>" in page
    assert re.findall(r'data-as-words="(.*?)"', page) == ["2 48h"]


@pytest.mark.django_db
def test_the_chips_say_that_nobody_is_called_so(as_member, project):
    page = as_member.get(f"/p/{project.slug}/cards/read/", {"lines": "Deploy 2h @unknown"}).text
    assert "Nobody who can be given cards is called @unknown." in page


@pytest.mark.django_db
def test_a_list_of_any_length_is_read_back_in_rows(as_member, project):
    lines = "\n".join(f"{number}. {'Label ' * 20}3h #gcp" for number in range(1, 101))
    page = as_member.post(f"/p/{project.slug}/cards/read/", {"lines": lines}).text
    assert (page.count("<li>"), page.count("3 h"), page.count("<bdi>gcp</bdi>")) == (100, 100, 100)
    assert "Add 100 cards" in page
    assert "At most 100 at once" in page
    assert not project.cards.exists()


# --- Adding -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_several_lines_add_as_many_cards_at_the_end_in_their_order(as_member, project, week):
    data = {"lines": "One 3h\nTwo\nThree #gcp", "column": "doing", "milestone": week.pk}
    as_member.post(f"/p/{project.slug}/cards/", data)
    cards = project.cards.in_order()
    assert [card.title for card in cards] == ["One", "Two", "Three"]
    assert {(card.column, card.milestone) for card in cards} == {("doing", week)}


@pytest.mark.django_db
def test_when_one_of_several_lines_is_refused_none_is_added_and_all_stand_in_the_field(as_member, project):
    data = {"lines": "One\n#two", "column": "todo"}
    response = as_member.post(f"/p/{project.slug}/cards/", data)
    assert (response.status_code, project.cards.count()) == (422, 0)
    assert "Line 2: A card needs a title" in response.text
    assert "#two" in response.text


@pytest.mark.django_db
def test_what_was_turned_back_into_words_is_added_as_words(as_member, project):
    data = {"lines": "Run 48h", "as_words": "1 48h", "column": "todo"}
    as_member.post(f"/p/{project.slug}/cards/", data)
    card = project.cards.get()
    assert (card.title, card.estimate_minutes) == ("Run 48h", None)


@pytest.mark.django_db
@pytest.mark.parametrize("line", ["Cron at 0:00", "Meet 1h30", "Retry after 0m", "Ship 1000h burn-in"])
def test_a_line_with_a_time_in_it_can_be_added(as_member, project, line):
    response = as_member.post(f"/p/{project.slug}/cards/", {"lines": line, "column": "todo"})
    assert (response.status_code, project.cards.count()) == (302, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("scripted", [True, False])
def test_the_message_says_that_nobody_is_called_so(as_member, project, scripted):
    data = {"lines": "Deploy 2h @unknown", "column": "todo"}
    headers = {"HX-Request": "true"} if scripted else {}
    answer = as_member.post(f"/p/{project.slug}/cards/", data, headers=headers, follow=True)
    assert "Nobody who can be given cards is called @unknown." in answer.text
    assert project.cards.get().title == "Deploy @unknown"


@pytest.mark.django_db
def test_a_board_takes_no_more_open_cards_than_it_can_show(as_member, project, monkeypatch):
    monkeypatch.setattr("projects.limits.OPEN_CARDS", 1)
    statuses = [
        as_member.post(f"/p/{project.slug}/cards/", {"lines": "One", "column": "todo"}).status_code
        for _ in range(2)
    ]
    assert (statuses, project.cards.count()) == ([302, 422], 1)
