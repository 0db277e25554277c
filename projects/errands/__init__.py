"""What is done after a response, by a loop in every server process or by `manage.py errands`."""
