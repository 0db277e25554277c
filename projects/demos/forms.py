"""The form in which a demo is handed in."""

import math
import unicodedata
from dataclasses import replace
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import URLValidator

from projects import limits
from projects.demos.videos.poster import valid_poster
from projects.demos.videos.video import InvalidVideo, read_video
from projects.models import Demo, User
from projects.request_ids import RequestIdField
from projects.text import LineFormField, content_hash, validate_text, validate_visible

ONE_OF_THEM = "Choose either a video file or a link: a demo is one of them."
NEITHER = "Choose a video file, or give a link to one."
ARRIVED_DAMAGED = "This video arrived damaged: it is not what was sent. Send it again."
check_address = URLValidator(schemes=["http", "https"], message="Give an address that begins with https://.")


def validate_link(text: str) -> None:
    """Refuse links that hide where they lead: invisible characters, or a name before the host."""
    if any(unicodedata.category(letter)[0] == "C" for letter in text):
        raise ValidationError("This link holds a character that cannot be seen. Please remove it.")
    check_address(text)
    if "@" in text.split("/")[2]:
        raise ValidationError("A link must not hold a name and an @ before its host.")


class LinkField(forms.CharField):
    """A link as people say it: one that begins with www. is on https."""

    def to_python(self, value):
        link = super().to_python(value) or ""
        return f"https://{link}" if link.lower().startswith("www.") else link


class CutField(forms.FloatField):
    """Where something is cut, in seconds."""

    def __init__(self):
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), "Say where to cut in seconds.")
        super().__init__(
            required=False, min_value=0, max_value=limits.LONGEST_SECONDS, error_messages=messages
        )


class DemoForm(forms.Form):
    """A sentence, and a file or a link. `demo` is the one that is replaced, whose content may stay.

    `seconds` and `poster` come from the browser, which has played the video; they are replaced when it is converted.
    What was recorded here comes with more: where it is to be cut, in seconds, the id of the recording, and its hash.
    """

    shows = LineFormField(
        max_length=limits.DEMO_SENTENCE,
        validators=[validate_text, validate_visible],
        error_messages={"required": "Say in one sentence what the demo shows."},
    )
    video = forms.FileField(required=False, allow_empty_file=True)
    link = LinkField(
        required=False,
        max_length=limits.LINK,
        validators=[validate_link],
        error_messages={"max_length": f"A link has at most {limits.LINK} characters."},
    )
    poster = forms.FileField(required=False, allow_empty_file=True)
    seconds = forms.CharField(required=False)
    cut_start = CutField()
    cut_end = CutField()
    request_id = RequestIdField()
    sha256 = forms.CharField(required=False)

    def __init__(self, *args, demo: Demo, **kwargs):
        super().__init__(*args, **kwargs)
        self.demo = demo
        if demo.pk:
            self.initial = {"shows": demo.shows, "link": demo.link}

    def clean_link(self) -> str:
        """Return the link with its scheme in small letters, as the database compares it."""
        scheme, colon, rest = self.cleaned_data["link"].partition(":")
        return scheme.lower() + colon + rest

    def clean_video(self):
        file = self.cleaned_data["video"]
        try:
            return read_video(file) if file else None
        except InvalidVideo as error:
            raise ValidationError(str(error)) from None

    def clean(self):
        video, link = self.cleaned_data.get("video"), self.cleaned_data.get("link")
        if video and link and link != self.demo.link:
            self.add_error("link", ONE_OF_THEM)
        if not video and not link and not self.errors and not self.demo.video:
            self.add_error("video", NEITHER)
        start, end = self.cleaned_data.get("cut_start"), self.cleaned_data.get("cut_end")
        if end is not None and end <= (start or 0):
            self.add_error("cut_end", "The end has to come after the beginning.")
        said = self.cleaned_data.get("sha256", "").lower()
        if video and said and said != sha256_of(video.file):
            self.add_error("video", ARRIVED_DAMAGED)

    def content(self) -> dict:
        """Return the arguments for Demo.hand_in and Demo.replace."""
        video, link = self.cleaned_data["video"], self.cleaned_data["link"]
        if video:
            start, end = self.cleaned_data["cut_start"], self.cleaned_data["cut_end"]
            video = replace(
                video,
                seconds=plausible_seconds(self.cleaned_data["seconds"], start, end),
                poster=valid_poster(self.cleaned_data["poster"]),
                cut_start_ms=in_milliseconds(start),
                cut_end_ms=in_milliseconds(end),
            )
        return {"shows": self.cleaned_data["shows"], "link": "" if video else link, "video": video}

    def request_id_for(self, person: User) -> str | None:
        """Return what makes a repeat: that this person sends the same once more for a week, under the same id."""
        names = ("request_id", "shows", "link", "sha256", "cut_start", "cut_end")
        values = [self.cleaned_data[name] for name in names]
        return (
            f"demo-{content_hash(repr([person.pk, self.demo.milestone_id, *values]))}" if values[0] else None
        )


def in_milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def sha256_of(file: File) -> str:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def plausible_seconds(text: str, start: float | None, end: float | None) -> float | None:
    """Parse the length that a browser reports, and take off what is cut; None unless it is possible."""
    try:
        seconds = round(min(float(text), end or math.inf) - (start or 0), 3)
    except (ValueError, OverflowError):
        return None
    return seconds if 0 < seconds <= limits.LONGEST_SECONDS else None
