"""Ready-made files for Prometheus, Alertmanager and Grafana; how to: ``docs/how-to/prometheus-and-grafana.md``."""

from __future__ import annotations
