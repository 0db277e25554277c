"""Signing in and out, and passwords: allauth's flows, with rules, forms and pages of our own."""
