"""The drawn signs: what they show, and that no text breaks out of them."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from boards.templatetags import weekboard

NASTY = "<img src=x onerror=alert(1)>\"'&"


def count(svg, css):
    return svg.count(f'class="{css}"')


def person(name="Ana Sousa", initials="AS", hue=3):
    return SimpleNamespace(name=name, initials=initials, hue=hue)


def test_four_hours_fill_four_notches():
    gauge = weekboard.estimate_gauge(240, 240)
    assert (count(gauge, "slot"), count(gauge, "on"), count(gauge, "past")) == (4, 4, 0)


def test_exactly_the_limit_has_no_limit_line():
    assert "limit" not in weekboard.estimate_gauge(240, 240)


def test_a_minute_too_much_stands_visibly_past_the_line():
    gauge = weekboard.estimate_gauge(241, 240)
    assert count(gauge, "limit") == 1
    assert '<rect class="past" x="32" y="3" width="1"' in gauge


def test_half_an_hour_fills_half_a_notch():
    gauge = weekboard.estimate_gauge(90, 240)
    assert '<rect class="on" x="7" y="3" width="2.5"' in gauge


def test_no_estimate_is_dashed_and_says_so():
    drawn = weekboard.hours(None, 240)
    assert count(drawn, "none") == 4
    assert "No estimate" in drawn


def test_a_limit_of_two_and_a_half_hours_ends_in_half_a_notch():
    gauge = weekboard.estimate_gauge(60, 150)
    assert count(gauge, "slot") == 3
    assert '<rect class="slot" x="14" y="3" width="2.5"' in gauge


def test_an_estimate_far_over_the_limit_draws_eight_notches_past_it():
    assert count(weekboard.estimate_gauge(999 * 60, 240), "past") == 8


@pytest.mark.parametrize("limit", [1, 59, 60, 480, 481, 2400, 999 * 60])
@pytest.mark.parametrize("minutes", [None, 1, 240, 999 * 60])
def test_no_gauge_has_more_than_eight_notches_on_a_side(minutes, limit):
    gauge = weekboard.estimate_gauge(minutes, limit)
    assert 1 <= count(gauge, "slot") + count(gauge, "none") <= 8
    assert count(gauge, "past") <= 8


def test_a_notch_of_a_limit_of_forty_hours_stands_for_five():
    assert count(weekboard.estimate_gauge(15 * 60, 40 * 60), "on") == 3


@pytest.mark.parametrize(("minutes", "css"), [(240, "hours"), (241, "hours over"), (None, "hours none")])
def test_hours_are_marked_over_only_past_the_limit(minutes, css):
    assert weekboard.hours(minutes, 240).startswith(f'<span class="{css}">')


@pytest.mark.parametrize(
    ("minutes", "shown"), [(240, "4 h"), (90, "1.5 h"), (50, "0.83 h"), (59_940, "999 h")]
)
def test_hours_are_shown_with_at_most_two_decimals(minutes, shown):
    assert f"<span>{shown}</span>" in weekboard.hours(minutes, 240)


def test_a_number_past_a_thousand_is_not_grouped(settings):
    settings.USE_THOUSAND_SEPARATOR = True
    template = Template("{% hours 240 90000 %}{{ total|as_hours }}")
    assert template.render(Context({"total": 90_000})).endswith("1500")


def test_a_person_is_named_for_the_pointer_and_for_screen_readers():
    drawn = weekboard.avatar(person(), "tiny")
    assert 'class="avatar tiny" data-hue="3" title="Ana Sousa"' in drawn
    assert '<span class="hidden">Ana Sousa</span>' in drawn


def test_a_label_is_isolated_from_the_direction_of_its_surroundings():
    drawn = weekboard.label(SimpleNamespace(name="مرحبا", hue=2))
    assert drawn == '<span class="label" data-hue="2"><bdi>مرحبا</bdi></span>'


@pytest.mark.parametrize("text", [NASTY, mark_safe(NASTY)])
def test_names_are_escaped_even_when_marked_safe(text):
    for drawn in (
        weekboard.avatar(person(text, text)),
        weekboard.label(SimpleNamespace(name=text, hue=1)),
        weekboard.icon(text, text),
    ):
        assert "<img" not in drawn
        assert 'onerror=alert(1)>"' not in drawn


def test_an_icon_is_a_use_of_the_sprite():
    template = Template('{% icon "scissors" %}')
    assert (
        template.render(Context()) == '<svg class="icon" aria-hidden="true"><use href="#i-scissors"/></svg>'
    )
