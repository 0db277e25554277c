"""One film to send: the demos of a project or a week, joined with a title card before each."""
