"""Names the admin site, which Django reads from an app's configuration."""

from django.contrib.admin.apps import AdminConfig


class WeekboardAdmin(AdminConfig):
    default_site = "config.admin_site.WeekboardSite"
