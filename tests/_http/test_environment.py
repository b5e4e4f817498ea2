"""Which API key goes to which host: the table of variables and arguments, and what arrives at a server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from fault_server import Does, FaultServer, Origin, http

from foxapi_video import AsyncFoxAPI, ConfigurationError, FoxAPI
from foxapi_video._contract.catalog import catalog
from foxapi_video._http.config import Config, secret_of
from foxapi_video.cli.app import run

FOX, HUB = (server.url for server in catalog().servers)
FOX_KEY, HUB_KEY = (
    {server.key_variable: key} for server, key in zip(catalog().servers, ("sk-fox", "sk-hub"), strict=True)
)
FOX_URL = {"FOXAPI_BASE_URL": "https://fox.example.com"}
HUB_URL = {"AIHUB_BASE_URL": "https://hub.example.com"}
NAMED, FOX_NAMED, HUB_NAMED = "https://argument.example.com", "https://fox.example.com", "https://hub.example.com"
EMPTY = dict.fromkeys(("FOXAPI_API_KEY", "FOXAPI_BASE_URL", "AIHUB_API_KEY", "AIHUB_BASE_URL"), "")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in EMPTY:
        monkeypatch.delenv(name, raising=False)


def test_the_contract_names_the_hosts_and_their_variables() -> None:
    """The documented host comes first, and its variables take precedence."""
    expected = [
        ("https://api.foxapi.cc", "FOXAPI_API_KEY", "FOXAPI_BASE_URL"),
        ("https://api.aihubmax.com", "AIHUB_API_KEY", "AIHUB_BASE_URL"),
    ]
    assert expected == [tuple(server) for server in catalog().servers]


CASES: list[tuple[Mapping[str, str], str | None, str | None, tuple[str, str]]] = [
    # variables, api_key=, base_url=, (the key that is used, its URL)
    (FOX_KEY, None, None, ("sk-fox", FOX)),
    (HUB_KEY, None, None, ("sk-hub", HUB)),
    (FOX_KEY | HUB_KEY, None, None, ("sk-fox", FOX)),
    # a URL of its own
    (FOX_KEY | FOX_URL, None, None, ("sk-fox", FOX_NAMED)),
    (HUB_KEY | HUB_URL, None, None, ("sk-hub", HUB_NAMED)),
    (FOX_KEY | FOX_URL | HUB_KEY | HUB_URL, None, None, ("sk-fox", FOX_NAMED)),
    (HUB_KEY | HUB_URL | FOX_URL, None, None, ("sk-hub", HUB_NAMED)),
    (FOX_KEY | HUB_KEY | FOX_URL, None, None, ("sk-fox", FOX_NAMED)),
    # the other key's URL is not for this one
    (FOX_KEY | HUB_KEY | HUB_URL, None, None, ("sk-fox", FOX)),
    # a URL without a key of its own names the host, such as a mock server, for the key that there is
    (FOX_KEY | HUB_URL, None, None, ("sk-fox", HUB_NAMED)),
    (HUB_KEY | FOX_URL, None, None, ("sk-hub", FOX_NAMED)),
    # empty and blank variables are not set
    (EMPTY | FOX_KEY, None, None, ("sk-fox", FOX)),
    (EMPTY | HUB_KEY, None, None, ("sk-hub", HUB)),
    (HUB_KEY | HUB_URL | {"FOXAPI_API_KEY": " \n", "FOXAPI_BASE_URL": ""}, None, None, ("sk-hub", HUB_NAMED)),
    (FOX_KEY | HUB_URL | {"AIHUB_API_KEY": " "}, None, None, ("sk-fox", HUB_NAMED)),
    ({"AIHUB_API_KEY": " sk-hub\n"}, None, None, ("sk-hub", HUB)),
    # base_url= takes precedence over each variable; an empty one is not set
    (FOX_KEY | FOX_URL, None, NAMED, ("sk-fox", NAMED)),
    (HUB_KEY | HUB_URL | FOX_URL, None, NAMED, ("sk-hub", NAMED)),
    (HUB_KEY, None, FOX, ("sk-hub", FOX)),
    (FOX_KEY, None, HUB, ("sk-fox", HUB)),
    (HUB_KEY, None, "", ("sk-hub", HUB)),
    # api_key= takes precedence; of the URLs, the first that is set
    ({}, "sk-own", None, ("sk-own", FOX)),
    ({}, "sk-own", NAMED, ("sk-own", NAMED)),
    (FOX_KEY | HUB_KEY, "sk-own", None, ("sk-own", FOX)),
    (HUB_KEY, "sk-own", None, ("sk-own", FOX)),
    (FOX_KEY | FOX_URL, "sk-own", None, ("sk-own", FOX_NAMED)),
    (FOX_URL | HUB_URL, "sk-own", None, ("sk-own", FOX_NAMED)),
    (HUB_URL, "sk-own", None, ("sk-own", HUB_NAMED)),
    # a variable's key that is passed on, as in FoxAPI(os.environ["AIHUB_API_KEY"]), goes where it goes by itself
    (HUB_KEY, "sk-hub", None, ("sk-hub", HUB)),
    (FOX_KEY | HUB_KEY, "sk-hub ", None, ("sk-hub", HUB)),
    (FOX_KEY | HUB_KEY | FOX_URL, "sk-hub", None, ("sk-hub", HUB)),
    (FOX_KEY | HUB_KEY | HUB_URL, "sk-fox", None, ("sk-fox", FOX)),
]


@pytest.mark.parametrize(("variables", "api_key", "base_url", "expected"), CASES)
def test_each_key_goes_to_its_own_host(
    variables: Mapping[str, str],
    api_key: str | None,
    base_url: str | None,
    expected: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No key reaches the host of the other one unless a base URL says so."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    config = Config.of(api_key and secret_of(api_key), base_url, 60, None)
    assert expected == (config.secret.reveal(), config.base_url)
    for client in (FoxAPI(api_key, base_url=base_url), AsyncFoxAPI(api_key, base_url=base_url)):
        assert f"base_url={expected[1]!r}" in repr(client)


@pytest.mark.parametrize(
    ("variables", "arguments", "words"),
    [
        ({}, {}, "set FOXAPI_API_KEY or AIHUB_API_KEY, or pass api_key="),
        (EMPTY, {}, "set FOXAPI_API_KEY or AIHUB_API_KEY, or pass api_key="),
        (HUB_KEY, {"api_key": " "}, "no API key"),
        ({"FOXAPI_API_KEY": "sk-\x7f"} | HUB_KEY, {}, "copy it again; check FOXAPI_API_KEY"),
        ({"AIHUB_API_KEY": "sk-a\tb"}, {}, "copy it again; check AIHUB_API_KEY"),
        (HUB_KEY | {"AIHUB_BASE_URL": "api.aihubmax.com"}, {}, "check AIHUB_BASE_URL"),
        (HUB_KEY | {"FOXAPI_BASE_URL": "ftp://x"}, {}, "check FOXAPI_BASE_URL"),
        (FOX_KEY | {"AIHUB_BASE_URL": " "}, {}, "check AIHUB_BASE_URL"),
        (HUB_KEY | HUB_URL, {"base_url": "ftp://x"}, "check base_url"),
    ],
)
def test_an_error_names_the_setting(
    variables: Mapping[str, str], arguments: Mapping[str, Any], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says which variable or argument to fix, and does not show a key."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for client in (FoxAPI, AsyncFoxAPI):
        with pytest.raises(ConfigurationError) as caught:
            client(**arguments)
        assert words in str(caught.value)
        assert "sk-" not in str(caught.value)


def test_a_wrong_url_of_the_other_key_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What belongs to a key that is not used does not stop the one that is."""
    for name, value in (FOX_KEY | HUB_KEY | {"AIHUB_BASE_URL": "nonsense"}).items():
        monkeypatch.setenv(name, value)
    assert f"FoxAPI(base_url={FOX!r})" == repr(FoxAPI())


@pytest.mark.parametrize("option", [False, True])
def test_the_command_line_sends_the_key_to_its_host(
    option: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """AIHUB_API_KEY suffices, AIHUB_BASE_URL or --base-url is asked, and the other key stays here."""
    task = json.dumps({"id": "task-1", "status": "processing"}).encode()
    origin = Origin(lambda *_: Does(http(task)))
    with FaultServer(origin):
        monkeypatch.setenv("AIHUB_API_KEY", "sk-hub")
        monkeypatch.setenv("AIHUB_BASE_URL", "http://127.0.0.1:9" if option else origin.url)
        code = run(["status", "task-1", *(["--base-url", origin.url] if option else [])])
    assert (0, 1) == (code, origin.asked("GET", "/v1/tasks/task-1")), capsys.readouterr().err
    assert b"Bearer sk-hub" in origin.seen


def test_the_command_line_says_which_variables_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a key, both names are in the message, and nothing is sent."""
    assert 2 == run(["credits"])
    assert "set FOXAPI_API_KEY or AIHUB_API_KEY" in capsys.readouterr().err
