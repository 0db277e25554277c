"""The kinds of events, one entry each: the history's sentence, the toast, the undo, what an event touches.

Whatever reads events asks here. A kind that is recorded somewhere and has no entry fails a test. Kinds are stored
with their events: they keep their names, and a kind that is not recorded any more keeps its entry.

One act may write several events. Adding cards writes `created` for each. Closing a week writes `week_closed`, then
`settled` for each card; undoing that writes `week_reopened` and as many `undone`. The first one has the toast.
After `left` and `deactivated` comes `unassigned` for each card, after `joined` and `reactivated` `assigned`, after
`label_deleted` and `label_merged` `unlabelled`. What was done to several chosen cards is an event for each: the first
one's data count them (`several`: how many were `changed`, and how many `left_out` for which reason), the others name
it by its number (`first`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from boards import wording
from boards.wording import Names
from projects.events import PROJECT_EVENTS, EventKind, Wording
from projects.models import Event


@dataclass(frozen=True, kw_only=True)
class CardEventKind(EventKind):
    """A kind of event of a card: `undo` names a method of `Card`.

    Open boards need only the cards that it changed.
    """

    sentence: Wording  # in the history, after the name of who did it
    undone: Wording = "took a change back"  # the same for undoing it
    toast_for_many: Wording = ""  # of several by one act, whose `count` is among the data
    # What makes an undo impossible: later events of these kinds, which changed the same thing and would be undone as
    # well; of one of several people or labels only those about the same one; whatever others have done to the card
    # since; its having left the board; its being somebody else's.
    spoiled_by: tuple[str, ...] = ()
    one_of_several: bool = False
    spoiled_by_others: bool = False
    needs_card_on_board: bool = True
    only_by_its_author: bool = False
    since: str = ""  # of one that makes an undo impossible: what somebody "has … since"
    # What it has changed.
    texts: tuple[str, ...] = ()  # of the card, each time
    is_state: bool = False  # where the card is, or its estimate: the reports follow it
    has_places: bool = False  # `was` and `now` may hold a week that the card was in
    other_cards: str = ""  # what its data call the numbers of the other cards that it changed


def tell_undone(data: dict, names: Names) -> SafeString:
    return put_into_words(CARD_EVENTS.get(data["what"], UNKNOWN).undone, data, names)


CARD_EVENTS: dict[str, CardEventKind] = {
    "created": CardEventKind(
        sentence=wording.created,
        toast=wording.created_toast,
        toast_for_many=wording.created_many_toast,
        undo="undo_creation",
        undone="undid adding it",
        spoiled_by=("deleted",),
        spoiled_by_others=True,
        needs_card_on_board=False,
    ),
    "moved": CardEventKind(
        sentence=wording.moved,
        toast=wording.moved_toast,
        toast_for_many=wording.moved_many_toast,
        undo="undo_move",
        undone=wording.moved_back,
        spoiled_by=("moved", "deleted", "archived", "settled", "counted_late"),
        is_state=True,
        has_places=True,
        since="moved this",
    ),
    # Of a card that is archived or deleted when its week is taken out, which is no move: nobody has it on the board.
    "week_lost": CardEventKind(sentence="took week {week} out of the plan: it is for later now"),
    "week_returned": CardEventKind(sentence="brought week {week} back, with it in there"),
    "edited": CardEventKind(sentence=wording.edited),  # `was` names the texts
    "ticked": CardEventKind(sentence=wording.ticked, texts=("description",)),
    "estimated": CardEventKind(
        sentence=wording.estimated,
        toast=wording.estimated_toast,
        undo="undo_estimate",
        undone="took back an estimate",
        spoiled_by=("estimated", "split"),
        is_state=True,
        since="estimated this",
    ),
    "blocked": CardEventKind(
        sentence="said what blocks it: <bdi>{now}</bdi>",
        toast="Blocked by <b><bdi>{now}</bdi></b>",
        undo="undo_block",
        undone="took back what blocks it",
        spoiled_by=("blocked", "unblocked"),
        texts=("reason",),
        since="blocked this",
    ),
    "unblocked": CardEventKind(
        sentence="said that nothing blocks it any more",
        toast="Nothing blocks it any more",
        undo="undo_block",
        undone="took back that nothing blocks it",
        spoiled_by=("blocked", "unblocked"),
        texts=("reason",),
        since="unblocked this",
    ),
    "assigned": CardEventKind(
        sentence=wording.assigned,
        toast="Given to <b><bdi>{to}</bdi></b>",
        toast_for_many=wording.assigned_many_toast,
        undo="undo_assignment",
        undone="took back to whom it was given",
        since="changed who works on this",
        spoiled_by=("assigned", "unassigned"),
        one_of_several=True,
    ),
    "unassigned": CardEventKind(
        sentence=wording.unassigned,
        toast=wording.unassigned_toast,
        toast_for_many=wording.unassigned_many_toast,
        undo="undo_unassignment",
        undone="gave it back to whom it was taken from",
        since="changed who works on this",
        spoiled_by=("assigned", "unassigned"),
        one_of_several=True,
    ),
    "labelled": CardEventKind(
        sentence="put the label <bdi>{label}</bdi> on",
        toast="Label <b><bdi>{label}</bdi></b> put on",
        toast_for_many=wording.labelled_many_toast,
        undo="undo_labelling",
        undone="took back a label",
        since="changed this label",
        spoiled_by=("labelled", "unlabelled"),
        one_of_several=True,
    ),
    "unlabelled": CardEventKind(
        sentence=wording.unlabelled,
        toast="Label <b><bdi>{label}</bdi></b> taken off",
        toast_for_many=wording.unlabelled_many_toast,
        undo="undo_unlabelling",
        undone="put a label back on",
        since="changed this label",
        spoiled_by=("labelled", "unlabelled"),
        one_of_several=True,
    ),
    "commented": CardEventKind(sentence="wrote a comment"),
    "comment_edited": CardEventKind(sentence="changed a comment"),
    "comment_deleted": CardEventKind(
        sentence="deleted a comment",
        toast="Comment deleted",
        undo="undo_comment_deletion",
        undone="brought a comment back",
        only_by_its_author=True,
    ),
    "file_attached": CardEventKind(sentence="attached <bdi>{name}</bdi>"),
    "file_removed": CardEventKind(
        sentence="removed <bdi>{name}</bdi>",
        toast="Removed <b><bdi>{name}</bdi></b>",
        undo="undo_file_removal",
        undone="put <bdi>{name}</bdi> back",
    ),
    "split": CardEventKind(
        sentence=wording.split,
        toast=wording.split_toast,
        undo="undo_split",
        undone="put the pieces together again",
        spoiled_by=("split",),
        needs_card_on_board=False,
        texts=("title", "description"),
        is_state=True,
        has_places=True,
        other_cards="pieces",
        since="split this",
    ),
    "archived": CardEventKind(
        sentence="archived it",
        toast="Archived <b><bdi>{title}</bdi></b>",
        toast_for_many=wording.archived_many_toast,
        undo="undo_archive",
        undone="brought it back from the archive",
        spoiled_by=("restored", "deleted"),
        needs_card_on_board=False,
        is_state=True,
        since="archived this",
    ),
    "restored": CardEventKind(
        sentence=wording.restored,
        toast="Restored <b><bdi>{title}</bdi></b>",
        undo="undo_restore",
        undone="put it back into the archive",
        spoiled_by=("archived", "deleted"),
        needs_card_on_board=False,
        is_state=True,
        has_places=True,
        since="restored this",
    ),
    "deleted": CardEventKind(
        sentence="deleted it",
        toast="Deleted <b><bdi>{title}</bdi></b>",
        undo="undo_deletion",
        undone="brought it back",
        needs_card_on_board=False,
        is_state=True,
        since="deleted this",
    ),
    "settled": CardEventKind(
        sentence=wording.settled,
        undone=wording.reopened,
        is_state=True,
        has_places=True,
        since="closed its week",
    ),
    "counted_late": CardEventKind(
        sentence=wording.counted_late,
        undone=wording.not_counted,
        is_state=True,
        has_places=True,
        since="counted this for a closed week",
    ),
    "undone": CardEventKind(
        sentence=tell_undone,
        toast_for_many=wording.undone_many_toast,
        is_state=True,
        has_places=True,
        other_cards="pieces",
    ),
}
BOARD_EVENTS: dict[str, EventKind] = {
    "week_closed": EventKind(toast="Closed <b>week {week}</b>", undo="reopen_week"),
    "week_reopened": EventKind(toast=wording.reopened_toast),
    "standup_ended": EventKind(toast=wording.standup_ended),
    "label_added": EventKind(toast="Label added"),
    "label_changed": EventKind(toast="Label changed"),
    "label_deleted": EventKind(toast="Label <b><bdi>{name}</bdi></b> deleted"),
    "label_merged": EventKind(toast="Merged <b><bdi>{name}</bdi></b> into <b><bdi>{into}</bdi></b>"),
    # Somebody cannot sign in any more, or can again: written in each of their projects.
    "deactivated": EventKind(),
    "reactivated": EventKind(),
    # What the doctor writes: what it has mended, and a number whose event is not there.
    "repaired": EventKind(),
    "lost": EventKind(),
}
KINDS: dict[str, EventKind] = {**PROJECT_EVENTS, **BOARD_EVENTS, **CARD_EVENTS}
UNKNOWN = CardEventKind(sentence="changed it")  # written by a later version, or one of long ago


# --- What is said of an event --------------------------------------------------------------------------------
def sentence_of(event: Event, names: Names) -> SafeString:
    return put_into_words(CARD_EVENTS.get(event.kind, UNKNOWN).sentence, event.data, names)


def has_toast(event: Event) -> bool:
    """Tell whether the board, or the page of a card, says after this event what was done."""
    kind = CARD_EVENTS.get(event.kind) or BOARD_EVENTS.get(event.kind)
    return bool(kind and (kind.toast or ("several" in event.data and event.kind in CARD_EVENTS)))


def toast_of(event: Event, names: Names, count: int = 1) -> SafeString:
    """Say on the page what was just done, by `count` events of which this is the first."""
    kind = KINDS[event.kind]
    if "several" in event.data:
        count = event.data["several"]["changed"]
    if (count > 1 or "several" in event.data) and isinstance(kind, CardEventKind):
        return put_into_words(kind.toast_for_many, {**event.data, "count": count}, names)
    return put_into_words(kind.toast, event.data, names)


def put_into_words(words: Wording, data: dict, names: Names) -> SafeString:
    if callable(words):
        return words(data, names)
    return format_html(words, **data) if "{" in words else SafeString(words)


# --- What an event touches -----------------------------------------------------------------------------------
def changed_only_cards(event: Event) -> bool:
    """Tell whether open boards need no more after an event than the cards that it changed.

    A rebalanced column has new positions on cards that have no event.
    """
    return event.kind in CARD_EVENTS and not event.data.get("spread")


def other_cards(event: Event) -> list[int]:
    kind = CARD_EVENTS.get(event.kind, UNKNOWN)
    return event.data.get(kind.other_cards, [])


def affected_weeks(event: Event) -> Iterator[int | None]:
    """Yield the weeks (None is Later) whose figures an event has changed, besides those its cards are in now."""
    if not CARD_EVENTS.get(event.kind, UNKNOWN).has_places:
        return
    for when in ("was", "now"):
        if "milestone" in (place := event.data.get(when, {})):
            yield place["milestone"]
