"""The command line. Modules import what is slow only when a command needs it."""

from __future__ import annotations
