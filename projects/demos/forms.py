"""The form in which a demo is handed in."""

import unicodedata
from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from projects import limits
from projects.demos.videos.poster import valid_poster
from projects.demos.videos.video import InvalidVideo, read_video
from projects.models import Demo
from projects.text import LineFormField, validate_text, validate_visible

ONE_OF_THEM = "Choose either a video file or a link: a demo is one of them."
NEITHER = "Choose a video file, or give a link to one."
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


class DemoForm(forms.Form):
    """A sentence, and a file or a link. `demo` is the one that is replaced, whose content may stay.

    `seconds` and `poster` come from the browser, which has played the video; they are replaced when it is converted.
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

    def content(self) -> dict:
        """Return the arguments for Demo.hand_in and Demo.replace."""
        video, link = self.cleaned_data["video"], self.cleaned_data["link"]
        if video:
            seconds = plausible_seconds(self.cleaned_data["seconds"])
            video = replace(video, seconds=seconds, poster=valid_poster(self.cleaned_data["poster"]))
        return {"shows": self.cleaned_data["shows"], "link": "" if video else link, "video": video}


def plausible_seconds(text: str) -> float | None:
    """Parse the length that a browser reports; None unless it is possible."""
    try:
        seconds = round(float(text), 3)
    except (ValueError, OverflowError):
        return None
    return seconds if 0 < seconds <= limits.LONGEST_SECONDS else None
