"""Labels: words with a colour that a project puts on its cards."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from projects import limits
from projects.models import Edited, Event, Project, Searchable, User
from projects.models.user import HUES
from projects.text import LineField, changed_since, fold

ALREADY_THERE = "There is a label of this name already."


def must_have_room_for_label(count: int) -> None:
    """Raise ValidationError when a project with `count` labels has as many as a list of them can show."""
    if count >= limits.LABELS:
        raise ValidationError(
            f"A project has at most {limits.LABELS} labels, and these are there. Use one of them."
        )


class LabelQuerySet(models.QuerySet["Label"]):
    def has_name(self, name: str) -> bool:
        """Tell whether a label has this name, ignoring case and how its letters are composed."""
        return self.filter(search_text=fold(name)).exists()

    def named(self, project: Project, names: list[str]) -> list["Label"]:
        """Return the project's labels of these names, and create those that are missing.

        Only within `project.changing`. Raises ValidationError when the project would have more labels than a
        list of them can show.
        """
        known = {label.search_text: label for label in project.labels.all()}
        for name in names:
            if fold(name) not in known:
                must_have_room_for_label(len(known))
                label = self.model(project=project, name=name, hue=len(known) % HUES + 1)
                label.full_clean()
                label.save()
                known[label.search_text] = label
        return [known[fold(name)] for name in names]


class Label(Searchable):
    """A label of one project, where its name is unique, ignoring case. `hue` is the number of its colour."""

    SEARCHED = ("name",)

    project = models.ForeignKey(Project, models.CASCADE, related_name="labels")
    name = LineField(max_length=limits.NAME)
    hue = models.PositiveSmallIntegerField(default=1)

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                "project",
                Lower("name"),
                name="label_once",
                violation_error_message=ALREADY_THERE,
            ),
            limits.length_between("name", 1, limits.NAME, name="label_name_length"),
            limits.value_between("hue", 1, HUES, name="label_hue"),
        ]

    def __str__(self) -> str:
        return self.name

    # --- What people do: every card that has the label is rendered anew ---------------------------------------
    def rename(self, name: str, *, by: User | None, base_hash: str = "") -> Event | None:
        """Change the name.

        `base_hash` is the content hash of the name when the person began; raises Edited if it is another by now.
        Raises ValidationError if another label has this name, Label.DoesNotExist if this one was removed meanwhile.
        """
        with self.project.changing():
            stored = self.project.labels.get(pk=self.pk).name
            if name != stored and changed_since({"name": base_hash}, {"name": stored}):
                raise Edited(["name"])
            if self.project.labels.exclude(pk=self.pk).has_name(name):
                raise ValidationError({"name": ALREADY_THERE})
            return self.change("name", name, by=by)

    def recolour(self, hue: int, *, by: User | None) -> Event | None:
        """Change the colour; raises Label.DoesNotExist if the label was removed meanwhile."""
        with self.project.changing():
            return self.change("hue", hue, by=by)

    def remove(self, *, by: User | None) -> Event:
        """Delete the label; each card that loses it tells so in its history.

        Raises Label.DoesNotExist if it was removed meanwhile.
        """
        with self.project.changing():
            return self.take_off("label_deleted", {"how": "deleted"}, by=by)

    def merge_into(self, other: "Label", *, by: User | None) -> Event:
        """Delete the label; its cards have the other one in its place, and tell so in their history.

        Raises ValidationError for one and the same label, Label.DoesNotExist if one of them was removed meanwhile.
        """
        project = self.project
        if other == self:
            raise ValidationError("A label cannot be merged into itself. Choose another one.")
        with project.changing():
            other = project.labels.get(pk=other.pk)
            through = self.cards.through
            lacking = set(self.cards.values_list("pk")) - set(other.cards.values_list("pk"))
            through.objects.bulk_create(through(card_id=pk, label_id=other.pk) for (pk,) in lacking)
            return self.take_off(
                "label_merged", {"how": "merged", "into": other.name}, by=by, into=other.name
            )

    def take_off(self, kind: str, why: dict[str, str], *, by: User | None, **data: Any) -> Event:
        """Delete the label and record it, with an event for each card that had it. Only within `changing`."""
        project = self.project
        stored = project.labels.get(pk=self.pk)
        numbers = list(self.cards.values_list("number", flat=True))
        event = project.record(kind, by=by, label=self.pk, name=stored.name, cards=len(numbers), **data)
        self.delete()
        lost = {"label": stored.name, **why}
        project.cards.filter(number__in=numbers).tell_all("unlabelled", lost, project=project, by=by)
        return event

    def change(self, field: str, value: object, *, by: User | None) -> Event | None:
        """Set a field and record it; None if it has this value already. Only within `changing`."""
        was = getattr(self.project.labels.get(pk=self.pk), field)
        if was == value:
            return None
        setattr(self, field, value)
        self.save(update_fields=[field])
        self.cards.count_version()
        return self.project.record(
            "label_changed", by=by, label=self.pk, was={field: was}, now={field: value}
        )


def add_label(project: Project, *, name: str, hue: int, by: User | None) -> "Label":
    """Create a label that no card has yet.

    Raises ValidationError if the project has one of this name, or as many as it may have.
    """
    with project.changing():
        must_have_room_for_label(project.labels.count())
        if project.labels.has_name(name):
            raise ValidationError({"name": ALREADY_THERE})
        label = Label(project=project, name=name, hue=hue)
        label.full_clean()
        label.save()
        project.record("label_added", by=by, label=label.pk, was={}, now={"name": name, "hue": hue})
    return label
