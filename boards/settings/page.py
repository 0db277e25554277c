"""What the settings page shows of a project, and what its deletion takes along."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import get_text_list

from boards.models import CardFile, Comment, Label
from boards.settings.forms import SECTIONS, LabelForm, MergeForm, SectionForm
from projects.models import Demo, Event, Project
from projects.words import counted, plural

CARDS = Count("cards", filter=Q(cards__deleted_at=None))
LOOKED_AT = 50  # of the latest events, to find who wrote a field
CHANGES = ("renamed", "settings_changed", "start_moved")
LABEL_CHANGES = ("label_added", "label_changed", "label_merged", "label_deleted")


@dataclass
class SettingsPage:
    """The sections of the page: as they are saved, or one of them as it was sent."""

    project: Project
    sent: SectionForm | None = None
    opened: int | None = None  # the label that is being changed
    label_form: LabelForm | None = None  # as it was sent
    is_adding: bool = False

    def section(self, name: str) -> SectionForm:
        kind = SECTIONS[name]
        return self.sent if isinstance(self.sent, kind) else kind(project=self.project)

    @cached_property
    def name(self) -> SectionForm:
        return self.section("name")

    @cached_property
    def dates(self) -> SectionForm:
        return self.section("dates")

    @cached_property
    def limits(self) -> SectionForm:
        return self.section("limits")

    @property
    def audience(self) -> str:
        """Say who sees the page."""
        owners = [str(member) for member in self.project.memberships.owners().with_people()]
        are = "the owner, sees" if len(owners) == 1 else "the owners, see"
        return f"Only {get_text_list(owners, 'and')}, {are} this page."

    @property
    def is_start_fixed(self) -> bool:
        """Whether a week is closed, which stays where it is."""
        return self.project.milestones.exclude(closed_at=None).exists()

    @property
    def now_there(self) -> datetime:
        return self.project.local(timezone.now())

    @property
    def over_limit(self) -> str:
        """Say how many cards are over the limit now."""
        count = self.project.cards.on_board().too_big().count()
        return f"{counted(count, 'card')} {'is' if count == 1 else 'are'} over it now.".capitalize()

    @cached_property
    def labels(self) -> list["LabelLine"]:
        labels = self.project.labels.annotate(card_count=CARDS).order_by(Lower("name"))
        return [self.line(label) for label in labels]

    def line(self, label: Label) -> "LabelLine":
        if label.pk != self.opened:
            return LabelLine(label)
        label.project = self.project
        form = self.label_form or LabelForm(project=self.project, label=label)
        return LabelLine(label, form, MergeForm(label=label))

    @cached_property
    def new_label(self) -> LabelForm:
        is_of_new = self.label_form is not None and self.label_form.label is None
        return self.label_form if is_of_new else LabelForm(project=self.project)  # type: ignore[return-value]


@dataclass
class LabelLine:
    """A label in the list, with its forms if it is being changed."""

    label: Label
    form: LabelForm | None = None
    merge: MergeForm | None = None

    @property
    def cards(self) -> str:
        count = self.label.card_count  # type: ignore[attr-defined]
        return f"{count} {plural(count, 'card')}"

    @property
    def consequence(self) -> str:
        """Say what deleting it does."""
        count = self.label.card_count  # type: ignore[attr-defined]
        if not count:
            return "No card has it."
        have, they_lose = ("has", "It loses") if count == 1 else ("have", "They lose")
        return f"{self.cards} {have} it. {they_lose} it if you delete it."


def last_writer(project: Project, name: str) -> str:
    """Name the person who changed this field last, among the last LOOKED_AT events; else "Somebody"."""
    events = project.events.filter(kind__in=CHANGES).select_related("actor")
    for event in events.order_by("-seq")[:LOOKED_AT]:
        if name in fields_of(event):
            return str(event.actor or "Somebody")
    return "Somebody"


def last_writer_of_label(label: Label) -> str:
    events = label.project.events.filter(kind="label_changed", data__label=label.pk)
    event = events.select_related("actor").order_by("-seq").first()
    return str((event and event.actor) or "Somebody")


def fields_of(event: Event) -> set[str]:
    named = {"renamed": {"name"}, "start_moved": {"starts_on"}}
    return named.get(event.kind) or set(event.data["now"])


def in_words(form: SectionForm, name: str) -> str:
    """Return what a field says now, as the page shows it."""
    value = form.fields[name].prepare_value(form.stored[name])
    return str(dict(getattr(form.fields[name], "choices", ())).get(value, value))


def what_goes(project: Project) -> list[tuple[int, str]]:
    """Count what is deleted with a project, in the words of the page."""
    demos = Demo.objects.filter(milestone__project=project)
    rows = [
        (project.milestones.count(), "week", "weeks"),
        (
            project.cards.not_deleted().count(),
            "card, in the archive or not",
            "cards, with those in the archive",
        ),
        (Comment.of(project).count(), "comment", "comments"),
        (CardFile.of(project).count(), "file on a card", "files on cards"),
        (project.labels.count(), "label", "labels"),
        (demos.count(), "demo", "demos"),
        (demos.exclude(video="").count(), "video", "videos"),
        (project.memberships.count(), "person, who keeps the account", "people, who keep their accounts"),
        (project.events.count(), "line of the history", "lines of the history"),
    ]
    return [(count, one if count == 1 else many) for count, one, many in rows if count]
