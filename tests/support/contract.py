"""The contract as it stands, read once per process."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONTRACT = Path(__file__).parents[2] / "openapi" / "foxapi.yaml"


@cache
def _text() -> str:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # a tenth of the time
    return json.dumps(yaml.load(CONTRACT.read_text(encoding="utf-8"), Loader=loader))


def contract() -> dict[str, Any]:
    """Return a copy of the contract, which a test can change."""
    copy: dict[str, Any] = json.loads(_text())
    return copy
