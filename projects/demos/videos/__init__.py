"""Demos as files: what counts as a video, how long it lasts, where it is kept, how it is sent."""

from projects.demos.videos.film import Film, NotAVideo, read_film

__all__ = ["Film", "NotAVideo", "read_film"]
