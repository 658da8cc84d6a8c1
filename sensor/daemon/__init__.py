"""The sensor as a service, and the configuration that it shares with ``replay``."""

from __future__ import annotations
