"""Static files under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's compressed manifest, with the imports between our JavaScript modules rewritten too."""

    support_js_module_import_aggregation = True
