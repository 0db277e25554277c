"""Demos as files: what counts as a video, how long it lasts, where it is stored, how it is sent."""

from projects.demos.videos.video import InvalidVideo, Video, read_video

__all__ = ["InvalidVideo", "Video", "read_video"]
