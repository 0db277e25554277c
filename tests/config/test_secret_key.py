"""The key that is made at the first start."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import Mock

import pytest

from config.secret_key import load_or_create_secret_key


def test_it_is_made_once_and_is_its_owners_alone(tmp_path):
    key = load_or_create_secret_key(tmp_path)
    assert (len(key) > 50, load_or_create_secret_key(tmp_path)) == (True, key)
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_many_that_start_together_have_one_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(load_or_create_secret_key, [tmp_path] * 64))) == 1


def test_a_start_that_is_broken_off_leaves_no_empty_key(tmp_path, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(secrets, "token_urlsafe", Mock(side_effect=OSError("No space left")))
        with pytest.raises(OSError, match="No space left"):
            load_or_create_secret_key(tmp_path)
    assert load_or_create_secret_key(tmp_path)


def test_nothing_else_is_left_behind(tmp_path):
    load_or_create_secret_key(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
