"""Who comes into a project, as far as no card is concerned: the links by which one joins."""
