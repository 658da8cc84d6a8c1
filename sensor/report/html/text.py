"""How numbers, times and other people's text are written on the page.

Text that a peer controls is hostile: it is bounded, characters that do not show or that turn the line around are made
visible, and it is isolated from the text beside it. Escaping for HTML is the template's autoescape.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Final

from markupsafe import Markup, escape

PEER_LIMIT: Final = 160
_KILO: Final = 1000
# Decimals that make three digits, with the least value each is for (after rounding).
_DECIMALS: Final = ((0, 99.95), (1, 9.995))
_LEAST_PERCENT, _MOST_PERCENT = 0.1, 99.9
_UNITS: Final = ("kB", "MB", "GB", "TB", "PB")
# Control, format (bidirectional and zero-width ones among them), surrogate, private use, unassigned, line and
# paragraph separators.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Combining marks beyond this many in a row would be drawn over neighbouring lines.
_MARKS_IN_A_ROW: Final = 2
_PART_END: Final = re.compile(r"(?<=[.:/\]_])")


def visible(text: str, limit: int = PEER_LIMIT) -> str:
    r"""Bounds a text and writes out what would not show: U+202E becomes ``\u{202e}``."""
    cut = len(text) > limit
    written: list[str] = []
    marks = 0
    for character in text[:limit]:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        hidden = category in _INVISIBLE or marks > _MARKS_IN_A_ROW
        written.append(f"\\u{{{ord(character):x}}}" if hidden else character)
    return "".join(written) + ("…" if cut else "")


def peer(text: str, limit: int = PEER_LIMIT) -> Markup:
    """Renders a text of unknown origin: bounded, made visible, escaped, isolated by ``<bdi>``."""
    return Markup("<bdi>") + escape(visible(text, limit)) + Markup("</bdi>")


def place(text: str, limit: int = PEER_LIMIT) -> Markup:
    """Renders a place as :func:`peer` does, with chances to break the line where its parts end."""
    parts = _PART_END.split(visible(text, limit))
    return Markup("<bdi>") + Markup("<wbr>").join(parts) + Markup("</bdi>")


def number(value: int) -> str:
    """Groups thousands: 12,345."""
    return f"{value:,}"


def size(value: int) -> str:
    """Writes bytes in decimal units, three digits: 12.4 MB."""
    if value < _KILO:
        return f"{value} B"
    scaled = float(value)
    for unit in _UNITS:
        scaled /= _KILO
        if round(scaled) < _KILO or unit == _UNITS[-1]:
            break
    decimals = next((places for places, least in _DECIMALS if scaled >= least), 2)
    return f"{scaled:.{decimals}f} {unit}"


def share(part: int, whole: int) -> str:
    """Writes a share in percent. Only none is 0 % and only all is 100 %."""
    if whole <= 0:
        return "–"
    if part <= 0:
        return "0 %"
    if part >= whole:
        return "100 %"
    percent = 100 * part / whole
    if percent < _LEAST_PERCENT:
        return "< 0.1 %"
    if percent > _MOST_PERCENT:
        return "> 99.9 %"
    return f"{percent:.1f} %"


def distinct(value: int, *, exact_limit: int = 1024) -> str:
    """Writes a count of distinct values; above the exact limit it is an estimate (DESIGN: mergeable set)."""
    return number(value) if value <= exact_limit else f"≈ {number(value)}"


def moment(timestamp: str) -> str:
    """Writes an RFC 3339 time for people, to the second."""
    return timestamp[:19].replace("T", " ")


def span(first: str, last: str) -> str:
    """Writes a span of time; the day is said once if it is the same, the time once if it is the same second."""
    start, end = moment(first), moment(last)
    if start == end:
        return start
    return f"{start} – {end[11:] if start[:10] == end[:10] else end}"


def epoch(timestamp: str) -> float:
    """Reads an RFC 3339 time in UTC as seconds since the epoch; 0 if it is not one."""
    try:
        return datetime.fromisoformat(f"{timestamp[:26].rstrip('Z')}+00:00").timestamp()
    except ValueError:
        return 0.0
