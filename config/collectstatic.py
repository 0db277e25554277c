"""Which static files `collectstatic` copies: those that a page links."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class LinkedStaticFilesConfig(StaticFilesConfig):
    """Leaves out what no page links, which is most of the bytes and of the time to compress them.

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
