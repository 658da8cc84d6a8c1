"""The packets behind a finding as Wireshark sees them: a second opinion by an independent dissector.

The finding's own bytes are raw personal data, so everything that is printed is scanned once more and masked, unless a
person asked for the real values.
"""

from __future__ import annotations

import re
import shutil
import urllib.parse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from sensor.engine import scan_text
from sensor.errors import CaptureError, SensorError, UsageError

if TYPE_CHECKING:
    from sensor.model.finding import Finding

MAX_FRAMES: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HEX_RUN: Final = re.compile(r"(?:[0-9a-fA-F]{2}[: ]){7,}[0-9a-fA-F]{2}|[0-9a-fA-F]{16,}")
_KEEP: Final = 2


class ToolMissingError(SensorError):
    """Wireshark's dissector or its Python binding is not installed."""

    exit_code = UsageError.exit_code


def display_filter(finding: Finding) -> str:
    """The display filter of a finding: its frames, and its two ends in either order."""
    place = finding.evidence
    ends = []
    for endpoint in (finding.sender, finding.receiver):
        family = "ipv6" if ":" in endpoint.ip else "ip"
        ends.append(f"{family}.addr == {endpoint.ip}")
        if endpoint.port:
            ends.append(f"(tcp.port == {endpoint.port} or udp.port == {endpoint.port})")
    frames = f"frame.number >= {place.first_frame} and frame.number <= {place.last_frame}"
    return " and ".join([frames, *ends])


def mask(text: str, plan: bytes) -> str:
    """Masks whatever a detector finds in the text, and byte dumps, which hold the same values in hex."""
    shown = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    shown = _HEX_RUN.sub("[bytes]", shown)
    for view in {shown, urllib.parse.unquote(shown)}:
        hits = scan_text(plan, view.encode(), "text/plain; charset=utf-8")
        for value in sorted({hit.value for hit in hits}, key=lambda value: (-len(value), value)):
            shown = _replace(shown, value)
    return shown


def _replace(text: str, value: str) -> str:
    """Replaces a normalised value wherever it stands, also with the separators that normalising removed."""
    # Revealed credentials are `user:secret`: either half is to be hidden wherever it stands.
    parts = value.split(":", 1) if ":" in value else [value]
    for part in parts:
        if not part:
            continue
        spaced = r"[\s\-.()]{0,2}".join(map(re.escape, part))
        percent = "".join(f"(?:{re.escape(char)}|{re.escape(urllib.parse.quote(char, safe=''))})" for char in part)
        pattern = re.compile(f"{spaced}|{percent}", re.IGNORECASE)
        text = pattern.sub(lambda found: _cover(found.group()), text)
    return text


def _cover(value: str) -> str:
    """Stars, with as much of the ends as tells two values apart in a listing."""
    if len(value) <= 4 * _KEEP:
        return "*" * len(value)
    return value[:_KEEP] + "*" * (len(value) - 2 * _KEEP) + value[-_KEEP:]


def packets(capture: str, finding: Finding) -> Iterator[str]:
    """Yields the text of each packet, unmasked, at most ``MAX_FRAMES`` of them.

    Raises:
        ToolMissingError: If tshark or pyshark is not installed.
        CaptureError: If tshark cannot read the capture.
    """
    if shutil.which("tshark") is None:
        reason = "tshark is not installed: install the package `tshark` (Debian, Ubuntu) or `wireshark-cli` (Fedora)"
        raise ToolMissingError(reason)
    try:
        import pyshark  # type: ignore[import-untyped]  # noqa: PLC0415 - slow, and only this command needs it
    except ImportError as error:
        reason = "pyshark is not installed: pip install pyshark"
        raise ToolMissingError(reason) from error
    file: Any = pyshark.FileCapture(capture, display_filter=display_filter(finding), keep_packets=False)
    try:
        for number, packet in enumerate(file):
            if number >= MAX_FRAMES:
                yield f"… more than {MAX_FRAMES} packets: use the display filter {display_filter(finding)}"
                return
            yield _plain(packet)
    except Exception as error:
        # pyshark raises what asyncio and lxml raise; whatever it is, the second opinion is not to be had.
        raise CaptureError(capture, f"tshark cannot dissect it ({type(error).__name__})") from error
    finally:
        file.close()


def _plain(packet: Any) -> str:  # noqa: ANN401 - pyshark has no types
    lines = [f"frame {packet.number}, {packet.sniff_time.isoformat()}Z, {packet.length} bytes, {packet.highest_layer}"]
    for layer in packet.layers:
        lines.append(f"  {str(layer.layer_name).upper()}")
        for field in layer._get_all_fields_with_alternates():  # noqa: SLF001 - the only way to all fields
            text = field.showname or field.show
            if text:
                lines.append(f"    {text}")
    return "\n".join(lines)
