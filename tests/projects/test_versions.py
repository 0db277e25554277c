"""Which version of the static files a server serves."""

from django.conf import settings
from django.test import override_settings

from projects.versions import frontend_version


def test_where_no_files_are_collected_there_is_no_version():
    assert frontend_version() == ""


def test_collected_files_have_a_version(static):
    given = settings._wrapped.default_settings.STORAGES
    with override_settings(STATIC_ROOT=static, STORAGES=given):
        assert len(frontend_version()) == 12
