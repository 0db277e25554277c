"""Whose a card is, and what it is about."""

from typing import TYPE_CHECKING

from boards.models.changing import Change, changes_board
from boards.models.label import Label
from projects.models import Membership

if TYPE_CHECKING:
    from boards.models.card import Card


class PeopleVerbs:
    """Assigning and labelling: one at a time, so that two people do not undo each other's choice."""

    @changes_board
    def assign(self: "Card", member: Membership) -> Change | None:
        if self.assignees.filter(pk=member.pk).exists():
            return None
        self.assignees.add(member)
        return Change("assigned", data={"member": member.pk, "to": str(member)})

    @changes_board
    def unassign(self: "Card", member: Membership) -> Change | None:
        if not self.assignees.filter(pk=member.pk).exists():
            return None
        self.assignees.remove(member)
        return Change("unassigned", data={"member": member.pk, "from": str(member)})

    @changes_board
    def label(self: "Card", name: str) -> Change | None:
        """Put a label on; one of a new name is made."""
        if self.labels.filter(name__iexact=name).exists():
            return None
        [label] = Label.objects.named(self.project, [name])
        self.labels.add(label)
        return Change("labelled", data={"label": label.name})

    @changes_board
    def unlabel(self: "Card", name: str) -> Change | None:
        label = self.labels.filter(name__iexact=name).first()
        if label is None:
            return None
        self.labels.remove(label)
        return Change("unlabelled", data={"label": label.name})
