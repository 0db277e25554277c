"""Taking back what an owner has just done to a member of a project: another role, or taking them out."""

from boards.people.membership import add_member
from projects.events import undone_by
from projects.models import Event, Project, Refused, Role, User

UNDOABLE = undone_by("undo_member")


def undo_member(project: Project, event: Event, *, by: User) -> None:
    """Undo one of these events. Raises Refused if the person has come back, or has another role by now."""
    person = User.objects.get(pk=event.data["person"])
    if person.is_deleted:
        raise Refused("This account was deleted meanwhile.")
    with project.changing():
        member = project.memberships.filter(user=person).first()
        if event.kind == "left":
            if member:
                raise Refused(f"{person} is in the project again already.")
            add_member(project, person, Role(event.data["role"]), by=by)
        elif member is None or member.role != event.data["now"]:
            raise Refused(f"The role of {person} was changed again meanwhile.")
        else:
            member.take_role(Role(event.data["was"]), by=by)
