"""The data of a card's page; the dialog has the same pieces."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.utils.safestring import SafeString

from boards.card.estimates import minutes_to_choose
from boards.card.files import FileLine, lines_of_files
from boards.card.history import HistoryLine, history_of, when
from boards.card.put_back import PutBack
from boards.card.references import card_links, file_links
from boards.events import CARD_EVENTS
from boards.markdown import CardLink, render_markdown
from boards.markdown_files import FileLinks
from boards.models import Card, Comment, Label
from projects import limits
from projects.hours import as_hours, as_typed
from projects.models import Membership, Milestone, Project, Role, User
from projects.people.handles import members_by_handle, unambiguous
from projects.text import content_hash

COMMENTS = 50  # shown at once


@dataclass
class FieldMessage:
    """What the page says about a text that was not saved: its error, or what somebody else wrote there."""

    field: str
    typed: str = ""
    error: str = ""
    theirs: str | None = None
    by: str = ""


@dataclass
class CommentView:
    comment: Comment
    html: SafeString
    when: str
    can_edit: bool
    can_delete: bool

    @property
    def id(self) -> str:
        return str(self.comment.pk)


@dataclass
class QuickEstimate:
    """One of the estimates that are offered as buttons."""

    minutes: int
    chosen: bool

    @property
    def typed(self) -> str:
        return as_typed(self.minutes)


class CardPage:
    """Everything on the page of one card; eleven queries, however long its thread and its history are."""

    def __init__(
        self,
        project: Project,
        card: Card,
        user: User,
        *,
        until: int | None = None,
        history_until: int | None = None,
    ):
        card.project = project
        self.project, self.card, self.user = project, card, user
        self.until = until  # the last comment to show; None for the latest
        self.history_until = history_until  # the last event to show; None for the latest
        self.message = FieldMessage("")
        self.is_editing = False  # the description
        self.edits: int | None = None  # the comment whose form is open
        self.not_attached: list[tuple[str, str]] = []  # files that were refused just now, and why
        self.attached: list[str] = []  # those that came in beside them

    @property
    def can_work(self) -> bool:
        """Tell whether this person may write in the project, and so restore a card from the archive."""
        return self.project.can_write

    @property
    def can_write(self) -> bool:
        return self.can_work and self.card.is_on_board

    # --- Texts ---------------------------------------------------------------------------------------------
    @property
    def title_base_hash(self) -> str:
        return content_hash(self.card.title)

    @property
    def description_base_hash(self) -> str:
        return content_hash(self.card.description)

    @property
    def reason_base_hash(self) -> str:
        return content_hash(self.card.blocked_reason)

    @property
    def comment_base_hash(self) -> str:
        return content_hash(self.stored_text(f"comment-{self.edits}"))

    def stored_text(self, field: str) -> str:
        """Return what the card says in `field`, which may be a comment: `comment-7`."""
        if field.startswith("comment-"):
            return self.card.comments.get(pk=field.removeprefix("comment-")).text
        return self.card.blocked_reason if field == "reason" else getattr(self.card, field)

    def typed(self, field: str, kept: str) -> str:
        """Return what was typed into this field and refused, or else `kept`."""
        return self.message.typed if self.message.field == field else kept

    @property
    def title(self) -> str:
        return self.typed("title", self.card.title)

    @property
    def description(self) -> str:
        return self.typed("description", self.card.description)

    @property
    def reason(self) -> str:
        return self.typed("reason", self.card.blocked_reason)

    @property
    def text(self) -> str:
        return self.typed("text", "")

    @property
    def hours(self) -> str:
        """Return the estimate for the free field; empty if one of the buttons says it."""
        minutes = self.card.estimate_minutes
        return self.typed("estimate", "" if minutes in self.quick else as_typed(minutes))

    @property
    def estimate_hint(self) -> str:
        """Say what the estimate means, where it is not flagged as over the limit."""
        minutes, said = self.card.estimate_minutes, f"{as_hours(self.card.estimate_minutes or 0)} h"
        if minutes is None:
            return "No estimate yet."
        if self.card.minutes_over:
            return f"Was estimated at {said}."
        return "Fits one sitting." if self.can_write else f"{said}. Fits one sitting."

    @cached_property
    def html(self) -> SafeString:
        text, ticks = self.card.description, "sheet-tasks" if self.can_write else ""
        # Where it names no card, a description that was saved does not ask for the comments either.
        cards = self.linked_cards if "#" in text else {}
        return render_markdown(text, people=self.handles, cards=cards, files=self.files_in(text), ticks=ticks)

    @cached_property
    def handles(self) -> set[str]:
        return set(unambiguous(members_by_handle(self.team)))

    @cached_property
    def linked_cards(self) -> dict[int, CardLink]:
        """Return what #42 means in the description and the comments shown: one query, none where no card is named."""
        comments = self.last_comments[:COMMENTS]
        return card_links(self.project, [self.card.description, *(comment.text for comment in comments)])

    def files_in(self, text: str) -> FileLinks | None:
        """Return what file:7 means in a text of this card; none where it names no file."""
        return self.linked_files if "file:" in text.lower() else None

    @cached_property
    def linked_files(self) -> FileLinks:
        return file_links(self.project, self.files)

    # --- The fields beside them ------------------------------------------------------------------------------
    @cached_property
    def quick(self) -> list[int]:
        return minutes_to_choose(self.project.card_limit_minutes)

    @property
    def choices(self) -> list[QuickEstimate]:
        return [QuickEstimate(minutes, minutes == self.card.estimate_minutes) for minutes in self.quick]

    @cached_property
    def milestones(self) -> list[Milestone]:
        return list(self.project.milestones.all())

    @cached_property
    def team(self) -> list[Membership]:
        """Return everybody in the project, including people who cannot sign in any more: cards may be theirs."""
        on_card = Card.assignees.through.objects.filter(card=self.card.pk, membership=OuterRef("pk"))
        return list(self.project.memberships.with_people().annotate(is_assigned=Exists(on_card)))

    @cached_property
    def assignees(self) -> list[Membership]:
        return [member for member in self.team if member.is_assigned]  # type: ignore[attr-defined]

    @cached_property
    def all_labels(self) -> list[Label]:
        on_card = Card.labels.through.objects.filter(card=self.card.pk, label=OuterRef("pk"))
        return list(self.project.labels.annotate(is_on_card=Exists(on_card)))

    @property
    def labels(self) -> list[Label]:
        return [label for label in self.all_labels if label.is_on_card]  # type: ignore[attr-defined]

    @property
    def other_labels(self) -> list[Label]:
        return [label for label in self.all_labels if label not in self.labels]

    @cached_property
    def files(self) -> list[FileLine]:
        return lines_of_files(self.project, self.card)

    picture_most, file_most = limits.PICTURE_BYTES, limits.CARD_FILE_BYTES

    @property
    def has_files(self) -> bool:
        """Tell whether there is something to be shown of files: some, or what attaches them."""
        return self.can_write or bool(self.files)

    # --- Talk and history ------------------------------------------------------------------------------------
    @cached_property
    def last_comments(self) -> list[Comment]:
        """Return the latest comments, or those up to `until` or to the one that is edited; one more than is shown."""
        comments = self.card.comments.filter(deleted_at=None).select_related("author").order_by("-pk")
        if until := self.edits or self.until:
            comments = comments.filter(pk__lte=until)
        return list(comments[: COMMENTS + 1])

    @property
    def thread(self) -> list[CommentView]:
        comments = reversed(self.last_comments[:COMMENTS])
        return [self.said(comment, self.linked_cards) for comment in comments]

    @property
    def earlier_comments(self) -> str:
        """Return the address' query for the comments before those shown; empty if there are none."""
        return "".join(f"?until={comment.pk}" for comment in self.last_comments[COMMENTS:])

    def said(self, comment: Comment, cards: dict[int, CardLink] | None = None) -> CommentView:
        """Prepare a comment; without `cards`, those that it names are looked up for it alone."""
        if cards is None:
            cards = card_links(self.project, [comment.text])
        return CommentView(
            comment,
            render_markdown(
                comment.text, people=self.handles, cards=cards, files=self.files_in(comment.text)
            ),
            when(self.project, comment.created_at),
            can_edit=self.can_write and comment.author_id == self.user.pk,
            can_delete=self.can_write and self.may_delete(comment),
        )

    def may_delete(self, comment: Comment) -> bool:
        return comment.author_id == self.user.pk or self.project.has_role(Role.OWNER)

    @cached_property
    def history(self) -> tuple[list[HistoryLine], int | None]:
        weeks = {week.pk: week.number for week in self.milestones}
        return history_of(
            self.project,
            self.card.number,
            weeks,
            until=self.history_until,
            split_from=self.card.split_from,
            can_undo=PutBack(self).can_undo if self.can_work else None,
        )

    def last_writer(self, field: str) -> str:
        if field.startswith("comment-"):
            return str(self.user)  # nobody else may change it: they have it open twice
        kinds = [name for name, kind in CARD_EVENTS.items() if field in kind.texts]
        wrote = Q(kind__in=kinds) | Q(kind="edited", data__was__has_key=field)
        events = self.project.events.filter(wrote, card_number=self.card.number)
        event = events.select_related("actor").last()
        return str(event.actor) if event and event.actor else "Somebody"
