"""A view that does not say who may use it stops the server."""

import inspect
from collections.abc import Callable, Iterator

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

# Views of others, which keep their own doors: Django's admin asks for staff, allauth for what a page needs.
TRUSTED_MODULES = (
    "django.contrib.admin.",
    "django.contrib.contenttypes.",
    "django.views.generic.base.RedirectView.",
    "allauth.account.",
)


@register("access")
def every_view_says_who_may_use_it(app_configs, **kwargs) -> list[Error]:
    return [
        Error(
            f"The view at “{route}” does not say who may use it.",
            hint="Put @needs(Role.…) or @signed_in() from projects.access on top of it.",
            id="projects.E001",
        )
        for route, view in routes()
        if not says(view)
    ]


def routes(patterns: list | None = None, prefix: str = "") -> Iterator[tuple[str, Callable]]:
    """Every address of the URLconf with its view, through all includes."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def says(view: Callable) -> bool:
    if hasattr(view, "access"):
        return True
    inner = getattr(inspect.unwrap(view), "view_class", inspect.unwrap(view))
    return f"{inner.__module__}.{inner.__qualname__}.".startswith(TRUSTED_MODULES)
