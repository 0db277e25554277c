"""Demos as files: what counts as a video, the one form that is made of it, how it is sent.

This imports nothing, so that a child process can make films without Django.
"""
