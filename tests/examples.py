"""How many examples hypothesis tries: the share of what a test asks for that `--hypothesis-profile` names."""

from hypothesis import settings

SHARES = {"small": 0.1, "full": 1.0, "many": 4.0}
USUAL = 100  # where a test asks for no number


def register_profiles() -> None:
    """To be called before pytest loads the one that its command line names."""
    for name, share in SHARES.items():
        settings.register_profile(name, max_examples=round(USUAL * share))
    settings.load_profile("full")


def examples(count: int, **more) -> settings:
    """Settings for about so many examples, in the full profile."""
    share = SHARES.get(settings.get_current_profile_name(), 1.0)
    return settings(max_examples=max(1, round(count * share)), deadline=None, **more)
