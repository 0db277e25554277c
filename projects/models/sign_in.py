"""Where somebody is signed in."""

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from projects.devices import Device, device_of
from projects.models.user import User

if TYPE_CHECKING:
    pass

USER_AGENT = 300  # characters of what a browser says of itself


class SignInQuerySet(models.QuerySet["SignIn"]):
    def remember(self, request: HttpRequest) -> None:
        """Write down by which browser and from where this request signs in, and forget sessions that have ended."""
        if not request.session.session_key:
            request.session.save()
        row = SignIn.of(request)
        is_there = Exists(Session.objects.filter(session_key=OuterRef("session_key")))
        SignIn.objects.filter(~is_there, user=row.user).delete()
        SignIn.objects.update_or_create(
            session_key=row.session_key,
            defaults={"user": row.user, "user_agent": row.user_agent, "ip": row.ip, "at": row.at},
        )

    def end(self) -> None:
        """Sign these browsers out; what they show of a project hears of it from its stream."""
        keys = list(self.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        SignIn.objects.filter(session_key__in=keys).delete()


class SignIn(models.Model):
    """A session with its person, by whom a session itself cannot be asked for, and what is known of the browser."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(default=timezone.now)
    user_agent = models.CharField(max_length=USER_AGENT, blank=True)
    ip = models.CharField(max_length=45, blank=True)  # none behind a proxy that is asked through a socket

    objects = SignInQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.user}, {self.at:%-d %b %Y %H:%M}"

    @property
    def device(self) -> Device:
        return device_of(self.user_agent)

    @classmethod
    def of(cls, request: HttpRequest) -> "SignIn":
        """Return what is known of the session of a request, unsaved."""
        user_agent = "".join(filter(str.isprintable, request.headers.get("User-Agent", "")))
        return cls(
            user=cast(User, request.user),
            session_key=str(request.session.session_key),
            user_agent=user_agent[:USER_AGENT],
            ip=request.META.get("REMOTE_ADDR", ""),
        )
