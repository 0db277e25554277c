"""Django's admin as a whole: our name, and an autocomplete that tells people apart."""

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView

from projects.models import User


class Autocomplete(AutocompleteJsonView):
    """Shows people with their address, because two may have the same name."""

    def serialize_result(self, obj, to_field_name):
        found = super().serialize_result(obj, to_field_name)
        return found | {"text": obj.name_and_address} if isinstance(obj, User) else found


class WeekboardSite(AdminSite):
    site_title = site_header = "Weekboard"
    index_title = "Administration"

    def autocomplete_view(self, request):
        return Autocomplete.as_view(admin_site=self)(request)

    autocomplete_view.access = "staff"  # type: ignore[attr-defined]
