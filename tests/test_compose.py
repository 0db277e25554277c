"""The compose file, as far as it can be tried without an engine."""

import re
from ipaddress import ip_network
from pathlib import Path

import pytest
import yaml

from config.proxies import parse_networks
from config.serve import server_config

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "compose.yaml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
APPS = ["app1", "app2"]
CADDYFILE = (ROOT / "Caddyfile").read_text()


def test_two_servers_run_the_image_of_this_directory():
    assert [name for name in SERVICES if SERVICES[name].get("build") == "."] == APPS


def test_the_proxy_sends_people_to_both():
    [line] = re.findall(r"reverse_proxy (.+) \{", CADDYFILE)
    assert line.split() == [f"{app}:8000" for app in APPS]


def test_the_proxy_reads_its_file_and_the_address_that_people_type():
    assert "./Caddyfile:/etc/caddy/Caddyfile:ro" in SERVICES["proxy"]["volumes"]
    assert "{$SITE_URL} {" in CADDYFILE
    assert "SITE_URL" in SERVICES["proxy"]["environment"]


def test_the_proxy_leaves_it_to_the_servers_what_is_too_large():
    assert "request_body" not in CADDYFILE


def test_the_proxy_asks_for_health_where_a_missing_database_does_not_count():
    assert re.search(r"health_uri /healthz$", CADDYFILE, re.MULTILINE)


def test_the_proxy_gives_an_idle_connection_up_before_the_server_does():
    [seconds] = re.findall(r"keepalive (\d+)s$", CADDYFILE, re.MULTILINE)
    assert int(seconds) < server_config("config.asgi:application").timeout_keep_alive


def test_a_server_drains_until_the_proxy_has_asked_twice():
    [interval] = re.findall(r"health_interval (\d+)s$", CADDYFILE, re.MULTILINE)
    [seconds] = re.findall(r'"DRAIN_SECONDS", (\d+) if PRODUCTION', (ROOT / "config/settings.py").read_text())
    assert int(seconds) == 2 * int(interval)


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]


@pytest.mark.parametrize("app", APPS)
def test_the_servers_believe_the_proxys_network_alone(app):
    [subnet] = COMPOSE["networks"]["default"]["ipam"]["config"]
    assert parse_networks([SERVICES[app]["environment"]["TRUSTED_PROXIES"]]) == (
        ip_network(subnet["subnet"]),
    )


@pytest.mark.parametrize("app", APPS)
def test_the_servers_wait_for_the_database_and_use_it(app):
    assert SERVICES[app]["depends_on"] == {"database": {"condition": "service_healthy"}}
    user, host = re.search(r"//(\w+):.*@(\w+):5432/", SERVICES[app]["environment"]["DATABASE_URL"]).groups()
    assert (user, host) == (SERVICES["database"]["environment"]["POSTGRES_USER"], "database")


def test_the_servers_share_the_uploaded_files():
    assert {tuple(SERVICES[app]["volumes"]) for app in APPS} == {("data:/data",)}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_writes_to_its_volumes_alone_and_comes_back_by_itself(name):
    service = SERVICES[name]
    assert service["read_only"]
    assert service["restart"] == "unless-stopped"
    named = [volume.split(":")[0] for volume in service["volumes"]]
    assert {volume for volume in named if not volume.startswith("./")} <= set(COMPOSE["volumes"])


@pytest.mark.parametrize("app", APPS)
def test_every_setting_can_be_given_but_for_those_that_the_image_decides(app):
    known = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE))
    of_the_image = {"HOST", "PORT", "DATA_DIR", "STATIC_ROOT", "PRODUCTION", "DEBUG"}
    assert set(SERVICES[app]["environment"]) == known - of_the_image


@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL", "POSTGRES_PASSWORD"])
def test_compose_refuses_to_start_without_what_it_needs(name):
    assert re.search(rf"\${{{name}:\?[A-Z].+\.}}", TEXT)
