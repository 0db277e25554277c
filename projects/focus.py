"""Which field of a form gets the focus when its page opens."""

from django.forms import BaseForm


def focus(form: BaseForm, otherwise: str = "") -> None:
    """Focus the first field that is wrong; without one, `otherwise`, or the first field."""
    wrong = (name for name in form.fields if name in form.errors)
    name = next(wrong, otherwise or next(iter(form.fields)))
    form.fields[name].widget.attrs["autofocus"] = True
