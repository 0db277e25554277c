"""Static files under names that change with their content."""

from functools import cache

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's compressed manifest, with the imports between our JavaScript modules rewritten too."""

    support_js_module_import_aggregation = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Names do not change while the server runs, and a page asks for twenty of them.
        self.url = cache(super().url) if not settings.DEBUG else super().url
