"""Assigning a card to people, and putting labels on it."""

from django.core.exceptions import ValidationError

from boards.models.card.change import Change, card_change
from boards.models.card.fields import CardFields
from boards.models.label import Label
from projects import limits
from projects.models import Event, Membership, User
from projects.text import fold


class Assigning(CardFields):
    """Methods that change one person or one label each, so that two people do not undo each other's choice."""

    class Meta(CardFields.Meta):
        abstract = True

    def give(
        self, member: Membership, *, instead_of: Membership | None = None, by: User | None, how: str = ""
    ) -> Event | None:
        """Assign a member, in one change in the place of another if one is named."""
        with self.project.changing():
            event: Event | None = self.assign(member, by=by, how=how)
            if instead_of and instead_of != member:
                event = self.unassign(instead_of, by=by, how=how) or event
        return event

    @card_change
    def assign(self, member: Membership) -> Change | None:
        """Give the card to a member.

        Raises ValidationError for one who has left the project since they were chosen, or cannot sign in any more.
        """
        if self.assignees.filter(pk=member.pk).exists():
            return None
        if not self.project.memberships.active().filter(pk=member.pk).exists():
            raise ValidationError("This person does not work on the project any more.")
        self.assignees.add(member)
        return Change("assigned", data={"member": member.pk, "to": str(member)})

    @card_change
    def unassign(self, member: Membership) -> Change | None:
        if not self.assignees.filter(pk=member.pk).exists():
            return None
        self.assignees.remove(member)
        return Change("unassigned", data={"member": member.pk, "from": str(member)})

    @card_change
    def label(self, name: str) -> Change | None:
        """Put a label on the card, and create it if the project has none of this name.

        Raises ValidationError when the card, or for a new label the project, has as many labels as it may.
        """
        if self.label_named(name):
            return None
        if self.labels.count() >= limits.CARD_LABELS:
            raise ValidationError(f"A card has at most {limits.CARD_LABELS} labels.")
        [label] = Label.objects.named(self.project, [name])
        self.labels.add(label)
        return Change("labelled", data={"label": label.name})

    @card_change
    def unlabel(self, name: str) -> Change | None:
        label = self.label_named(name)
        if label is None:
            return None
        self.labels.remove(label)
        return Change("unlabelled", data={"label": label.name})

    def label_named(self, name: str) -> Label | None:
        return self.labels.filter(search_text=fold(name)).first()
