"""One file a screen, in the order of urls.py."""

from projects.views.demos import delete_demo, demos, hand_in, replace_demo, undo_demo
from projects.views.new import new_project

__all__ = ["delete_demo", "demos", "hand_in", "new_project", "replace_demo", "undo_demo"]
