"""One module per destination; modules with a leading underscore are field mappings."""

from __future__ import annotations
