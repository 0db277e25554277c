"""What every form of a screen with cards shares."""

from django import forms

from projects.text import whole_number

MAX_NUMBER = 2**31 - 1


class RequestIdField(forms.RegexField):
    """Made by the page for each thing a person does once, so that a repeat has no second effect."""

    def __init__(self):
        super().__init__(r"\A[A-Za-z0-9-]{1,60}\Z", required=False, empty_value=None)


class WholeForm(forms.Form):
    """A form whose fields all have to be sent: one that is missing was not emptied, and must not erase anything."""

    must_be_sent: tuple[str, ...] = ()

    def clean(self):
        for name in self.must_be_sent:
            if name not in self.data:
                self.add_error(name, f"The field “{name}” was not sent, so nothing was changed.")
        return self.cleaned_data


class UndoForm(forms.Form):
    """Which event to undo: its number in the project."""

    event = forms.IntegerField(min_value=1, max_value=2**62)
    request_id = RequestIdField()


def small_number(text: str) -> int | None:
    """Read the number of a card, a person or a place in a list; None if it is none."""
    return whole_number(text, digits=9)


def first_error(form: forms.BaseForm) -> str:
    """One sentence of what is wrong, where there is room for one."""
    return str(next(messages[0] for messages in form.errors.values()))
