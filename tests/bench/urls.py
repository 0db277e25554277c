"""Every address of the product, and that of a bare view behind the same middleware."""

from django.http import HttpResponse
from django.urls import include, path

from projects.access import signed_in

BARE = "/bare/"


@signed_in()
def bare(request):
    return HttpResponse(f"Hello, {request.user.name}")


urlpatterns = [path(BARE.removeprefix("/"), bare), path("", include("config.urls"))]
