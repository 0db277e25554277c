"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: people are added by an admin."""

    def is_open_for_signup(self, request) -> bool:
        return False
