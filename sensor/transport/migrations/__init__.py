"""The schema of the inventory: numbered SQL scripts, run by ``sensor.migration``."""

from __future__ import annotations
