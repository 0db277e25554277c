"""What a stop shows."""

import re


def shown(client, query=""):
    response = client.get(f"/p/parcel-vision/standup/{query}")
    assert response.status_code == 200
    return response.content.decode()


def at(member):
    return f"?stop={member.pk}"


def titles(html, column):
    """The titles in a list, from top to bottom."""
    part = html.split(f'id="column-{column}"')[1].split("</section>")[0]
    return re.findall(r"<h3><a [^>]*><bdi>(.*?)</bdi>", part)


def rail(html):
    part = html.split('id="su-rail"')[1].split("</nav>")[0]
    return re.findall(r"<bdi>(.*?)</bdi></a>", part)


def title(html):
    return re.search(r"<h1[^>]*><bdi>(.*?)</bdi>", html)[1]
