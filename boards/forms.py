"""Fields and checks that the forms of all screens with cards share."""

from django import forms
from django.core.exceptions import ValidationError

from projects import limits
from projects.request_ids import RequestIdField
from projects.text import LineFormField, TextFormField, validate_text, validate_visible, whole_number

MAX_NUMBER = 2**31 - 1


class WholeForm(forms.Form):
    """A form with fields that have to be sent: a missing one was not emptied, and must not erase anything."""

    must_be_sent: tuple[str, ...] = ()

    def clean(self):
        for name in self.must_be_sent:
            if name not in self.data:
                self.add_error(name, f"The field “{name}” was not sent, so nothing was changed.")
        return self.cleaned_data


class UndoForm(forms.Form):
    """Which event to undo: `event` is its number in the project."""

    event = forms.IntegerField(min_value=1, max_value=2**62)
    request_id = RequestIdField()


class AtMost:
    """A validator that refuses a text of more than `most` characters, and says how many it has."""

    def __init__(self, most: int):
        self.most = most

    def __call__(self, text: str) -> None:
        if len(text) > self.most:
            raise ValidationError(f"This has {len(text):,} characters; {self.most:,} are allowed.", "long")


class CheckedLineField(LineFormField):
    def __init__(self, most: int, **kwargs):
        super().__init__(validators=[validate_text, validate_visible, AtMost(most)], **kwargs)


class LabelNameField(CheckedLineField):
    """The name of a label, typed with a # or without."""

    WANTED = "Write the label's name."

    def __init__(self, **kwargs):
        super().__init__(limits.NAME, error_messages={"required": self.WANTED}, **kwargs)

    def clean(self, value):
        name = super().clean(value).removeprefix("#").strip()
        if value and not name:
            raise ValidationError(self.WANTED)
        return name


class CheckedTextField(TextFormField):
    """A text that is kept as typed: spaces at the beginning of a line mean something in Markdown."""

    def __init__(self, *more, **kwargs):
        super().__init__(validators=[validate_text, AtMost(limits.TEXT), *more], strip=False, **kwargs)


def small_number(text: str) -> int | None:
    """Read the number of a card, a person or a place in a list, of at most 9 digits; None if it is none."""
    return whole_number(text, digits=9)


def first_error(form: forms.BaseForm) -> str:
    """Return the first error of an invalid form, for where there is room for one sentence."""
    return str(next(messages[0] for messages in form.errors.values()))
