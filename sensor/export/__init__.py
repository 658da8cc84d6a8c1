"""One durable event table, a cursor per destination: what a destination has to be, and how it is served."""

from __future__ import annotations
