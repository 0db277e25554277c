"""What has changed in the projects whose pages are open, read in one thread."""

from typing import Any

from boards.live.news import News, news_of
from boards.models import standup_state, with_standup
from projects.access.stream_session import StreamSession, revoked
from projects.models import Project

type State = dict[str, Any]  # of a standup, as it is sent
NO_STANDUP: State = {"version": 0, "started": None}


def read_standup(project_id: int) -> State:
    """Return the standup of a project for the first page that is opened in it."""
    project = with_standup(Project.objects.filter(pk=project_id)).first()
    return standup_state(project, check_place=True) if project else NO_STANDUP


def read_changes(
    last_sent_seq: dict[int, int], standups: dict[int, State], sessions: dict[int, list[StreamSession]]
) -> tuple[dict[int, News], dict[int, State], dict[StreamSession, str]]:
    """Return by project the news and the standup, where they are new, and who has lost access to one with news.

    Access is read after the events: somebody removed by one of them gets none of them. Where only a standup has
    changed, all of it is one query.
    """
    news, changed = {}, {}
    for project in with_standup(Project.objects.filter(pk__in=last_sent_seq)):
        if fresh := news_of(project, last_sent_seq[project.pk]):
            news[project.pk] = fresh
        told = standups.get(project.pk, NO_STANDUP)
        state = state_of(project, told, check_place=fresh is not None)
        if state != told:
            changed[project.pk] = state
    concerned = [session for project in news for session in sessions.get(project, ())]
    return news, changed, revoked(concerned) if concerned else {}


def state_of(project: Project, told: State, *, check_place: bool) -> State:
    """Return the standup as it is now; a place that had gone when it was told is not there again."""
    state = standup_state(project, check_place=check_place)
    if not check_place and "place" in told and "place" in state and told["version"] == state["version"]:
        state["place"] = told["place"]
    return state
