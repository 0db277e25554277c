"""A system check: a view that does not declare who may use it keeps the server from starting."""

from collections.abc import Callable, Iterator

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

# Views of libraries that control access themselves: Django's admin requires staff, allauth what a page needs.
TRUSTED_MODULES = (
    "django.contrib.admin.",
    "django.contrib.auth.admin.",
    "django.contrib.contenttypes.",
    "django.views.generic.base.RedirectView.",
    "allauth.account.",
)


@register("access")
def every_view_declares_access(app_configs, **kwargs) -> list[Error]:
    return [
        Error(
            f"The view at “{route}” does not say who may use it.",
            hint="Put @needs(Role.…) or @signed_in() from projects.access on top of it.",
            id="projects.E001",
        )
        for route, view in routes()
        if not declares_access(view)
    ]


def routes(patterns: list | None = None, prefix: str = "") -> Iterator[tuple[str, Callable]]:
    """Yield every route of the URLconf with its view, through all includes."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def declares_access(view: Callable) -> bool:
    return hasattr(view, "access") or any(name.startswith(TRUSTED_MODULES) for name in origins(view))


def origins(view: Callable | None) -> Iterator[str]:
    """Yield the dotted names of a view and of what it wraps, each with a dot at the end."""
    while view is not None:
        origin = getattr(view, "view_class", view)
        yield f"{origin.__module__}.{getattr(origin, '__qualname__', '')}."
        view = getattr(view, "__wrapped__", None)
