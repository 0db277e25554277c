"""Hours as people write them."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.forms import Form
from hypothesis import example, given
from hypothesis import strategies as st

from projects.hours import HoursField, as_hours, as_typed, minutes_from
from projects.limits import ESTIMATE_MINUTES

READ = {
    "": None,
    "   ": None,
    "4": 240,
    "4.00": 240,
    "4.01": 241,
    "4,5": 270,
    "4.005": 241,
    "3": 180,
    "3h": 180,
    "3 h": 180,
    "3H": 180,
    "90m": 90,
    "90 min": 90,
    "1:30": 90,
    "1:30h": 90,
    "0:05": 5,
    "1h30m": 90,
    "1h5m": 65,
    "1.5": 90,
    "1,5": 90,
    "½": 30,
    "1½": 90,
    "¼h": 15,
    "2¾": 165,
    ".5": 30,
    "0.001": 1,
    "1.5m": 2,
    "999": 59940,
    # As word processors, people and spreadsheets write them: no-break, narrow and thin spaces, words for the units.
    "3\u00a0h": 180,
    "3\u202fh": 180,
    "3\u2009h": 180,
    "1h30": 90,
    "1 h 30 min": 90,
    "2h05": 125,
    "1 ½": 90,
    "1\u00a0½ h": 90,
    "3 hours": 180,
    "1 hour": 60,
    "1.5 hrs": 90,
    "1 hr": 60,
    "1 hour 30 minutes": 90,
    "45 mins": 45,
    "90 minutes": 90,
    "1 minute": 1,
}
REFUSED = {
    "0": "Zero",
    "0.0": "Zero",
    "0:00": "Zero",
    "-1": "not a number",
    "−1": "not a number",
    "NaN": "not a number",
    "Infinity": "not a number",
    "1e400": "not a number",
    "1e1": "not a number",
    "abc": "not a number",
    "0000003": "not a number",
    "1h 30": "not a number",
    "1.2.3": "not a number",
    "1:75": "not a number",
    "h": "not a number",
    ".": "not a number",
    "4 5": "not a number",
    "1000": "more than 999",
    "999.01": "more than 999",
    "999:01": "more than 999",
    "60000m": "more than 999",
    "٣": "not a number",
    "³": "not a number",
    "3\x00": "not a number",
    "½½": "not a number",
    "9" * 5000: "not a number",
    "0x10": "not a number",
    "1_000": "not a number",
    "1h5": "not a number",
    "1h75": "not a number",
    "3 ms": "not a number",
    "3 hourss": "not a number",
    "½ 1": "not a number",
    "3 h h": "not a number",
    "3\x1ch": "not a number",
}


@pytest.mark.parametrize(("text", "minutes"), READ.items())
def test_hours_are_read_as_whole_minutes(text, minutes):
    assert minutes_from(text) == minutes


@pytest.mark.parametrize(("text", "sentence"), REFUSED.items())
def test_what_is_no_estimate_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        minutes_from(text)


def test_every_estimate_survives_being_shown_and_sent_again():
    spoiled = [
        minutes for minutes in range(1, ESTIMATE_MINUTES + 1) if minutes_from(as_typed(minutes)) != minutes
    ]
    assert spoiled == []


@given(st.text())
@example("9:")
@example("1h½m")
def test_any_text_is_an_estimate_or_is_refused(text):
    with suppress(ValidationError):
        minutes = minutes_from(text)
        assert minutes is None or 1 <= minutes <= ESTIMATE_MINUTES


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(240, "4"), (90, "1.5"), (50, "0.83"), (1, "0.02"), (59940, "999"), (600, "10"), (0, "0")],
)
def test_minutes_are_shown_as_hours_without_idle_zeros(minutes, shown):
    assert as_hours(minutes) == shown


def test_nothing_is_shown_for_no_estimate():
    assert as_typed(None) == ""


class Estimate(Form):
    hours = HoursField(required=False)


@pytest.mark.parametrize(("text", "minutes"), [("", None), ("1:30", 90), ("½", 30)])
def test_a_form_gives_minutes(text, minutes):
    form = Estimate({"hours": text})
    assert form.is_valid()
    assert form.cleaned_data["hours"] == minutes


@pytest.mark.parametrize("text", ["0", "abc", "1000", "x" * 41, "\x00"])
def test_a_form_keeps_a_refused_text_as_it_was_typed(text):
    form = Estimate({"hours": text})
    assert not form.is_valid()
    assert form["hours"].value() == text


@pytest.mark.parametrize(
    ("initial", "text", "changed"),
    [(90, "1:30", False), (90, "2", True), (None, "", False), (90, "abc", True)],
)
def test_another_way_to_write_the_same_hours_is_no_change(initial, text, changed):
    assert Estimate({"hours": text}, initial={"hours": initial}).has_changed() == changed
