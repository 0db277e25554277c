"""Refuses what a page sends that was drawn for somebody else than who is signed in now.

A browser has one session for all its tabs. A page that is still open from before somebody else's sign-in would act as
them: so each page says for whom it was drawn, by a header where a script sends and by a hidden field in every form.
"""

from django import template
from django.conf import settings
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from config.errors import other_person_signed_in
from projects.access.permissions import READ_METHODS

HEADER, FIELD = "X-Drawn-For", "drawn_for"
EXEMPT = (
    "/accounts/login/",  # is drawn for nobody; who has signed in meanwhile is led on
    "/accounts/password/reset/",  # the link from the mail says whose password it is
    "/admin/",
)
register = template.Library()


class DrawnForMiddleware:
    """Answers 409 before the token, the project and the role are looked at.

    Reading needs no name; one that is given is compared all the same, so that a script can ask before it sends.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        named = request.headers.get(HEADER)
        if request.path_info.startswith(EXEMPT) or (named is None and request.method in READ_METHODS):
            return None
        if named is None:
            named = request.POST.get(FIELD)
        if not request.user.is_authenticated or named == str(request.user.pk):
            return None
        return other_person_signed_in(request)


class FormIdentityNode(CsrfTokenNode):
    """Renders Django's token, and beside it for whom the form is drawn."""

    def render(self, context):
        person = getattr(context.get("user"), "pk", None)
        field = format_html('<input type="hidden" name="{}" value="{}">', FIELD, person) if person else ""
        return super().render(context) + field


@register.tag
def csrf_token(parser, token):
    """Replace Django's tag of this name, so that no form can have the one without the other."""
    return FormIdentityNode()


@register.simple_tag
def csrf_cookie_name():
    return settings.CSRF_COOKIE_NAME
