"""What was changed in one field of a card is said in a toast, and undone by it."""

import pytest
from django.urls import reverse

from boards.models import Card, Label
from projects.models import Refused
from tests.factories import MembershipFactory


@pytest.fixture
def chen(project):
    return MembershipFactory(project=project, user__name="Chen Wei")


def change(client, card, name, **fields):
    address = reverse(name, args=[card.project.slug, card.number])
    return client.post(address, {"week_shown": "all", **fields}, headers={"HX-Request": "true"})


def undo(client, card, **more):
    event = card.project.events.latest("seq")
    address = reverse("undo", args=[card.project.slug, card.number])
    return client.post(address, {"event": event.seq, **more}, headers={"HX-Request": "true"})


def state(card):
    card = Card.objects.get(pk=card.pk)
    names = [sorted(str(each) for each in related.all()) for related in (card.assignees, card.labels)]
    return [card.estimate_minutes, card.blocked_reason, card.milestone_id, *names]


@pytest.fixture
def full(card, chen, member):
    """A card on which everything is set."""
    card.estimate(180, by=member)
    card.block("No quota", by=member)
    card.assign(chen, by=member)
    card.label("gcp", by=member)
    return card


@pytest.mark.parametrize(
    ("name", "fields", "said"),
    [
        ("estimate-card", {"hours": "5"}, "Estimated at <b>5 h</b>"),
        ("estimate-card", {"hours": ""}, "Estimate taken away"),
        ("block-card", {"reason": ""}, "Nothing blocks it any more"),
        ("block-card", {"reason": "No paper"}, "Blocked by <b><bdi>No paper</bdi></b>"),
        ("label-card", {"label": "data"}, "Label <b><bdi>data</bdi></b> put on"),
        ("unlabel-card", {"label": "gcp"}, "Label <b><bdi>gcp</bdi></b> taken off"),
        ("change-week", {"milestone": ""}, "Moved to <b>Later</b>"),
    ],
)
def test_a_change_of_a_field_is_said_and_undone(as_member, full, name, fields, said):
    before = state(full)
    html = change(as_member, full, name, **fields).content.decode()
    assert said in html
    assert "data-undo" in html
    assert state(full) != before
    assert undo(as_member, full).status_code == 200
    assert state(full) == before


@pytest.mark.parametrize(("name", "said"), [("assign-card", "Given to"), ("unassign-card", "Taken from")])
def test_whom_a_card_is_given_to_and_taken_from_is_undone(as_member, card, chen, member, name, said):
    if name == "unassign-card":
        card.assign(chen, by=member)
    before = state(card)
    html = change(as_member, card, name, member=chen.pk).content.decode()
    assert f"{said} <b><bdi>Chen Wei</bdi></b>" in html
    assert state(card) != before
    undo(as_member, card)
    assert state(card) == before


def test_taking_over_is_undone_as_one(as_member, project, card, chen, member):
    card.assign(chen, by=member)
    mine = project.memberships.get(user=member)
    before = state(card)
    html = change(as_member, card, "assign-card", member=mine.pk, instead_of=chen.pk).content.decode()
    assert f"Given to <b><bdi>{member.name}</bdi></b> instead of <bdi>Chen Wei</bdi>" in html
    undo(as_member, card)
    assert state(card) == before


def test_who_had_the_card_already_keeps_it_when_taking_over_is_undone(project, card, chen, member):
    mine = project.memberships.get(user=member)
    for each in (mine, chen):
        card.assign(each, by=member)
    before = state(card)
    event = card.give(mine, instead_of=chen, by=member)
    card.undo(event, by=member)
    assert state(card) == before


def test_what_was_changed_again_is_not_undone(card, member, owner):
    event = card.block("No quota", by=member)
    card.block("No paper", by=owner)
    with pytest.raises(Refused, match=f"{owner} has blocked this since, so it was not undone."):
        card.undo(event, by=member)


def test_nobody_who_has_left_gets_a_card_back(card, chen, member, owner):
    card.assign(chen, by=member)
    event = card.unassign(chen, by=member)
    chen.leave(by=owner)
    with pytest.raises(Refused, match="does not work on the project any more"):
        card.undo(event, by=member)


def test_a_label_that_was_deleted_does_not_come_back(card, member):
    card.label("gcp", by=member)
    event = card.unlabel("gcp", by=member)
    Label.objects.all().delete()
    with pytest.raises(Refused, match="This label is not there any more"):
        card.undo(event, by=member)


def test_an_undone_change_is_told_in_the_history(as_member, card, member):
    event = card.block("No quota", by=member)
    card.undo(event, by=member)
    html = as_member.get(reverse("card", args=[card.project.slug, card.number])).content.decode()
    assert "took back what blocks it" in html


def test_without_a_script_the_page_of_the_card_offers_it_and_is_led_back_to(as_member, card):
    address = reverse("card", args=[card.project.slug, card.number])
    response = as_member.post(f"{address}block/", {"reason": "No quota"}, follow=True)
    html = response.content.decode()
    assert "Blocked by <b><bdi>No quota</bdi></b>" in html
    assert 'name="from_card"' in html
    event = card.project.events.latest("seq")
    undone = as_member.post(f"{address}undo/", {"event": event.seq, "from_card": ""})
    assert undone["Location"] == address
    assert state(card)[1] == ""


def test_an_undone_estimate_counts_as_if_it_had_never_been(project, card, member):
    card.estimate(180, by=member)
    event = card.estimate(300, by=member)
    card.undo(event, by=member)
    data = project.events.latest("seq").data
    assert data == {"of": event.seq, "what": "estimated"}
