"""Calling a route as somebody, with the ids of one world or of two."""

import re
from urllib.parse import urlencode

from django.db import transaction

from projects.people.tokens import Way

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def parameters(pattern):
    """The names of what stands in an address pattern."""
    return PARAMETER.findall(pattern.replace("?P<", "<"))


def arguments(pattern, world, *, child=None):
    """What the pattern's parameters are in this world; all but the project are `child`'s, if one is given."""
    inner = child or world
    values = {
        "slug": world.project.slug,
        "number": inner.card.number,
        "week": inner.week.number,
        "kind": "csv",
        "comment": inner.comment.pk,
        "demo": inner.demo.pk,
        "file": inner.file.pk,
        "member": inner.membership.pk,
        "label": inner.label.pk,
        "invitation": inner.invitation.pk,
        "object_id": inner.id_of(pattern),
        "id": inner.member.pk,
        "content_type_id": "1",
        "app_label": "projects",
        "url": "nowhere",
        "key": "x-y",
        "token": world.invitation.token(Way.COPY),
        "uidb36": "1",
    }
    return {name: values[name] for name in parameters(pattern)}


def address(route, world, *, child=None, **odd):
    """The address of a route; `odd` replaces parameters by texts that no converter would make."""
    values = {**arguments(route.pattern, world, child=child), **odd}
    text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)", lambda found: str(values[found[1]]), route.pattern)
    return "/" + PARAMETER.sub(lambda found: str(values[found[1]]), text).removesuffix("$")


def call(client, method, path, *, row=None, world=None, body=None, **headers):
    """Send a form (or a query, by GET), and give the answer."""
    data = body if body is not None else row.body(world) if row else {}
    if method in ("GET", "HEAD"):
        return getattr(client, method.lower())(path, row.query(world) if row else {}, headers=headers)
    if method == "POST":
        return client.post(path, data, headers=headers)
    kind = "application/x-www-form-urlencoded"
    return client.generic(method, path, urlencode(data), content_type=kind, headers=headers)


def and_take_back(send):
    """Send a request, and roll back what it has written."""
    with transaction.atomic():
        response = send()
        transaction.set_rollback(True)
    return response


def masked(response):
    """What a page says, without what is made anew for every request."""
    return re.sub(r'(nonce|value|csrf[\w-]*)="[^"]*"', "", response.text)
