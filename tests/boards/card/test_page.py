"""The page of one card, as it works without JavaScript."""

import re

import pytest
from django.urls import reverse

from boards.models import Card, Column
from projects.models import Role
from tests.conftest import client_for
from tests.factories import CardFactory, LabelFactory, MembershipFactory, MilestoneFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url(name, card, *more):
    return reverse(name, args=[card.project.slug, card.number, *more])


def page(client, card, query=""):
    return client.get(url("card", card) + query)


def text_of(response):
    return response.content.decode()


# --- What texts name --------------------------------------------------------------------------------------
def named_on(client, card):
    return re.findall(
        r'<a href="([^"]+)" title="([^"]*)" data-opens="card">(#\d+)</a>', text_of(page(client, card))
    )


def test_a_card_that_a_text_names_is_linked_by_its_present_title(as_viewer, card, member):
    other = CardFactory(project=card.project, title="Old")
    card.edit(description=f"After #{other.number}", by=member)
    card.comment(f"See #{other.number}", author=member, by=member)
    other.edit(title="Say <b>", by=member)
    link = (url("card", other), "Say &lt;b&gt;", f"#{other.number}")
    assert named_on(as_viewer, card) == [link, link]


def test_a_card_that_is_deleted_or_of_another_project_stays_text(as_member, card, member):
    gone, elsewhere = CardFactory(project=card.project), CardFactory(number=99)
    gone.delete_card(by=member)
    card.edit(description=f"#{gone.number} #{elsewhere.number} #{card.number}", by=member)
    assert [word for *_, word in named_on(as_member, card)] == [f"#{card.number}"]


def test_an_archived_card_is_linked(as_member, card, member):
    other = CardFactory(project=card.project)
    other.archive(by=member)
    card.edit(description=f"#{other.number}", by=member)
    assert named_on(as_member, card)


@pytest.mark.parametrize(("called", "marked"), [("@bo", 0), ("@bolind", 1), ("@bo.park", 1), ("@vic", 1)])
def test_people_are_named_in_texts_as_in_quick_add(as_member, card, member, called, marked):
    for name, username in (("Bo Lind", "bl"), ("Bo Park", "bo.park")):
        MembershipFactory(project=card.project, user__name=name, user__username=username)
    MembershipFactory(project=card.project, user__name="Vic Hugo", role=Role.VIEWER)
    card.comment(f"Ask {called}", author=member, by=member)
    assert text_of(page(as_member, card)).count('class="mention"') == marked


@pytest.fixture
def comment(card, member):
    card.comment("First run: AUC 0.81", author=member, by=member)
    return card.comments.get()


# --- Looking ----------------------------------------------------------------------------------------------
def test_a_viewer_sees_the_card_and_nothing_that_writes(as_viewer, card):
    html = text_of(page(as_viewer, card))
    assert card.title in html
    assert "<form" not in html.split("<main")[1]


@pytest.mark.parametrize(("client", "times"), [("as_member", 1), ("as_viewer", 0)])
def test_who_writes_without_javascript_is_told_to_save_each_field(request, card, client, times):
    html = text_of(page(request.getfixturevalue(client), card))
    assert html.count('<noscript><p class="hint">Each field is saved by itself') == times


def test_somebody_who_only_looks_by_now_is_offered_no_undo(as_viewer, card, viewer):
    event = card.archive(by=viewer)
    assert "data-toast=" not in text_of(page(as_viewer, card, f"?undo={event.seq}"))


def test_a_deleted_card_is_not_there(as_member, card, member):
    card.delete_card(by=member)
    assert page(as_member, card).status_code == 404


def test_a_card_of_another_project_is_not_there(as_member, project):
    other = CardFactory(number=99)
    assert as_member.get(reverse("card", args=[project.slug, other.number])).status_code == 404


def test_an_archived_card_offers_to_be_restored_and_no_editing(as_member, card, member):
    card.archive(by=member)
    html = text_of(page(as_member, card))
    assert url("restore-card", card) in html
    assert url("edit-card", card) not in html


def test_a_script_gets_the_inner_part_alone(as_member, card):
    response = as_member.get(url("card", card), headers={"HX-Request": "true"})
    assert "<html" not in text_of(response)
    assert "HX-Request" in response["Vary"]


def test_the_description_is_drawn_and_can_be_opened_for_writing(as_member, card):
    Card.objects.update(description="Keep it **plain**")
    assert "<strong>plain</strong>" in text_of(page(as_member, card))
    assert "Keep it **plain**</textarea>" in text_of(page(as_member, card, "?edit=description"))


@pytest.mark.parametrize(
    "query", ["?edit=nonsense", "?history=all", "?undo=abc", "?undo=99999999999999999999"]
)
def test_a_query_that_means_nothing_is_passed_over(as_member, card, query):
    assert page(as_member, card, query).status_code == 200


def test_the_page_makes_no_more_queries_for_a_long_thread(
    as_member, card, member, django_assert_max_num_queries
):
    for number in range(30):
        card.comment(f"Comment {number}", author=member, by=member)
    page(as_member, card)
    with django_assert_max_num_queries(15):
        page(as_member, card)


# --- Its fields -------------------------------------------------------------------------------------------
def test_saving_the_title_leads_back_to_the_card(as_member, card):
    response = as_member.post(url("edit-card", card), {"title": "Train it"})
    assert response.status_code == 302
    assert response["Location"] == url("card", card) + "#sheet-title"
    assert Card.objects.get().title == "Train it"


def test_a_quick_estimate_is_one_press(as_member, card):
    assert 'name="hours" value="3"' in text_of(page(as_member, card))
    as_member.post(url("estimate-card", card), {"hours": "3"})
    assert Card.objects.get().estimate_minutes == 180


@pytest.mark.parametrize(
    ("limit", "offered"),
    [(240, [60, 120, 180, 240]), (480, [120, 240, 360, 480]), (120, [60, 120]), (40, [40])],
)
def test_estimates_are_offered_up_to_the_projects_limit(as_member, card, limit, offered):
    card.project.card_limit_minutes = limit
    card.project.save()
    sheet = page(as_member, card).context["page"]
    assert sheet.quick == offered


@pytest.mark.parametrize(
    ("minutes", "hint"),
    [(None, "No estimate yet."), (240, "Fits one sitting."), (360, "<b>2 h over</b> the 4-hour limit")],
)
def test_the_hint_says_whether_the_card_is_too_big(as_member, card, minutes, hint):
    Card.objects.update(estimate_minutes=minutes)
    assert hint in text_of(page(as_member, card))


def test_choosing_a_week_puts_the_card_at_the_end_of_its_column_there(as_member, card, project):
    later = MilestoneFactory(project=project, number=2)
    other = CardFactory(project=project, milestone=later)
    as_member.post(url("change-week", card), {"milestone": later.pk})
    card.refresh_from_db()
    assert card.milestone == later
    assert card.position > other.position


def test_a_week_is_changed_in_the_column_where_the_card_is_by_now(as_member, card, member):
    card.move(column=Column.DONE, milestone_id=card.milestone_id, by=member)
    as_member.post(url("change-week", card), {"milestone": ""})
    card.refresh_from_db()
    assert (card.milestone, card.column) == (None, Column.DONE)


def test_a_week_of_another_project_is_refused(as_member, card):
    other = MilestoneFactory()
    assert as_member.post(url("change-week", card), {"milestone": other.pk}).status_code == 422


@pytest.mark.parametrize("number", ["0", "000"])
@pytest.mark.parametrize("verb", ["move", "change-week"])
def test_a_week_of_number_nought_is_refused(as_member, card, week, verb, number):
    response = as_member.post(url(verb, card), {"column": "todo", "milestone": number})
    assert response.status_code == 422
    card.refresh_from_db()
    assert card.milestone == week


@pytest.mark.parametrize("verb", ["move", "change-week", "estimate-card", "block-card", "edit-card"])
def test_a_field_that_was_not_sent_erases_nothing(as_member, card, verb):
    Card.objects.update(estimate_minutes=60, blocked_reason="No key", description="Long")
    before = Card.objects.values().get()
    response = as_member.post(url(verb, card), {"column": "todo", "milestone[]": "", "hours[]": "3"})
    assert response.status_code == 422
    assert Card.objects.values().get() == before


def test_what_cannot_be_right_of_a_card_that_is_deleted_is_too_late(as_member, card):
    card.delete_card(by=None)
    response = as_member.post(url("edit-card", card), {"title": "x" * 201}, headers={"HX-Request": "true"})
    assert (response.status_code, response.text) == (409, "This card was deleted meanwhile.")


def test_a_member_is_given_the_card_and_relieved_of_it(as_member, card, project):
    chen = MembershipFactory(project=project)
    as_member.post(url("assign-card", card), {"member": chen.pk})
    assert list(card.assignees.all()) == [chen]
    as_member.post(url("unassign-card", card), {"member": chen.pk})
    assert not card.assignees.exists()


def test_somebody_from_outside_cannot_be_given_a_card(as_member, card):
    stranger = MembershipFactory()
    assert as_member.post(url("assign-card", card), {"member": stranger.pk}).status_code == 422
    assert not card.assignees.exists()


def test_somebody_who_only_looks_cannot_be_given_a_card(as_member, card, project):
    looker = MembershipFactory(project=project, role=Role.VIEWER)
    assert as_member.post(url("assign-card", card), {"member": looker.pk}).status_code == 422


def test_somebody_who_left_can_still_be_taken_off(as_member, card, project):
    gone = MembershipFactory(project=project, user__is_active=False)
    card.assignees.add(gone)
    as_member.post(url("unassign-card", card), {"member": gone.pk})
    assert not card.assignees.exists()


def test_a_new_label_is_made_and_an_old_one_is_found_whatever_its_case(as_member, card, project):
    LabelFactory(project=project, name="gcp")
    as_member.post(url("label-card", card), {"label": "GCP"})
    as_member.post(url("label-card", card), {"label": "#model"})
    assert [label.name for label in card.labels.all()] == ["gcp", "model"]


def test_a_label_is_taken_off_and_stays_in_the_project(as_member, card, project):
    card.labels.add(LabelFactory(project=project, name="gcp"))
    as_member.post(url("unlabel-card", card), {"label": "gcp"})
    assert not card.labels.exists()
    assert project.labels.exists()


def test_what_blocks_a_card_is_said_and_unsaid(as_member, card):
    as_member.post(url("block-card", card), {"reason": "No quota"})
    assert Card.objects.get().blocked_reason == "No quota"
    as_member.post(url("block-card", card), {"reason": ""})
    assert Card.objects.get().blocked_reason == ""


# --- Comments ---------------------------------------------------------------------------------------------
def test_a_comment_is_written(as_member, card, member):
    as_member.post(url("add-comment", card), {"text": "Good."})
    assert card.comments.get().author == member
    assert "Good." in text_of(page(as_member, card))


def test_ones_own_comment_is_changed_in_its_place(as_member, card, comment):
    html = text_of(as_member.get(url("edit-comment", card, comment.pk)))
    assert f"{comment.text}</textarea>" in html
    as_member.post(url("edit-comment", card, comment.pk), {"text": "Second run"})
    comment.refresh_from_db()
    assert comment.text == "Second run"


def test_a_comment_that_was_changed_in_another_tab_is_shown_beside_ones_own(as_member, card, comment):
    address = url("edit-comment", card, comment.pk)
    seen = re.search('name="seen" value="([0-9a-f]{16})"', text_of(as_member.get(address, headers=HTMX)))[1]
    as_member.post(address, {"text": "From the other tab"})
    refused = as_member.post(address, {"text": "From this one", "seen": seen}, headers=HTMX)
    assert refused.status_code == 409
    assert "From the other tab</pre>" in text_of(refused)
    again = re.search('name="seen" value="([0-9a-f]{16})"', text_of(refused))[1]
    as_member.post(address, {"text": "From this one", "seen": again})
    comment.refresh_from_db()
    assert comment.text == "From this one"


def test_without_a_script_both_texts_of_a_comment_are_on_the_page(as_member, card, comment):
    address = url("edit-comment", card, comment.pk)
    refused = as_member.post(address, {"text": "My words", "seen": "0" * 16})
    assert refused.status_code == 409
    assert "My words</textarea>" in text_of(refused)
    assert f"{comment.text}</pre>" in text_of(refused)


def test_nobody_changes_anothers_comment_not_even_an_owner(as_owner, card, comment):
    assert as_owner.get(url("edit-comment", card, comment.pk)).status_code == 403
    assert as_owner.post(url("edit-comment", card, comment.pk), {"text": "x"}).status_code == 403


def test_an_owner_may_delete_anybodys_comment_another_member_may_not(as_owner, card, comment, project):
    another = client_for(MembershipFactory(project=project).user)
    assert another.post(url("delete-comment", card, comment.pk)).status_code == 403
    assert as_owner.post(url("delete-comment", card, comment.pk)).status_code == 302
    assert card.comments.get().deleted_at


def test_a_deleted_comment_can_be_brought_back_from_the_toast(as_member, card, comment):
    response = as_member.post(url("delete-comment", card, comment.pk), follow=True)
    event = response.context["undo"]
    as_member.post(url("undo", card), {"event": event.seq})
    comment.refresh_from_db()
    assert comment.deleted_at is None


def test_a_comment_of_another_card_is_not_there(as_member, card, comment, project):
    other = CardFactory(project=project)
    assert as_member.post(url("edit-comment", other, comment.pk), {"text": "x"}).status_code == 404
    assert as_member.post(url("delete-comment", other, comment.pk)).status_code == 404


def test_a_comment_that_is_gone_is_not_changed(as_member, card, comment, member):
    card.delete_comment(comment, by=member)
    assert as_member.post(url("edit-comment", card, comment.pk), {"text": "x"}).status_code == 409
    assert as_member.post(url("delete-comment", card, comment.pk)).status_code == 409
    assert as_member.get(url("edit-comment", card, comment.pk)).status_code == 404


# --- Off the board and back -------------------------------------------------------------------------------
def test_archiving_leads_to_the_board_which_offers_the_way_back(as_member, card):
    response = as_member.post(url("archive-card", card), {"back": "week=1"}, follow=True)
    assert response.context["undo"].kind == "archived"
    assert Card.objects.get().archived_at


def test_the_archive_lists_the_card_and_restores_it(as_member, card, member):
    card.archive(by=member)
    assert card.title in text_of(as_member.get(reverse("archive", args=[card.project.slug])))
    as_member.post(url("restore-card", card))
    assert Card.objects.get().is_on_board


def test_a_viewer_sees_the_archive_without_buttons(as_viewer, card, member):
    card.archive(by=member)
    html = text_of(as_viewer.get(reverse("archive", args=[card.project.slug])))
    assert card.title in html
    assert url("restore-card", card) not in html


@pytest.mark.parametrize("query", ["?page=abc", "?page=999999999999999999999", "?page=%00"])
def test_a_page_of_the_archive_that_is_not_there_is_the_nearest_one(as_member, project, query):
    assert as_member.get(reverse("archive", args=[project.slug]) + query).status_code == 200


def test_a_deleted_card_can_be_brought_back_by_undo(as_member, card):
    response = as_member.post(url("delete-card", card), follow=True)
    as_member.post(url("undo", card), {"event": response.context["undo"].seq})
    assert Card.objects.get().is_on_board


# --- Answers to a script ----------------------------------------------------------------------------------
def scripted(client, name, card, data, **more):
    return client.post(url(name, card), data, headers={"HX-Request": "true"}, **more)


def test_a_script_gets_the_pieces_that_changed_and_the_card_on_the_board(as_member, card):
    html = text_of(
        scripted(as_member, "estimate-card", card, {"hours": "6", "week_shown": card.milestone_id})
    )
    for target in ("#sheet-estimate", "#sheet-activity", "#sheet-crumb", "#board", "#sum-todo"):
        assert f'hx-target="{target}"' in html
    assert "#sheet-title" not in html


def test_a_page_from_before_an_upgrade_says_what_it_shows_by_the_old_name(as_member, card):
    html = text_of(scripted(as_member, "estimate-card", card, {"hours": "6", "scope": "later"}))
    assert '<hx-partial hx-target="#n-todo">0<span class="hidden"> cards' in html


def test_on_a_page_of_its_own_nothing_of_a_board_is_sent(as_member, card):
    assert 'hx-target="#board"' not in text_of(scripted(as_member, "estimate-card", card, {"hours": "6"}))


def test_a_refused_field_answers_with_its_sentence_alone(as_member, card):
    response = scripted(as_member, "edit-card", card, {"title": ""})
    assert response.status_code == 422
    assert 'hx-target="#sheet-title-note"' in text_of(response)
    assert text_of(response).count("<hx-partial") == 1


def test_a_new_comment_is_added_to_the_thread(as_member, card):
    html = text_of(scripted(as_member, "add-comment", card, {"text": "Good."}))
    assert '<hx-partial hx-target="#sheet-thread" hx-swap="beforeend">' in html


def test_a_deleted_comment_leaves_the_thread_with_a_way_back(as_member, card, comment):
    response = as_member.post(url("delete-comment", card, comment.pk), headers={"HX-Request": "true"})
    html = text_of(response)
    assert f'hx-target="#sheet-comment-{comment.pk}" hx-swap="delete"' in html
    assert "Comment deleted" in html


def test_a_deleted_card_leaves_the_board(as_member, card):
    html = text_of(scripted(as_member, "delete-card", card, {"week_shown": "all"}))
    assert f'hx-target="#card-{card.number}"' in html


# --- Who may ----------------------------------------------------------------------------------------------
FIELDS = {
    "edit-card": {"title": "New"},
    "estimate-card": {"hours": "2"},
    "change-week": {"milestone": ""},
    "label-card": {"label": "gcp"},
    "unlabel-card": {"label": "gcp"},
    "block-card": {"reason": "No quota"},
    "tick-card": {"task": "0-done-0123456789abcdef"},
    "add-comment": {"text": "Good."},
    "archive-card": {},
    "delete-card": {},
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_viewer_changes_nothing(as_viewer, card, name):
    assert as_viewer.post(url(name, card), FIELDS[name]).status_code == 403


@pytest.mark.parametrize("name", FIELDS)
def test_a_stranger_finds_nothing(as_stranger, card, name):
    assert as_stranger.post(url(name, card), FIELDS[name]).status_code == 404


@pytest.mark.parametrize("name", FIELDS)
def test_a_card_that_never_was_is_not_there(as_member, project, name):
    address = reverse(name, args=[project.slug, 4711])
    assert as_member.post(address, FIELDS[name]).status_code == 404


@pytest.mark.parametrize("name", FIELDS)
def test_writing_on_a_deleted_card_is_too_late(as_member, card, member, name):
    card.delete_card(by=member)
    response = as_member.post(url(name, card), FIELDS[name])
    assert response.status_code == 409
    assert "This card was deleted meanwhile." in text_of(response)
    assert Card.objects.get().deleted_at


def test_a_label_of_nothing_that_can_be_seen_is_422(as_member, card):
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/label/", {"label": "#\u3164"})
    assert response.status_code == 422


def test_a_comment_that_was_removed_for_good_does_not_come_back(as_member, member, card):
    card.comment("Hello", author=member, by=member)
    event = card.delete_comment(card.comments.get(), by=member)
    card.comments.all().delete()
    response = as_member.post(f"/p/parcel-vision/cards/{card.number}/undo/", {"event": event.seq})
    assert response.status_code == 409
