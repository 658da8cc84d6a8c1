"""The packets behind a finding as Wireshark sees them: a second opinion by an independent dissector.

The finding's own bytes are raw personal data, so unless a person asked for the real values everything that is printed
is scanned once more and masked, and a layer that speaks of passwords or tokens loses all its values: what a login looks
like is known to its protocol's parser, not to a scan of text.
"""

from __future__ import annotations

import re
import shutil
import urllib.parse
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sensor.engine import scan_text
from sensor.errors import CaptureError, SensorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sensor.model.finding import Finding

MAX_FRAMES: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HEX_RUN: Final = re.compile(r"(?:[0-9a-fA-F]{2}[: ]){7,}[0-9a-fA-F]{2}|[0-9a-fA-F]{16,}")
_KEEP: Final = 2
_CARRIERS: Final = frozenset(
    {
        "FRAME",
        "ETH",
        "VLAN",
        "SLL",
        "LINUX_SLL",
        "IP",
        "IPV6",
        "ARP",
        "TCP",
        "UDP",
        "ICMP",
        "ICMPV6",
        "GRE",
        "ERSPAN",
        "VXLAN",
        "GENEVE",
        "MPLS",
        "PPP",
        "PPPOES",
    }
)
_SECRET_WORDS: Final = re.compile(
    r"pass|pwd|secret|token|auth|cookie|credential|login|api.?key|private.?key|bind|community|口令|密码|令牌",
    re.IGNORECASE,
)


class Layer(msgspec.Struct, frozen=True):
    """One protocol layer of a packet: of each field Wireshark's name for it (``ftp.request.arg``) and its text."""

    name: str
    fields: tuple[tuple[str, str], ...]


class Packet(msgspec.Struct, frozen=True):
    """A packet as Wireshark tells it."""

    head: str
    layers: tuple[Layer, ...]

    def text(self) -> str:
        """The whole packet, unmasked."""
        return "\n".join([self.head, *(_layer_text(layer) for layer in self.layers)])


def _layer_text(layer: Layer) -> str:
    return "\n".join([f"  {layer.name}", *(f"    {text}" for _, text in layer.fields)])


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


def masked(packet: Packet, plan: bytes, *, login: bool) -> str:
    """The packet with its values masked. ``login``: the finding is about a secret, so no application value is shown."""
    told = [packet.head]
    for layer in packet.layers:
        text = _layer_text(layer)
        if layer.name in _CARRIERS:
            told.append(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))
        elif login or _SECRET_WORDS.search(text):
            # A field's own name is Wireshark's word; its text may be nothing but the secret.
            told.append("\n".join([f"  {layer.name}", *(f"    {name}: [hidden]" for name, _ in layer.fields)]))
        else:
            told.append(mask(text, plan))
    return "\n".join(told)


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


def packets(capture: str, finding: Finding) -> Iterator[Packet]:
    """Yields each packet of a finding, unmasked, at most ``MAX_FRAMES`` of them.

    Raises:
        ToolMissingError: If tshark or pyshark is not installed.
        CaptureError: If tshark cannot read the capture.
    """
    if shutil.which("tshark") is None:
        reason = "tshark is not installed: install the package `tshark` (Debian, Ubuntu) or `wireshark-cli` (Fedora)"
        raise ToolMissingError(reason)
    try:
        import pyshark  # noqa: PLC0415 - slow, and only this command needs it
    except ImportError as error:
        reason = "pyshark is not installed: pip install pyshark"
        raise ToolMissingError(reason) from error
    file: Any = pyshark.FileCapture(capture, display_filter=display_filter(finding), keep_packets=False)
    try:
        for number, packet in enumerate(file):
            if number >= MAX_FRAMES:
                yield Packet(f"… more than {MAX_FRAMES} packets: use the display filter", ())
                return
            yield _packet(packet)
    except Exception as error:
        # pyshark raises what asyncio and lxml raise; whatever it is, the second opinion is not to be had.
        raise CaptureError(capture, f"tshark cannot dissect it ({type(error).__name__})") from error
    finally:
        file.close()


def _packet(packet: Any) -> Packet:
    head = f"frame {packet.number}, {packet.sniff_time.isoformat()}Z, {packet.length} bytes, {packet.highest_layer}"
    layers = []
    for layer in packet.layers:
        fields = []
        for field in layer._get_all_fields_with_alternates():  # noqa: SLF001 - the only way to all fields
            text = field.showname or field.show
            if text:
                fields.append((str(field.name or "field"), str(text)))
        layers.append(Layer(str(layer.layer_name).upper(), tuple(fields)))
    return Packet(head, tuple(layers))
