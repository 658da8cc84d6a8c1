"""The records that leaktap writes: frozen, typed, without I/O. One module per stream."""

from __future__ import annotations
