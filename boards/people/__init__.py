"""The people of a project and their cards: leaving, coming back, and the pages of Django's admin that do so."""
