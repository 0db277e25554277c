"""Which static files are collected: those that a page asks for."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class Collected(StaticFilesConfig):
    """Leaves out what no page of ours links, which is most of the bytes and of the time to compress them.

    Django's admin brings its libraries twice, and links those that are not minified only under DEBUG, where files
    are found without being collected. django-htmx brings seven builds of htmx; ours is in `static/vendor/`.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "django_htmx",
        "jquery.js",
        "select2.full.js",
        "xregexp.js",
    ]
