"""Decorators that declare who may use a view; a view without one keeps the server from starting."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import NamedTuple, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db.models import FilteredRelation, Q
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import ResolverMatch

from projects.models import Project, Refused, Role, User
from projects.models.visitor_access import ARCHIVED, OUT_OF_REACH
from projects.responses import Request, refusal_response

View = Callable[..., HttpResponseBase]
READ_METHODS = {"GET", "HEAD", "OPTIONS"}


def needs(
    role: Role, *methods: str, back_to: str = "board", even_archived: bool = False
) -> Callable[[View], View]:
    """Decorate a view of one project, for people with at least `role` in it, by these methods (default GET).

    The view gets the project instead of its slug, with `project.role` set. Refusals come in this order: 404 for a
    project that does not exist or is not theirs (the two look the same), 405, 403. An archived project can only be
    read, unless `even_archived`. `Project.changing` checks the role again under the project's lock, with the same
    refusals. A page at a former address of the project leads to its address of now; what a page sends there that is
    open since before the change is answered as if it had come here.

    Exceptions of the view become responses: 404 for an object that does not exist (any more), 409 for a change that
    came too late (Refused), 422 for an invalid one (ValidationError). For a browser without JavaScript they are a
    page with a link to the URL named `back_to`.
    """
    allowed = allowed_methods(methods)

    def decorate(view: View) -> View:
        @wraps(view)
        def enter(request: Request, slug: str, *args: object, **kwargs: object) -> HttpResponseBase:
            project = project_of(request, slug)
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if not project.has_role(role):
                raise PermissionDenied(OUT_OF_REACH)
            if project.archived_at and request.method not in READ_METHODS and not even_archived:
                raise PermissionDenied(ARCHIVED)
            if project.slug != slug and is_navigation(request):
                return redirect_to_slug(request, project)
            try:
                return view(request, project, *args, **kwargs)
            except ObjectDoesNotExist as error:  # the project too: deleted, or left, while the change waited
                raise Http404 from error
            except Refused as refusal:
                return refusal_response(request, project, refusal, back_to=back_to)
            except ValidationError as error:
                return refusal_response(request, project, error.messages[0], status=422, back_to=back_to)

        enter.access = role.label.lower()  # type: ignore[attr-defined]
        return enter

    return decorate


def signed_in(*methods: str, permission: str = "") -> Callable[[View], View]:
    """Decorate a view outside of projects, for everybody who is signed in, by these methods (default GET).

    With a `permission`, only for those who have it.
    """
    allowed = allowed_methods(methods)

    def decorate(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if permission and not cast(User, request.user).has_perm(permission):
                raise PermissionDenied("This needs a permission that an admin gives.")
            return view(request, *args, **kwargs)

        enter.access = "signed in"  # type: ignore[attr-defined]
        return enter

    return decorate


def everybody(*methods: str) -> Callable[[View], View]:
    """Decorate a view that needs no sign-in, by these methods (default GET)."""

    def decorate(view: View) -> View:
        enter = login_not_required(signed_in(*methods)(view))
        enter.access = "everybody"  # type: ignore[attr-defined]
        return enter

    return decorate


def project_of(request: HttpRequest, slug: str) -> Project:
    """Return the project of this slug as it was read with the session; `project_for` decides about all others."""
    project = getattr(getattr(request, "session", None), "project", None)
    if project is not None and (project.slug, project.visitor.pk) == (slug, request.user.pk):
        return cast(Project, project)
    return project_for(cast(User, request.user), slug)


def project_for(user: User, slug: str) -> Project:
    """Return the project that has or had this slug, with the person's `role` in it.

    Raises Http404 if they may not see it, or there is none: by the same two queries.
    """
    visible = Project.objects.visible_to(user)
    project = visible.filter(slug=slug).first() or visible.filter(former_slugs__slug=slug).first()
    if project is None:
        raise Http404("No such project.")
    project.let_in(user)
    return project


def is_navigation(request: Request) -> bool:
    """Tell whether a browser asks for a page to show it. Scripts ask as well, at the address of an open page."""
    by_script = request.htmx or request.headers.get("Sec-Fetch-Dest") == "empty"
    return request.method in ("GET", "HEAD") and not by_script


def redirect_to_slug(request: Request, project: Project) -> HttpResponseBase:
    """Lead to the same page at the project's slug of now. Not for good: a project may take an old one back."""
    found = cast(ResolverMatch, request.resolver_match)
    response = redirect(found.view_name, **{**found.kwargs, "slug": project.slug})
    if query := request.META.get("QUERY_STRING"):
        response["Location"] += f"?{query}"
    return response


class ActiveUser(NamedTuple):
    """What the streams of a person depend on; `projects` holds the ids of those they may see."""

    password: str
    projects: set[int]


def active_users_by_id(project_ids: Collection[int], person_ids: Collection[int]) -> dict[int, ActiveUser]:
    """Return those of these people who can sign in: `project_for` for many, in one query, or two with a superuser.

    It runs at every change of a board, so it reads rows: model instances would take twice as long.
    """
    users = User.objects.filter(pk__in=person_ids, is_active=True).annotate(
        membership=FilteredRelation("memberships", condition=Q(memberships__project__in=project_ids))
    )
    rows = list(users.order_by().values_list("pk", "password", "is_superuser", "membership__project_id"))
    has_superuser = any(is_superuser for _, _, is_superuser, _ in rows)
    every_project = existing_project_ids(project_ids) if has_superuser else set()
    active: dict[int, ActiveUser] = {}
    for pk, password, is_superuser, project in rows:
        user = active.setdefault(pk, ActiveUser(password, set(every_project) if is_superuser else set()))
        if project:
            user.projects.add(project)
    return active


def existing_project_ids(project_ids: Collection[int]) -> set[int]:
    return set(Project.objects.filter(pk__in=project_ids).values_list("pk", flat=True))


def allowed_methods(methods: tuple[str, ...]) -> frozenset[str]:
    """Return the methods that a view answers: GET by default, and HEAD wherever there is GET."""
    named = frozenset(methods or ("GET",))
    return named | {"HEAD"} if "GET" in named else named
