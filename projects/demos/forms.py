"""What somebody fills in to hand a demo in."""

import unicodedata
from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from projects import limits
from projects.demos.videos import NotAVideo, read_film
from projects.demos.videos.picture import picture_in
from projects.models import Demo
from projects.text import LineFormField, validate_text, validate_visible

ONE_OF_THEM = "Choose either a video file or a link: a demo is one of them."
NEITHER = "Choose a video file, or give a link to one."
check_address = URLValidator(schemes=["http", "https"], message="Give an address that begins with https://.")


def validate_link(text: str) -> None:
    """An address of the web that shows nothing else than where it leads."""
    if any(unicodedata.category(letter)[0] == "C" for letter in text):
        raise ValidationError("This link holds a character that cannot be seen. Please remove it.")
    check_address(text)
    if "@" in text.split("/")[2]:
        raise ValidationError("A link must not hold a name and an @ before its host.")


class DemoForm(forms.Form):
    """A sentence, and a file or a link. `demo` is the one that is replaced: its content may stay.

    `seconds` and `poster` come from the browser, which has seen the video; what the file says counts more.
    """

    shows = LineFormField(
        max_length=limits.DEMO_SENTENCE,
        validators=[validate_text, validate_visible],
        error_messages={"required": "Say in one sentence what the demo shows."},
    )
    video = forms.FileField(required=False, allow_empty_file=True)
    link = forms.CharField(
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
        """With the scheme in small letters, as the database compares it."""
        scheme, colon, rest = self.cleaned_data["link"].partition(":")
        return scheme.lower() + colon + rest

    def clean_video(self):
        file = self.cleaned_data["video"]
        try:
            return read_film(file) if file else None
        except NotAVideo as error:
            raise ValidationError(str(error)) from None

    def clean(self):
        film, link = self.cleaned_data.get("video"), self.cleaned_data.get("link")
        if film and link and link != self.demo.link:
            self.add_error("link", ONE_OF_THEM)
        if not film and not link and not self.errors and not self.demo.video:
            self.add_error("video", NEITHER)

    def content(self) -> dict:
        """What the verbs of a demo take."""
        film, link = self.cleaned_data["video"], self.cleaned_data["link"]
        if film:
            seconds = film.seconds or believable(self.cleaned_data["seconds"])
            film = replace(film, seconds=seconds, poster=picture_in(self.cleaned_data["poster"]))
        return {"shows": self.cleaned_data["shows"], "link": "" if film else link, "film": film}


def believable(text: str) -> int | None:
    """A browser's word for the length."""
    try:
        seconds = round(float(text))
    except (ValueError, OverflowError):
        return None
    return seconds if 0 < seconds <= limits.LONGEST_SECONDS else None
