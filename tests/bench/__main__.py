"""`python -m tests.bench program`: a program of this folder with Django set up; what it found out, as JSON.

What is measured runs in processes of its own, with the settings and the database of a real server: inside the test
runner Django reports every template and every mail, which costs time that nobody has to pay.
"""

import json
import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

if __name__ == "__main__":
    django.setup()
    program, *arguments = sys.argv[1:]
    json.dump(import_module(f"tests.bench.{program}").main(*arguments), sys.stdout)
