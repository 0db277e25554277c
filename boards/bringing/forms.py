"""The form of bringing cards into a week: which ones are ticked, and what is to be shown or done."""

from django import forms

from boards.board.several_form import read_card
from boards.models import MOST_SEVERAL, Chosen
from projects.request_ids import RequestIdField


class BringForm(forms.Form):
    """The ticked cards, each with the place where the person saw it."""

    request_id = RequestIdField()

    def clean(self):
        super().clean()
        # One more than can be brought, so that it is refused and nothing is left out in silence.
        ticked = self.data.getlist("cards")[: MOST_SEVERAL + 1]  # type: ignore[attr-defined]
        self.cleaned_data["chosen"] = [read_card(text) for text in ticked]
        return self.cleaned_data

    @property
    def chosen(self) -> list[Chosen]:
        return self.cleaned_data.get("chosen", [])

    @property
    def source(self) -> str:
        """Return the name of the source to show, which has a button of its own."""
        return self.data.get("show") or self.data.get("from", "")

    @property
    def is_preview(self) -> bool:
        """Tell whether nothing is to be brought yet."""
        return any(name in self.data for name in ("show", "all", "count"))
