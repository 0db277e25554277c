"""Which admin site this is. (Django asks for it by an app's configuration.)"""

from django.contrib.admin.apps import AdminConfig


class WeekboardAdmin(AdminConfig):
    default_site = "config.admin_site.WeekboardSite"
