"""Reads pictures that people attach: a task for a child process, which imports no Django."""
