"""What a replay shows a person: the terminal summary, the HTML report, the packets behind a finding."""

from __future__ import annotations
