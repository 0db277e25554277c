"""`python -m tests.projects.files.parent FOLDER LOCK`: what a child process needs of a server; its task sleeps."""

import sys
from pathlib import Path

from django.conf import settings

if __name__ == "__main__":
    location, lock = Path(sys.argv[1]), sys.argv[2]
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location}}
    settings.configure(STORAGES={"default": storage}, DATA_DIR=location, BASE_DIR=Path.cwd())
    from projects.files.child import ChildLimits, run_in_child, work_folder
    from projects.files.machine_lock import machine_lock

    with machine_lock(lock) as is_mine, work_folder() as folder:
        assert is_mine
        limits = ChildLimits(wall=50, cpu=50, memory=2**30, file_size=2**20)
        run_in_child("tests.projects.files.tasks:sleep", {}, inputs={}, folder=folder, limits=limits)
