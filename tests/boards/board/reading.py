"""What a board's page says."""

import re


def numbers(response):
    return [int(number) for number in re.findall(r'id="card-(\d+)"', response.text)]


def text_of(response, css_id):
    """The words inside the element of this id, without tags."""
    inside = re.search(rf'id="{css_id}"[^>]*>(.*?)</(?:b|p|span|div|h1|h2)>', response.text, re.S)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split()).replace(" .", ".")


def card_of(response, number):
    return re.search(rf'<li class="[^"]*" id="card-{number}".*?</li>', response.text, re.S)[0]


def sentence(response):
    """The plain sentence under the title."""
    inside = re.search(r'</h1>\s*<p class="state">(.*?)</p>', response.text, re.S)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split()).replace(" .", ".").replace(" ;", ";")
