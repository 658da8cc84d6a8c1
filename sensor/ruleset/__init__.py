"""Rule code: what rule files may say, how they are loaded, checked and compiled. Rule data is in ``rules/``."""

from __future__ import annotations
