"""Processes that share a journal are killed at random, while they submit and just as they are answered."""

from __future__ import annotations

import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "bench"))

from chaos import ENDED, KILLS, Chaos  # noqa: E402


def test_whatever_is_killed_when_no_job_is_paid_twice_and_none_is_lost(tmp_path: Path, everything: bool) -> None:
    """Each job ends as saved, failed or uncertain, with the one task that was paid for it, and its file is whole."""
    each = 2 if everything else 1
    chaos = Chaos(tmp_path, 12 * each, random.Random(1))
    figures = chaos.run(kills=3 * each, workers=3, within=120)
    assert [] == chaos.wrong
    assert [each] * 3 == [figures[f"kills {how}"] for how in KILLS]
    assert {state for state in ENDED if figures[state]} >= ({"saved", "uncertain"} if everything else {"saved"})
