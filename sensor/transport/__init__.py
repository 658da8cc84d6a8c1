"""What the observed transport is worth: policy over the engine's transport observations."""

from __future__ import annotations
