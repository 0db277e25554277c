"""Files to attach to cards, as what reads uploads hands them on. Their bytes are nothing that could be shown."""

from django.core.files.base import ContentFile

from boards.models import CardFile, NewFile


def new_file(content=b"depot,parcels\n", *, name="depots.csv"):
    return NewFile(file=ContentFile(content), name=name)


def new_picture(content=b"picture", *, preview=b"small", name="", **fields):
    about = {"kind": "png", "width": 2400, "height": 1200} | fields
    return NewFile(file=ContentFile(content), name=name, preview=preview and ContentFile(preview), **about)


def attached(card, new=None, *, by, **how):
    """Attach it, and return the row."""
    event = card.attach(new or new_file(), by=by, **how)
    return CardFile.objects.get(pk=event.data["file"])
