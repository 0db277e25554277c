"""Telling the next sign-in page who has signed out: it takes their drafts out of the browser."""

from django.conf import settings
from django.http import HttpResponse


def tell_signed_out(response: HttpResponse, person_id: int) -> None:
    response.set_cookie(
        settings.SIGNED_OUT_COOKIE_NAME,
        str(person_id),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
