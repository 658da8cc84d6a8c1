"""leaktap: a network data-leak sensor.

This package holds policy: configuration, rules, alerts, reports and the command line. Bytes are the business of the
compiled engine, which only ``sensor.engine`` imports.
"""

from __future__ import annotations

__version__ = "0.1.0"
