"""From findings and transports to alerts: one per leak."""

from __future__ import annotations
