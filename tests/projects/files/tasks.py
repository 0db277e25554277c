"""Tasks for a child process: what goes well, and what goes wrong in each way. Imports no Django."""

import errno
import os
import signal
import socket
import sys
import time
from pathlib import Path

from projects.files.task import TaskRefused


def tell(arguments):
    """What is around the task: its folder, environment, modules and rights."""
    return {
        "arguments": arguments,
        "files": {path.name: path.read_text() for path in Path().iterdir()},
        "folder": str(Path.cwd()),
        "environment": dict(os.environ),
        "has_django": "django" in sys.modules,
        "own_session": os.getsid(0) == os.getpid() == os.getpgid(0),
        "nice": os.nice(0),
        "descriptors": [number for number in range(64) if is_open(number)],
    }


def is_open(descriptor):
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def read(arguments):
    return {"text": Path(arguments["path"]).read_text()}


def list_folder(arguments):
    return {"names": os.listdir(arguments["path"])}


def link(arguments):
    os.symlink(arguments["path"], "film.mp4")
    return {}


def kill(arguments):
    os.kill(arguments["process"], signal.SIGTERM)
    return {}


def encode(arguments):
    """Use the libraries of films and pictures, with what they load late."""
    import av
    from PIL import Image, ImageFont

    with av.open("film.mp4", "w") as film:
        stream = film.add_stream("libx264", 15)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        picture = Image.new("RGB", (64, 64))
        for packet in [*stream.encode(av.VideoFrame.from_image(picture)), *stream.encode(None)]:
            film.mux(packet)
    ImageFont.load_default(20).getmask("Week 1")
    picture.save("poster.jpg")
    return {"frames": sum(1 for _ in av.open("film.mp4").decode(video=0))}


def write(arguments):
    Path(arguments["name"]).write_bytes(b"x" * arguments["bytes"])
    return {"size": Path(arguments["name"]).stat().st_size}


def refuse(arguments):
    raise TaskRefused("no_picture")


def stumble(arguments):
    raise ValueError("a line of the trace")


def fill_disk(arguments):
    raise OSError(errno.ENOSPC, "No space left on device")


def be_killed(arguments):
    os.kill(os.getpid(), arguments["signal"])


def eat(arguments):
    eaten = [bytearray(2**24) for _ in range(1000)]
    return {"eaten": len(eaten)}


def spin(arguments):
    while True:
        pass


def ignore_limit_and_spin(arguments):
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    spin(arguments)


def sleep(arguments):
    note_own_id()
    time.sleep(60)


def stop_itself(arguments):
    note_own_id()
    os.kill(os.getpid(), signal.SIGSTOP)
    return {}


def fork(arguments):
    """Leave processes behind that never end by themselves, then do the same or end."""
    for _ in range(5):
        if not os.fork():
            note_own_id()
            time.sleep(60)
            os._exit(0)
    if arguments["then"] == "sleep":
        time.sleep(60)
    return {}


def fork_and_crash(arguments):
    if not os.fork():
        note_own_id()
        time.sleep(60)
    os.abort()


def shout(arguments):
    for _ in range(arguments["lines"]):
        os.write(1, b"x" * 65536)
        os.write(2, b"y" * 65536)
    return {"said": "all"}


def answer_endlessly(arguments):
    for descriptor in range(3, 64):
        try:
            while True:
                os.write(descriptor, b"{" * 65536)
        except OSError:
            pass


def answer_much(arguments):
    return {"much": "x" * 2**20}


def connect(arguments):
    with socket.create_connection(arguments["address"], timeout=2) as connection:
        return {"heard": connection.recv(10).decode()}


def note_own_id():
    with Path("ids").open("a") as file:
        file.write(f"{os.getpid()}\n")
