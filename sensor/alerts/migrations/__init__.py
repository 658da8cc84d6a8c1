"""The schema of the event store: numbered SQL scripts, run by ``sensor.migration``."""

from __future__ import annotations
