"""Assigning a card to people, and putting labels on it."""

from django.core.exceptions import ValidationError

from boards.models.card.change import Change, card_change
from boards.models.card.fields import CardFields
from boards.models.card.limits import HAS_ALL_LABELS
from boards.models.label import Label
from projects import limits
from projects.models import Event, Membership, Refused, User
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
                given = member if event else None
                event = self.unassign(instead_of, given=given, by=by, how=how) or event
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
    def unassign(self, member: Membership, *, given: Membership | None = None) -> Change | None:
        """Take the card from a member; `given` is to whom the same act has given it, and undoing it takes it back."""
        if not self.assignees.filter(pk=member.pk).exists():
            return None
        self.assignees.remove(member)
        data = {"member": member.pk, "from": str(member)}
        if given:
            data |= {"given": given.pk, "to": str(given)}
        return Change("unassigned", data=data)

    @card_change
    def label(self, name: str) -> Change | None:
        """Put a label on the card, and create it if the project has none of this name.

        Raises ValidationError when the card, or for a new label the project, has as many labels as it may.
        """
        if self.label_named(name):
            return None
        if self.labels.count() >= limits.CARD_LABELS:
            raise ValidationError(f"A card has at most {limits.CARD_LABELS} labels.", HAS_ALL_LABELS)
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

    # --- Undoing it ------------------------------------------------------------------------------------------
    # What somebody else has changed to just that meanwhile is as it should be already.
    def undo_assignment(self, event: Event) -> Change:
        self.assignees.remove(*self.assignees.filter(pk=event.data["member"]))
        return Change("unassigned")

    def undo_unassignment(self, event: Event) -> Change:
        member = self.project.memberships.active().filter(pk=event.data["member"]).first()
        if member is None:
            raise Refused("This person does not work on the project any more, so this was not undone.")
        self.assignees.remove(*self.assignees.filter(pk=event.data.get("given")))
        self.assignees.add(member)
        return Change("assigned")

    def undo_labelling(self, event: Event) -> Change:
        self.labels.remove(*self.labels.filter(search_text=fold(event.data["label"])))
        return Change("unlabelled")

    def undo_unlabelling(self, event: Event) -> Change:
        label = self.project.labels.filter(search_text=fold(event.data["label"])).first()
        if label is None or self.labels.count() >= limits.CARD_LABELS:
            raise Refused(
                "This label is not there any more, or there is no room for it, so this was not undone."
            )
        self.labels.add(label)
        return Change("labelled")
