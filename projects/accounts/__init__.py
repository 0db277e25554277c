"""Signing in and out, and passwords: allauth's flows, with our rules, our forms and our look."""
