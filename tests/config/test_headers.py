"""The headers of every kind of answer, by the production settings behind a proxy that speaks https."""

import re

import pytest

from tests.config.conftest import KEY, running, surroundings

pytestmark = pytest.mark.programs

BY_HTTPS = {"Host": "board.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.9"}
ANSWERS = {
    "page": (200, "GET", "/accounts/login/", {}),
    "redirect": (302, "GET", "/admin/", {}),
    "unknown": (404, "GET", "/nowhere/", {}),
    "without token": (403, "POST", "/admin/login/", {}),
    "foreign host": (400, "GET", "/", {"Host": "evil.example"}),
    "mistake": (500, "GET", "/boom/", {}),
    "fragment of a mistake": (500, "GET", "/boom/", {"HX-Request": "true"}),
    "too large": (413, "POST", "/", {"Content-Length": "99000000", "Accept": "text/html"}),
}
# Answered beside Django, and none of them a document.
BESIDE = {
    "health": (200, "GET", "/healthz", {}),
    "too large for a script": (413, "POST", "/", {"Content-Length": "99000000"}),
    "stream": (200, "HEAD", "/stream", {}),
    "refused stream": (401, "GET", "/p/parcel-vision/live/", {}),
    "refused video": (401, "GET", "/p/parcel-vision/demos/1/video", {}),
}

CAPTURES_NOTHING = {"camera=()", "display-capture=()", "microphone=()"}


@pytest.fixture(scope="module")
def production(home, static):
    """A server as it runs in earnest."""
    told = {
        "PRODUCTION": "1",
        "SITE_URL": "https://board.example",
        "SECRET_KEY": KEY,
        "DRAIN_SECONDS": "0",
    }
    with running(surroundings(home, static) | told | {"TRUSTED_PROXIES": "127.0.0.1"}) as process:
        yield process


def asked(process, kind):
    status, method, path, headers = (ANSWERS | BESIDE)[kind]
    answer = process.address.request(method, path, headers=BY_HTTPS | headers)
    assert answer.status == status
    return answer


def test_every_answer_carries_the_headers(production):
    for kind in ANSWERS | BESIDE:
        headers = asked(production, kind).headers
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy, kind
        assert "unsafe" not in policy, kind
        assert headers["X-Content-Type-Options"] == "nosniff", kind
        assert headers["X-Frame-Options"] == "DENY", kind
        assert headers["Referrer-Policy"] == "same-origin", kind
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", kind
        assert kind in BESIDE or set(headers["Permissions-Policy"].split(", ")) >= CAPTURES_NOTHING, kind
        assert headers["Strict-Transport-Security"].startswith("max-age=31536000"), kind
        assert re.fullmatch("[0-9a-f]{16}", headers["X-Request-ID"]), kind
        assert "no-store" in headers["Cache-Control"], kind
        assert "Server" not in headers, kind


def test_pages_vary_by_who_asks_and_how(production):
    vary = {word.strip() for word in asked(production, "page").headers["Vary"].split(",")}
    assert vary >= {"Cookie", "HX-Request"}


def static_file(process, pattern):
    path = re.search(rf"/static/{pattern}", asked(process, "page").text)[0]
    answer = process.address.request(path=path, headers=BY_HTTPS)
    assert answer.status == 200
    return answer.headers


def test_a_static_file_is_public_for_ever(production):
    for pattern in (r"css/site\.\w+\.css", r"vendor/htmx\.min\.\w+\.js", r"img/mark\.\w+\.svg"):
        headers = static_file(production, pattern)
        assert headers["Cache-Control"] == "max-age=315360000, public, immutable"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in headers
        assert "Cookie" not in headers.get("Vary", "")


def test_a_style_sheet_or_script_carries_no_header_that_is_about_documents_or_requests(production):
    for pattern in (r"css/site\.\w+\.css", r"vendor/htmx\.min\.\w+\.js"):
        told = {name.lower() for name in static_file(production, pattern)}
        assert told <= {
            "accept-ranges", "cache-control", "connection", "content-length", "content-type", "date", "etag",
            "last-modified", "vary", "x-content-type-options",
        }  # fmt: skip


def test_a_static_file_that_can_be_visited_carries_the_headers_of_a_document(production):
    headers = static_file(production, r"img/mark\.\w+\.svg")
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_http_is_led_to_https(production):
    answer = production.address.request(path="/x/?y=1", headers={"Host": "board.example"})
    assert (answer.status, answer.headers["Location"]) == (301, "https://board.example/x/?y=1")


def test_the_cookies_are_bound_to_host_and_https(production):
    cookie = asked(production, "page").headers["Set-Cookie"]
    assert cookie.startswith("__Host-csrf=")
    assert "Secure" in cookie


def test_a_number_sent_by_the_client_is_not_taken(production):
    headers = BY_HTTPS | {"X-Request-ID": "forged"}
    assert production.address.request(path="/whoami/", headers=headers).headers["X-Request-ID"] != "forged"


def test_the_proxy_names_the_client_that_sign_ins_are_counted_by(production):
    answer = production.address.request(path="/whoami/", headers=BY_HTTPS)
    assert answer.text == "192.0.2.9 https board.example None"


def test_forged_headers_sent_to_the_server_itself_are_ignored(start):
    forged = {
        "X-Forwarded-For": "192.0.2.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "for=192.0.2.9",
        "X_Forwarded_For": "192.0.2.9",
        "X_Real_Name": "forged",
    }
    process = start()
    answer = process.address.request(path="/whoami/", headers=forged | {"Host": "localhost"})
    assert answer.text == "127.0.0.1 http localhost None"
