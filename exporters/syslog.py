"""Alerts as syslog messages (RFC 5424), over TLS (RFC 5425), TCP (RFC 6587, octet counting) or UDP (RFC 5426).

Syslog has no acknowledgement. Over TLS and TCP a batch counts as sent once the kernel of the other side has all of it;
before each batch the connection is looked at, and one that the other side closed or reset is not used. So at most the
last batch before a receiver dies or restarts is lost, if that had not read it yet. Over UDP anything may be lost, and
nobody knows. Where no alert may be missing, use a destination that answers: ``elastic``, ``kafka``, ``webhook``.

A batch that failed is sent again whole: a receiver may see an event twice. It has the same event id then: in CEF as
``externalId``, in OCSF it is alert id and revision (``unmapped.leaktap.id`` and ``.revision``).

The header of a message: severity by the table in ``_ocsf``, the time of the alert with microseconds, the host's name,
``leaktap``, process id, and the rule's id as MSGID (its first 32 characters). Structured data is ``origin`` (RFC 5424
§7.2) and nothing of our own: that would need an enterprise number, and 32473 is for examples (RFC 5612). OCSF is sent
as ASCII with JSON's escapes. CEF is UTF-8, and begins with the mark that RFC 5424 §6.4 wants (BOM) if it is not ASCII.

Receivers cut or refuse what is longer than they expect: 8192 bytes are usual (RFC 5425 §4.3.1 asks for no more).
``max_message`` bounds a message. One that would be longer loses optional parts, never its form: lists first, then
everything that OCSF has no field for. UDP messages beyond the path's MTU travel in fragments: CEF with ``max_message:
1400`` avoids that.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import socket
import ssl
import struct
import termios
import time
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal

import msgspec

import sensor
from exporters import _cef, _ocsf
from exporters._options import Duration, seconds
from sensor.errors import ConfigError
from sensor.export.api import DeliveryError, Exporter, RejectedError
from sensor.export.settings import TlsSection, convert
from sensor.model.record import Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sensor.model.alert import Alert
    from sensor.model.event import Event

_log = logging.getLogger("leaktap.exporters.syslog")

FACILITIES: Final = {
    "user": 1,
    "daemon": 3,
    "auth": 4,
    "authpriv": 10,
    **{f"local{number}": 16 + number for number in range(8)},
}
BOM: Final = b"\xef\xbb\xbf"
_MAX_TIMEOUT_S: Final = 600.0
_MAX_CONNECT_S: Final = 10.0
# After the handshake: how long a receiver may take to refuse our certificate. With TLS 1.3, and where the receiver
# looks at names itself, it does so only when we believe to be connected.
_VERDICT_S: Final = 1.0
# After datagrams: how long a host may take to say that nobody listens (ICMP).
_ICMP_S: Final = 0.1
_CHUNK: Final = 64 << 10
_MAX_CHATTER: Final = 16
_MAX_PORT: Final = 65_535
_MAX_MSGID: Final = 32
_MAX_HOSTNAME: Final = 255
_MICROSECONDS: Final = 26
# Lists of an alert that a short message does without, and what of the alert it keeps in the end.
_LISTS: Final = {
    "evidence": (),
    "findings": (),
    "flows": (),
    "where": (),
    "cites": (),
    "advice": None,
    "http": None,
    "mail": None,
    "db": None,
}
_CORE: Final = ("id", "revision", "activity", "sensor", "rule", "direction", "count", "distinct", "digest_key_id")


class SyslogSection(Section, frozen=True, kw_only=True):
    """Options of syslog. ``timeout`` bounds a connection, and a batch; ``max_message`` is in bytes."""

    address: str
    transport: Literal["tls", "tcp", "udp"] = "tls"
    body: Literal["cef", "json"] = "cef"
    facility: Literal[
        "user",
        "daemon",
        "auth",
        "authpriv",
        "local0",
        "local1",
        "local2",
        "local3",
        "local4",
        "local5",
        "local6",
        "local7",
    ] = "local0"
    tls: TlsSection = TlsSection()
    timeout: Duration = "30s"
    max_message: Annotated[int, msgspec.Meta(ge=1024, le=65_507)] = 8192


class Syslog(Exporter):
    """A syslog receiver.

    Attributes:
        shortened: Messages that lost parts to ``max_message``.
    """

    batch_events: ClassVar[int] = 100

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        self._what = f"exporter {name}"
        self._section = convert(self._what, options, SyslogSection)
        self._host, self._port = _address(self._what, self._section.address)
        self._timeout_s = seconds(self._section.timeout)
        if not 1 <= self._timeout_s <= _MAX_TIMEOUT_S:
            raise ConfigError(f"{self._what}: timeout: must be from 1 s to {_MAX_TIMEOUT_S:g} s")
        if self._section.transport == "tls":
            self._section.tls.context(f"{self._what}: tls")  # a wrong file is known before the first alert
        elif self._section.tls != TlsSection():
            raise ConfigError(f"{self._what}: tls: is for transport: tls, not for {self._section.transport}")
        self._hostname = _printable(socket.gethostname(), _MAX_HOSTNAME)
        self._socket: socket.socket | None = None
        self._warned = False
        self.shortened = 0

    def send(self, events: Sequence[Event]) -> None:
        """Sends a message for each event. See the module for what is known then."""
        messages = {event.id: self._message(event.alert) for event in events}
        most = self._section.max_message
        refused = {key: f"longer than max_message ({most})" for key, message in messages.items() if len(message) > most}
        ready = [message for key, message in messages.items() if key not in refused]
        try:
            connection = self._usable()
            if self._section.transport == "udp":
                for message in ready:
                    connection.send(message)
                _await_refusal(connection, _ICMP_S)
            else:
                self._stream(connection, b"".join(map(frame, ready)))
        except OSError as error:
            self.close()
            raise DeliveryError(f"{self._section.address}: {_explain(error)}") from None
        if refused:
            raise RejectedError(refused)

    def _stream(self, connection: socket.socket, frames: bytes) -> None:
        """Writes all frames and waits until the other side's kernel has them."""
        deadline = time.monotonic() + self._timeout_s
        with memoryview(frames) as rest:
            for start in range(0, len(rest), _CHUNK):
                connection.settimeout(max(0.01, deadline - time.monotonic()))
                connection.sendall(rest[start : start + _CHUNK])
        pause_s = 0.0005
        while _unacknowledged(connection):
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(pause_s)
            pause_s = min(pause_s * 2, 0.05)
        _look(connection)

    def _usable(self) -> socket.socket:
        """The connection, if it still is one, or else a new one."""
        # Over UDP there is nothing to see; a refusal that is pending comes out of the next call.
        if self._socket is not None and self._section.transport != "udp":
            try:
                _look(self._socket)
            except OSError as error:
                _log.info("a syslog connection ended", extra={"destination": self._what, "reason": _explain(error)})
                self.close()
        if self._socket is None:
            self._warn()
            self._socket = self._connect()
        return self._socket

    def _warn(self) -> None:
        if self._warned:
            return
        self._warned = True
        if self._section.transport != "tls":
            _log.warning("alerts travel without encryption", extra={"destination": self._what})
        elif not self._section.tls.verify:
            _log.warning("certificates of a destination are not verified", extra={"destination": self._what})

    def _connect(self) -> socket.socket:
        """Resolves, connects, and for TLS verifies the other side and waits for its verdict on us."""
        where = (self._host, self._port)
        patience_s = min(self._timeout_s, _MAX_CONNECT_S)
        if self._section.transport == "udp":
            return _datagrams(where, patience_s)
        connection = socket.create_connection(where, timeout=patience_s)
        if self._section.transport == "tcp":
            return connection
        tls = self._section.tls
        try:
            # Read anew: certificates are replaced while the service runs.
            context = tls.context(f"{self._what}: tls")
            secured = context.wrap_socket(connection, server_hostname=tls.server_name or self._host)
        except ConfigError as error:
            connection.close()
            raise DeliveryError(str(error)) from error
        except (OSError, ValueError):
            connection.close()
            raise
        try:
            _await_refusal(secured, _VERDICT_S)
        except OSError:
            secured.close()
            raise
        return secured

    def _message(self, alert: Alert) -> bytes:
        """Makes a message of an alert, within ``max_message`` if that can be done."""
        level = _ocsf.SEVERITIES[alert.severity]
        priority = FACILITIES[self._section.facility] * 8 + level.syslog
        origin = f'[origin software="leaktap" swVersion="{sensor.__version__}"]'
        header = (
            f"<{priority}>1 {alert.ts[:_MICROSECONDS]}Z {self._hostname} leaktap {os.getpid()}"
            f" {_printable(alert.rule, _MAX_MSGID)} {origin} "
        ).encode()
        room = self._section.max_message - len(header)
        write = _json if self._section.body == "json" else _line
        body = write(alert)
        if len(body) > room:
            self._note_shortened()
            body = write(alert, room)
        return header + body

    def _note_shortened(self) -> None:
        if not self.shortened:
            _log.warning(
                "messages are longer than max_message and lose parts",
                extra={"destination": self._what, "max_message": self._section.max_message},
            )
        self.shortened += 1

    def check(self) -> str:
        """Connects, with all verification. Over UDP that proves no more than that the name can be resolved."""
        transport = self._section.transport
        try:
            connection = self._connect()
        except OSError as error:
            raise DeliveryError(f"{self._section.address}: {_explain(error)}") from None
        with connection:
            if isinstance(connection, ssl.SSLSocket):
                trust = "" if self._section.tls.verify else ", not verified"
                return f"{self._section.address}: connected with {connection.version()}{trust}"
        if transport == "udp":
            return f"{self._section.address}: can be resolved; over UDP only the receiver knows whether alerts arrive"
        return f"{self._section.address}: connected, without encryption"

    def addresses(self) -> list[tuple[str, int]]:
        """The receiver."""
        return [(self._host, self._port)]

    def close(self) -> None:
        """Closes the connection; the next batch opens a new one."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def frame(message: bytes) -> bytes:
    """Puts the length before a message (RFC 6587 §3.4.1, RFC 5425 §4.3)."""
    return b"%d %b" % (len(message), message)


def _line(alert: Alert, most: int | None = None) -> bytes:
    """The alert in CEF, in at most so many bytes."""
    body = _cef.line(alert, most)
    if body.isascii():
        return body.encode()
    return BOM + _cef.line(alert, most and most - len(BOM)).encode()


def _json(alert: Alert, most: int | None = None) -> bytes:
    """The alert in OCSF, whole; or in at most so many bytes, if what is optional can make up for it."""
    if most is None:
        return _ascii(_ocsf.event(alert))
    event = _ocsf.event(msgspec.structs.replace(alert, **_LISTS))
    event["unmapped"]["omitted"] = [name for name, empty in _LISTS.items() if getattr(alert, name) != empty]
    body = _ascii(event)
    if len(body) <= most:
        return body
    event.pop("remediation", None)
    mine = event["unmapped"]["leaktap"]
    core = {name: value for name, value in mine.items() if name in _CORE}
    event["unmapped"] = {"leaktap": core, "omitted": [name for name in mine if name not in core]}
    return _ascii(event)


def _ascii(event: dict[str, Any]) -> bytes:
    return json.dumps(event, separators=(",", ":")).encode("ascii")


def _printable(text: str, most: int) -> str:
    """A field of the header: printable ASCII without blanks (RFC 5424 §6); ``-`` if nothing is left."""
    return "".join(letter if "!" <= letter <= "~" else "_" for letter in text)[:most] or "-"


def _datagrams(where: tuple[str, int], timeout_s: float) -> socket.socket:
    """A UDP socket to the first of the host's addresses that there is a route to."""
    trouble = OSError("no address")
    for family, kind, number, _, resolved in socket.getaddrinfo(*where, type=socket.SOCK_DGRAM):
        connection = socket.socket(family, kind, number)
        connection.settimeout(timeout_s)
        try:
            connection.connect(resolved)
        except OSError as error:
            trouble = error
            connection.close()
        else:
            return connection
    raise trouble


def _look(connection: socket.socket) -> None:
    """Reads what the other side said, and throws it away: syslog receivers say nothing but that they end.

    Raises:
        OSError: If it closed or reset the connection, or talks without end.
    """
    connection.settimeout(0)
    for _ in range(_MAX_CHATTER):
        try:
            if not connection.recv(_CHUNK):
                raise ConnectionResetError(0, "the receiver closed the connection")
        except (BlockingIOError, ssl.SSLWantReadError):
            connection.settimeout(_MAX_CONNECT_S)
            return
    raise ConnectionAbortedError(0, "the receiver talks: it is no syslog receiver")


def _await_refusal(connection: socket.socket, patience_s: float) -> None:
    """Waits a moment for the other side to refuse what it got.

    Raises:
        OSError: If it did.
    """
    deadline = time.monotonic() + patience_s
    while (left_s := deadline - time.monotonic()) > 0:
        connection.settimeout(left_s)
        try:
            if not connection.recv(_CHUNK) and connection.type == socket.SOCK_STREAM:
                raise ConnectionResetError(0, "the receiver closed the connection after the handshake (see tls)")
        except TimeoutError:
            return


def _unacknowledged(connection: socket.socket) -> int:
    """Bytes that the other side's kernel did not confirm yet (tcp(7), SIOCOUTQ)."""
    found: tuple[int] = struct.unpack("i", fcntl.ioctl(connection, termios.TIOCOUTQ, b"\0\0\0\0"))
    return found[0]


def _address(what: str, address: str) -> tuple[str, int]:
    """Reads ``host:port`` or ``[v6]:port``."""
    host, _, port = address.rpartition(":")
    bare = host.removeprefix("[").removesuffix("]") if host.startswith("[") else host
    good = bare and (bare == host) is (":" not in bare) and not any(letter in bare for letter in "/[]@ ")
    if not good or not port.isdecimal() or not 0 < int(port) <= _MAX_PORT:
        raise ConfigError(f"{what}: address: `{address[:64]}` is not a host and a port such as siem.example.com:6514")
    return bare, int(port)


def _explain(error: OSError) -> str:
    """Says in our words what went wrong."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message} (see tls.ca and tls.server_name)"
    if isinstance(error, ssl.SSLError):
        word = (error.reason or "failed").lower().replace("_", " ")
        return f"TLS: {word} (see tls, and whether the receiver wants a client certificate)"
    if isinstance(error, socket.gaierror):
        return "its name cannot be resolved"
    if isinstance(error, TimeoutError):
        return "does not take what is sent within the timeout"
    return error.strerror or "the connection broke"
