"""What the answer to a search says, as a list for scripts or as a page."""

import re
from html import unescape

HTMX = {"HX-Request": "true"}


def search(client, project, q, *, as_list=True, **query):
    headers = HTMX if as_list else {}
    return client.get(f"/p/{project.slug}/search/", {"q": q, **query}, headers=headers)


def found(response):
    """The numbers of the cards, in the order of the list."""
    return [int(number) for number in re.findall(r'class="hit" href="[^"]*/cards/(\d+)/"', response.text)]


def lines(response):
    """What stands in the list, a line each."""
    parts = re.findall(r'<p class="group".*?</p>|<a .*?</a>', response.text, re.S)
    return [
        " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", part)).split()).replace(" ,", ",")
        for part in parts
    ]


def marked(response):
    return [unescape(text) for text in re.findall(r"<mark>(.*?)</mark>", response.text)]
