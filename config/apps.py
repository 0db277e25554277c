from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """An app for the commands that use both projects and boards, and so cannot live in either."""

    name = "config"
