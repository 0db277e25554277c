"""Demos as files: what counts as a video, how long it lasts, how it is sent."""

from projects.demos.videos.video import InvalidVideo, Video, read_video

__all__ = ["InvalidVideo", "Video", "read_video"]
