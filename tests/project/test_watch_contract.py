"""scripts/watch_contract.py against a server of this machine: what differs is named, and no page does harm."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from bundle import load

ROOT = Path(__file__).resolve().parents[2]
OURS = load()


class Site:
    """A documentation site: path → body, or (status, body, headers)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pages: dict[str, Any] = {}
        self.asked: list[str] = []

    def add(self, name: str, text: str | bytes) -> None:
        """Add a page and name it in the index."""
        self.pages[f"/{name}"] = text
        links = "".join(f"- [{path}]({self.url}{path})\n" for path in self.pages if path != "/llms.txt")
        self.pages["/llms.txt"] = f"# Docs\n\n{links}"

    def watch(self) -> tuple[int, str]:
        """Run the script; return its exit code and what it prints."""
        command = [sys.executable, str(ROOT / "scripts" / "watch_contract.py"), self.url]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            page = found.pages.get(self.path, (404, "", {}))
            status, body, headers = page if isinstance(page, tuple) else (200, page, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # a client that has read enough
                self.wfile.write(body.encode() if isinstance(body, str) else body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Site(f"http://127.0.0.1:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield found
        server.shutdown()


def page(family: str, change: Callable[[dict[str, Any]], object] = lambda schema: None) -> str:
    """Write a page of the vendor as we know it, with one thing changed; its schema is behind a reference."""
    schema = copy.deepcopy(OURS["components"]["schemas"][family])
    del schema["discriminator" if "discriminator" in schema else "x-source"]
    change(schema)
    media = {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}
    document = {
        "openapi": "3.1.0",
        "paths": {"/v1/videos/generations": {"post": {"requestBody": {"content": media}}}},
        "components": {"schemas": {"Body": schema, "MediaUrl": OURS["components"]["schemas"]["MediaUrl"]}},
    }
    return f"# A model\n\n````yaml POST /v1/videos/generations\n{yaml.safe_dump(document)}````\n"


def test_the_contract_differs_from_itself_in_nothing(site: Site) -> None:
    """Pages that say what the contract says, and pages about something else."""
    site.add("sora.md", page("Sora2Request"))
    site.add("veo.md", page("Veo31Request"))
    site.add("welcome.md", "# Welcome\n\nopenapi is a word here.\n")
    assert (0, "3 pages, 2 of them with a create request: no differences\n") == site.watch()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda it: it["properties"]["model"]["enum"].append("sora-3"), "sora-3 is a new model id"),
        (lambda it: it["properties"].update(mood={"type": "string"}), "mood is a new field"),
        (lambda it: it["properties"]["duration"].update(default=12), "duration: default 12 (ours: 4)"),
        (
            lambda it: it["properties"]["duration"].update(enum=[4, 8]),
            "duration: enum [4, 8] (ours: [4, 8, 12, 16, 20])",
        ),
        (lambda it: it["properties"]["prompt"].update(maxLength=9), "prompt: maxLength 9 (ours: "),
        (
            lambda it: it["properties"]["duration"].update(type="string"),
            'duration: type ["string"] (ours: ["integer"])',
        ),
        (lambda it: it["required"].append("duration"), "duration is required (ours: optional)"),
    ],
)
def test_what_differs_is_named(site: Site, change: Callable[[dict[str, Any]], object], words: str) -> None:
    """With the page, the models and our own value."""
    site.add("sora.md", page("Sora2Request", change))
    site.add("veo.md", page("Veo31Request"))
    code, said = site.watch()
    assert (1, True, True) == (code, words in said, f"{site.url}/sora.md" in said), said
    assert "veo" not in said


def nested(depth: int) -> str:
    return "openapi: 3.1.0\npaths: " + "[" * depth + "]" * depth


CIRCLE = {
    "openapi": "3.1.0",
    "paths": {
        "/v1/videos/generations": {
            "post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}
        }
    },
    "components": {"schemas": {"A": {"allOf": [{"$ref": "#/components/schemas/A"}] * 9}}},
}
HOSTILE = {
    "a large page": (b"openapi: 3.1.0\n" + b"#" * 3_000_000, "more than 2,000,000 bytes"),
    "aliases": ("openapi: 3.1.0\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "it has YAML aliases"),
    "a tag": ("openapi: 3.1.0\na: !!python/object/apply:os.system ['touch pwned']\n", "it is not YAML"),
    "a deep page": (nested(5000), "it is nested too deeply"),
    "a circle": (json.dumps(CIRCLE), "too many schemas"),
    "no text": (b"\xff\xfe openapi: \x00", "it is not YAML"),
    "a redirect": ((302, "", {"location": "http://127.0.0.1:9/"}), "HTTP 302"),
    "nothing": ((404, "", {}), "HTTP 404"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_named_and_does_no_harm(site: Site, name: str, tmp_path: Path) -> None:
    """The other pages are read."""
    content, words = HOSTILE[name]
    site.add("hostile.md", content)
    site.add("sora.md", page("Sora2Request", lambda it: it["properties"].update(mood={})))
    code, said = site.watch()
    assert (1, True, True) == (code, words in said, "mood is a new field" in said), said
    assert not (ROOT / "pwned").exists()


def test_other_hosts_are_not_asked(site: Site) -> None:
    """A link out of the documentation is not followed, and a page without a suffix is none."""
    site.add("sora.md", page("Sora2Request"))
    site.pages["/llms.txt"] += (
        "- [x](http://127.0.0.1:9/x.md)\n- [y](//evil.example/y.md)\n- [z](/z)\n- [f](file:///etc/a.md)\n"
    )
    assert 0 == site.watch()[0]
    assert ["/llms.txt", "/sora.md"] == site.asked


def test_what_is_printed_is_escaped(site: Site) -> None:
    """Names and values of a page do not steer the terminal, and are not endless."""
    names = ["\x1b[2J", "a\nb", "‮", "x" * 10_000]
    site.add("sora.md", page("Sora2Request", lambda it: it["properties"].update({name: {} for name in names})))
    code, said = site.watch()
    assert (1, 4) == (code, said.count("is a new field"))
    assert all(each.isprintable() and len(each) < 400 for each in said.splitlines())


def test_a_documentation_in_another_form_is_an_error(site: Site) -> None:
    """Silence would mean that nothing has changed."""
    site.add("welcome.md", "# Welcome\n")
    code, said = site.watch()
    assert (2, True) == (code, "another form" in said)
    site.pages.clear()
    code, said = site.watch()
    assert (2, True) == (code, "llms.txt cannot be read" in said)
