"""The address that is proposed for a project's name."""

import unicodedata
from itertools import count

from anyascii import anyascii
from django.utils.text import slugify

from projects.models import FormerSlug, Project

SLUG_LENGTH = 60
# As German writes them without their dots; anyascii, which knows no languages, leaves them out.
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def free_slug(name: str) -> str:
    """Return a slug made from a name, in Latin letters whatever its script; numbered if another has or had it."""
    slug = slug_of(name) or f"project-{Project.objects.count() + 1}"
    taken = {
        other
        for rows in (Project.objects.all(), FormerSlug.objects.reserved())
        for other in rows.filter(slug__startswith=slug[:50]).values_list("slug", flat=True)
    }
    numbered = (f"{slug[: SLUG_LENGTH - 5]}-{number}" for number in count(2))
    return slug if slug not in taken else next(slug for slug in numbered if slug not in taken)


def slug_of(name: str) -> str:
    composed = unicodedata.normalize("NFC", name)
    return slugify(anyascii(composed.translate(UMLAUTS)))[:SLUG_LENGTH].strip("-_")
