from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """An app for its commands: they know everything, so they cannot live in projects or boards."""

    name = "config"
