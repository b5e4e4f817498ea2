"""Seeded schedules of crashes, faults and clocks: `world.py` runs one, `promises.py` says what must hold."""
