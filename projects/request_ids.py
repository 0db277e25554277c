"""Ids that pages make for each thing a person does once, so that a repeat has no second effect."""

from django import forms


class RequestIdField(forms.RegexField):
    """Takes an id; None without one."""

    def __init__(self):
        super().__init__(r"\A[A-Za-z0-9-]{1,60}\Z", required=False, empty_value=None)
