"""A field that offers a list to choose from as long as it is short, and takes a name where it would be long."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from projects.text import fold, searchable

OPTIONS = 100  # offered at once


class NamedChoiceField(forms.ModelChoiceField):
    """Chooses one row. A list of more than OPTIONS becomes a line for the name, or for what `key` holds.

    `key` is the field by which a row is named for certain; its model is searchable by name.
    """

    def __init__(self, *args, key: str, hint: str, unknown: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.key, self.hint, self.unknown = key, hint, unknown

    def offer(self, rows: QuerySet) -> None:
        """Choose between these rows: one query more than a list takes."""
        self.queryset = rows
        if rows.values("pk")[OPTIONS:].exists():
            self.to_field_name = self.key  # which is what an initial row is shown by
            self.help_text = self.hint
            self.widget = forms.TextInput()

    def to_python(self, value):
        if not self.to_field_name or value in self.empty_values:
            return super().to_python(value)
        text = searchable(str(value))
        wanted = Q(**{self.key: text}) | Q(search_text=fold(text))
        named = list(self.queryset.filter(wanted)[: OPTIONS + 1])  # type: ignore[union-attr]
        exact = [row for row in named if getattr(row, self.key) == text] or named
        if len(exact) != 1:
            raise ValidationError(self.message_for(exact), code="invalid_choice")
        return exact[0]

    def message_for(self, found: Sequence) -> str:
        if not found:
            return self.unknown
        return f"More than one has this name. {self.hint}"
