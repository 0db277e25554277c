"""The past of the sample project: closes its first weeks and backdates everything."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils import timezone

from boards.closing import Decision, close_week, unfinished
from boards.models import Card, Column, WeekSnapshot
from boards.sample import content
from projects.demos.videos.video import Video
from projects.models import Demo, Event, Milestone, Project

DAY = timedelta(days=1)
FILMS = Path(__file__).parent / "films"


class SamplePast:
    """Does everything with the methods that people use, at the present time, and backdates it afterwards."""

    def __init__(self, project: Project):
        self.project, self.now = project, timezone.now()
        self.weeks = list(project.milestones.all())
        self.first = {card.pk: self.first_week(card) for card in project.cards.select_related("milestone")}
        for week in self.weeks:
            week.project = project

    def first_week(self, card: Card) -> Milestone:
        """Return the week that a card was first planned for; for a card in Later, the present one."""
        return card.milestone or self.weeks[content.WEEK - 1]

    # --- What happened --------------------------------------------------------------------------------------
    def write_dates(self) -> None:
        """Set when each card was created: before the weeks are closed, because their accounts depend on it."""
        cards = list(self.project.cards.all())
        for card in cards:
            card.created_at = self.written_at(card)
        self.project.cards.bulk_update(cards, ["created_at"])

    def close_past_week(self, week: Milestone) -> None:
        self.finish_carried(week)
        self.hand_in_demo(week)
        decisions = {card.number: self.decision(card) for card in unfinished(week)}
        close_week(week, decisions, by=self.person("ana"))

    def hand_in_demo(self, week: Milestone) -> None:
        username, seconds, shows = content.DEMOS[week.number]
        film, poster = [
            ContentFile((FILMS / f"week-{week.number}.{kind}").read_bytes()) for kind in ("mp4", "jpg")
        ]
        video = Video(film, "mp4", seconds=seconds, poster=poster, is_ready=True)
        Demo(milestone=week).hand_in(by=self.person(username), shows=shows, video=video)

    def decision(self, card: Card) -> Decision:
        if card.title in content.CARRIED:
            return Decision.NEXT
        return Decision.LATER if card.title in content.PUT_OFF else Decision.DROP

    def finish_carried(self, week: Milestone) -> None:
        finished = content.CARDS[week.number, Column.DONE]
        for card in self.project.cards.filter(milestone=week, carried_count=1):
            card.project = self.project
            if card.title in finished:
                card.move(column=Column.DONE, milestone_id=week.pk, by=self.person("emeka"))

    def person(self, username: str):
        return self.project.members.get(username=username)

    # --- When it happened -----------------------------------------------------------------------------------
    def backdate(self) -> None:
        """Set the times of cards, events, comments, files and closings to when they would have happened."""
        self.project.created_at = self.at(self.weeks[0].starts_on - 4 * DAY, 9)
        self.project.save(update_fields=["created_at"])
        self.backdate_cards()
        self.backdate_closings()
        self.backdate_demos()

    def backdate_cards(self) -> None:
        events = defaultdict(list)
        for event in self.project.events.all():
            events[event.card_number].append(event)
        cards = list(self.project.cards.select_related("milestone"))
        for card in cards:
            self.set_work_dates(card)
            self.spread_events(card, events[card.number])
        for event in events[None]:
            event.at = self.project_event_at(event)
        self.project.cards.bulk_update(cards, ["started_at", "done_at"])
        Event.objects.bulk_update([event for found in events.values() for event in found], ["at"])

    def project_event_at(self, event: Event) -> datetime:
        """Return when something happened that was not with a card: a demo an hour before its week was closed."""
        if "milestone" not in event.data:
            return self.project.created_at
        return self.closing(event.data["milestone"]) - timedelta(hours="demo" in event.data)

    def set_work_dates(self, card: Card) -> None:
        week = card.milestone or self.first[card.pk]
        started = min(self.at(week.starts_on, 9) + timedelta(hours=card.number % 30), self.now)
        done = min(started + timedelta(hours=card.number % 9 + 1), self.now)
        card.started_at = None if card.column == Column.TODO else started
        card.done_at = done if card.column == Column.DONE else None

    def spread_events(self, card: Card, events: list[Event]) -> None:
        """Spread a card's events, and comments and files with them, from its preparation until now.

        The `settled` ones get the time of their closing.
        """
        moment = self.discussed_from(card)
        step = ((card.done_at or self.now) - moment) / 12
        for event in events:
            moment = self.closing(event.data["week"]) if event.kind == "settled" else moment + step
            event.at = card.done_at if event.kind == "moved" and card.done_at else moment
        events[0].at = card.created_at
        for event in events:
            if event.kind == "commented":
                card.comments.filter(pk=event.data["comment"]).update(created_at=event.at)
            elif event.kind == "file_attached":
                card.files.filter(pk=event.data["file"]).update(created_at=event.at)

    def backdate_closings(self) -> None:
        """Backdate snapshots too: real ones are never rewritten, but this past is invented."""
        for week in self.weeks[: content.WEEK - 1]:
            closed_at = self.closing(week.pk)
            self.project.milestones.filter(pk=week.pk).update(closed_at=closed_at)
            QuerySet(WeekSnapshot).filter(milestone=week).update(at=closed_at)

    def backdate_demos(self) -> None:
        for event in self.project.events.filter(kind="demo_handed_in"):
            Demo.objects.filter(pk=event.data["demo"]).update(created_at=event.at)

    def written_at(self, card: Card) -> datetime:
        if card.title in content.ADDED:
            return self.at(self.first[card.pk].starts_on + 2 * DAY, 10)
        return self.at(self.weeks[0].starts_on - 3 * DAY, 9)

    def discussed_from(self, card: Card) -> datetime:
        """Return when people began to talk about a card: before its week, or since its creation."""
        before = min(self.at(self.first[card.pk].starts_on - 3 * DAY, 9), self.now - 3 * DAY)
        return max(card.created_at, before)

    def closing(self, week: int) -> datetime:
        day = next(each.starts_on for each in self.weeks if each.pk == week) + 4 * DAY
        return self.at(day, 16)

    def at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), self.project.zone)
