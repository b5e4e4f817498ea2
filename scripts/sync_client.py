"""Write the sync client from the source of the async one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

CLIENT = Path(__file__).resolve().parent.parent / "wrapper" / "foxapi_video" / "client.py"

SYNC = {
    r"an(\s+)`async with`": r"a\1`with`",
    r"async (def|with|for)\b": r"\1",
    r"\bawait ": "",
    r"\bAsync(?=FoxAPI|Driver|Generator|BaseTransport)": "",
    r"\ba(?=closing)": "",
    r"__a(?=enter__|exit__)": "__",
    r"_http\.async_driver": "_http.driver",
    r"handle_async_request": "handle_request",
    r"Tasks of one event loop can(\s+)share it": r"Threads can\1share it",
    r"httpx and asyncio are imported": "httpx is imported",
    r"\[result for result in (.*)\]\n": r"list(\1)\n",
}
"""What makes a sync client of the source of the async one, in this order."""
SYNC_BATCH = (
    "        batch = self._driver.run(beginning)\n",
    "        return self._results(self._driver.run(beginning), concurrency, poll, on_progress)\n\n"
    "    def _results(\n"
    "        self, batch: batches.Batch, concurrency: int, poll: Poll, on_progress: OnJobProgress | None\n"
    "    ) -> Generator[JobResult]:\n",
)
"""Problems of a batch are raised by the call itself: a generator would begin with its first result."""


def sync_client(source: str) -> str:
    """Write FoxAPI from the source of AsyncFoxAPI."""
    text = source
    for pattern, replacement in SYNC.items():
        text, count = re.subn(pattern, replacement, text)
        if not count:
            raise SystemExit(f"the async client has nothing more that matches {pattern}")
    if text.count(SYNC_BATCH[0]) != 1:
        raise SystemExit("the async client begins a batch otherwise than before")
    text = re.sub(
        r'^""".*?"""', '"""The sync client. Written by scripts/generate.py from async_client.py."""', text, flags=re.S
    )
    text = text.replace(*SYNC_BATCH)
    for command in (["check", "--quiet", "--fix", "--select", "F401,I"], ["format", "--quiet"]):
        name = ["--stdin-filename", str(CLIENT), "-"]
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *name], input=text, capture_output=True, text=True, check=True
        )
        text = done.stdout
    return text
