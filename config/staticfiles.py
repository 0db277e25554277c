"""Static files under names that change with their content."""

import os
from functools import cache

from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's compressed manifest, with the imports between our JavaScript modules rewritten too."""

    support_js_module_import_aggregation = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Names do not change while the server runs, and a page asks for twenty of them.
        self.url = cache(super().url) if not settings.DEBUG else super().url

    def create_compressor(self, **kwargs):
        return SameModeCompressor(**kwargs)


class SameModeCompressor(Compressor):
    """Gives compressed copies the mode of their original, whatever the umask is."""

    def write_data(self, path, data, suffix, stat_result):
        name = super().write_data(path, data, suffix, stat_result)
        os.chmod(name, stat_result.st_mode & 0o777)
        return name
