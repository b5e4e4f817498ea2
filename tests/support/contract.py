"""The contract as one document, read once per process."""

from __future__ import annotations

from typing import Any

from bundle import load


def contract() -> dict[str, Any]:
    """Return a copy of the contract, which a test can change."""
    return load()
