"""What destinations behind HTTP share: connections, authentication, and what an answer means for the events.

TLS is required unless the host is this one or ``insecure_http`` says otherwise. Redirects are not followed, nothing is
repeated here (the delivery does that), and proxies of the environment are not used. Bodies of answers are read within
a bound and quoted nowhere; an error names host, status and the standard phrase of that status.

What is wrong with the configuration (401, 403, 404, a redirect, …) never discards events: they wait until it is mended.
Only 400, 413 and 422 speak of the events themselves. A batch that is refused so is sent again in halves, so that only
those are given up that are refused alone (``send_in_parts``).
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import email.utils
import ipaddress
import logging
import re
import socket
import ssl
import threading
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import urllib3
from urllib3 import exceptions

import sensor
from exporters._options import Duration, seconds
from sensor.errors import ConfigError
from sensor.export.api import DeliveryError, RejectedError
from sensor.export.settings import SecretSection, TlsSection
from sensor.model.record import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sensor.model.event import Event

_log = logging.getLogger("leaktap.exporters.http")

MAX_RETRY_AFTER_S: Final = 3600.0
MAX_TIMEOUT_S: Final = 600.0
MAX_ANSWER: Final = 64 << 10
_MAX_CONNECT_S: Final = 10.0
_CHUNK: Final = 16 << 10

# Statuses that speak of the events rather than of the request's circumstances (RFC 9110 §15.5).
REFUSALS: Final = frozenset({400, 413, 422})
_MENDS: Final = {
    400: "it does not understand the request: see url and format",
    401: "the credentials are missing or wrong: see auth",
    403: "these credentials may not do this: see auth, and what the destination grants them",
    404: "nothing is at this path: see url",
    405: "nothing takes this method at this path: see url",
    407: "a proxy wants credentials: it cannot be used",
    410: "nothing is at this path any more: see url",
    413: "the request is too large for it: raise its limit",
    415: "it does not take this kind of body: see format",
}
_HEADER_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")
_HEADER_VALUE: Final = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,8190}[\x21-\x7e])?")


class AuthSection(Section, frozen=True, kw_only=True):
    """How we say who we are: one of ``user`` with ``password``, ``bearer``, or ``api_key``.

    An API key goes into ``Authorization: ApiKey …`` (as Elasticsearch wants it), or alone into ``api_key_header``.
    """

    user: str = ""
    password: SecretSection = SecretSection()
    bearer: SecretSection = SecretSection()
    api_key: SecretSection = SecretSection()
    api_key_header: str = ""

    def headers(self, what: str) -> dict[str, str]:
        """Reads the secrets and makes the header; none if nothing is configured.

        Raises:
            ConfigError: If a secret cannot be read or fits no header, or if there is more than one way.
        """
        password = self.password.read(f"{what}: auth.password")
        bearer = self.bearer.read(f"{what}: auth.bearer")
        api_key = self.api_key.read(f"{what}: auth.api_key")
        if sum(map(bool, (self.user, bearer, api_key))) > 1:
            raise ConfigError(f"{what}: auth: choose one of user, bearer and api_key")
        if bool(self.user) is not bool(password) or ":" in self.user:
            raise ConfigError(f"{what}: auth: a user (without a colon) and a password go together")
        for secret, option in ((bearer, "bearer"), (api_key, "api_key")):
            if secret and not _HEADER_VALUE.fullmatch(secret):
                raise ConfigError(f"{what}: auth.{option}: holds characters that do not fit into a header")
        if self.user:
            return {"Authorization": "Basic " + base64.b64encode(f"{self.user}:{password}".encode()).decode()}
        if bearer:
            return {"Authorization": f"Bearer {bearer}"}
        if api_key and self.api_key_header:
            return check_headers(f"{what}: auth.api_key_header", {self.api_key_header: api_key})
        return {"Authorization": f"ApiKey {api_key}"} if api_key else {}


class HttpSection(Section, frozen=True, kw_only=True):
    """Options of every destination behind HTTP. ``timeout`` bounds the wait for an answer, all of it."""

    auth: AuthSection = AuthSection()
    tls: TlsSection = TlsSection()
    insecure_http: bool = False
    timeout: Duration = "30s"


class Reply(NamedTuple):
    """An answer: its status, as much of its body as the bound allows, and its ``Retry-After`` in seconds."""

    status: int
    body: bytes
    retry_after_s: float | None


class RefusedError(Exception):
    """These events, sent together, were refused. Not for the delivery: see ``send_in_parts``."""


@contextlib.contextmanager
def _in_time(connection: urllib3.connection.HTTPConnection) -> Iterator[None]:
    """Bounds all reads of a head together; a socket's timeout bounds each of them only.

    Raises:
        TimeoutError: If they were not done in time.
    """
    cut = _Cut(connection)
    cut.start()
    try:
        yield
    finally:
        cut.cancel()
        if cut.fired:
            # What was read of the head passes for all of it, or for a broken connection.
            raise TimeoutError


class _Cut(threading.Timer):
    """Ends what is being read from a socket; not TLS on it, which a second thread must not touch."""

    def __init__(self, connection: urllib3.connection.HTTPConnection) -> None:
        super().__init__(float(connection.timeout or MAX_TIMEOUT_S), self._fire)
        self.daemon = True
        self.fired = False
        self._socket = connection.sock

    def _fire(self) -> None:
        self.fired = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _ClearConnection(urllib3.connection.HTTPConnection):
    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override] # so in urllib3
        with _in_time(self):
            return super().getresponse()


class _TlsConnection(urllib3.connection.HTTPSConnection):
    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override] # so in urllib3
        with _in_time(self):
            return super().getresponse()


class _ClearPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _ClearConnection


class _TlsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class _Connections(urllib3.PoolManager):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.pool_classes_by_scheme = {"http": _ClearPool, "https": _TlsPool}


class HttpClient:
    """Requests to the hosts of one destination, one at a time."""

    def __init__(self, what: str, section: HttpSection, urls: Sequence[str]) -> None:
        """Checks the URLs, and reads secrets and certificates; connects to nothing.

        Args:
            what: The destination, for errors.
            section: Its options.
            urls: All that it will talk to begins with one of these.

        Raises:
            ConfigError: Names the option and what is wrong with it.
        """
        self._what = what
        self._section = section
        self._addresses = [_address(what, url, allow_clear=section.insecure_http) for url in urls]
        self._timeout_s = seconds(section.timeout)
        if not 0 < self._timeout_s <= MAX_TIMEOUT_S:
            raise ConfigError(f"{what}: timeout: must be more than nothing and at most {MAX_TIMEOUT_S:g} s")
        self._headers = section.auth.headers(what)
        self._tls = section.tls.context(what)
        self._pool: urllib3.PoolManager | None = None

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """Hosts and ports of its URLs."""
        return list(self._addresses)

    def post(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        refusals: frozenset[int] = REFUSALS,
        most: int = MAX_ANSWER,
    ) -> Reply:
        """Posts a body; returns if the answer is a success.

        Raises:
            RefusedError: If the status is among ``refusals``.
            DeliveryError: For every other outcome.
        """
        reply = self.request("POST", url, body=body, headers=headers, most=most)
        if reply.status in refusals:
            raise RefusedError(spell(reply.status))
        self.judge(url, reply)
        return reply

    def judge(self, url: str, reply: Reply) -> None:
        """Accepts a success.

        Raises:
            DeliveryError: Says what the status means and, where it is the configuration's fault, what to mend.
        """
        status = reply.status
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return
        mend = _MENDS.get(status, "")
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            mend = "redirects are not followed: write the final address into url"
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            self._renew()
        reason = f"{place(url)} answered {spell(status)}" + (f" ({mend})" if mend else "")
        raise DeliveryError(reason, retry_after_s=reply.retry_after_s)

    def request(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        most: int = MAX_ANSWER,
    ) -> Reply:
        """Sends a request and takes the answer, whatever its status.

        Raises:
            DeliveryError: If there is none.
        """
        deadline = time.monotonic() + self._timeout_s
        try:
            response = self._connections().request(
                method,
                url,
                body=body,
                headers={"User-Agent": f"leaktap/{sensor.__version__}", **(headers or {}), **self._headers},
                redirect=False,
                preload_content=False,
            )
            return Reply(response.status, _read(response, most, deadline), _retry_after(response.headers))
        except exceptions.HTTPError as error:
            self.close()
            if isinstance(error, exceptions.SSLError):
                self._renew()
            # Without the cause: its text may quote what the other side sent.
            raise DeliveryError(f"{place(url)}: {_explain(error, self._timeout_s)}") from None

    def _connections(self) -> urllib3.PoolManager:
        if self._pool is None:
            tls = self._section.tls
            if not tls.verify:
                # Said once, by us; urllib3 would say it for every request.
                urllib3.disable_warnings(exceptions.InsecureRequestWarning)
                _log.warning("certificates of a destination are not verified", extra={"destination": self._what})
            self._pool = _Connections(
                num_pools=8,
                maxsize=1,
                retries=False,
                timeout=urllib3.Timeout(connect=min(self._timeout_s, _MAX_CONNECT_S), read=self._timeout_s),
                ssl_context=self._tls,
                server_hostname=tls.server_name or None,
            )
        return self._pool

    def _renew(self) -> None:
        """Reads secrets and certificates again: they may have been replaced. If that fails the old ones stay."""
        try:
            headers, context = self._section.auth.headers(self._what), self._section.tls.context(self._what)
        except ConfigError as error:
            _log.warning("a destination's secrets cannot be read again", extra={"reason": str(error)})
            return
        self._headers, self._tls = headers, context
        self.close()

    def close(self) -> None:
        """Closes all connections; the next request opens them anew."""
        if self._pool is not None:
            self._pool.clear()
            self._pool = None


def check_headers(what: str, headers: Mapping[str, str]) -> dict[str, str]:
    """Checks headers that come from the configuration.

    Raises:
        ConfigError: If a name or a value is none.
    """
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
            raise ConfigError(f"{what}: `{name[:64]}` and its value do not fit into a header")
    return dict(headers)


def send_in_parts(parts: Iterable[Sequence[Event]], post: Callable[[Sequence[Event]], None]) -> None:
    """Sends parts of a batch in order; halves one that is refused, down to single events.

    Args:
        parts: Slices of the batch, in order.
        post: Sends one slice; raises RefusedError if it was refused as a whole, RejectedError if single events were.

    Raises:
        DeliveryError: If a slice did not arrive; counts what arrived before it.
        RejectedError: If all arrived but those that are refused alone.
    """
    rejected: dict[str, str] = {}
    front = 0
    waiting = list(parts)[::-1]
    while waiting:
        part = waiting.pop()
        arrived = len(part)
        try:
            post(part)
        except RefusedError as error:
            arrived = 0
            middle = len(part) // 2
            if middle:
                waiting += [part[middle:], part[:middle]]
            else:
                rejected[part[0].id] = str(error)
        except RejectedError as error:
            rejected |= error.events
        except DeliveryError as error:
            front += 0 if rejected else error.delivered
            raise DeliveryError(error.reason, retry_after_s=error.retry_after_s, delivered=front) from error
        # Behind a refused event nothing counts as the front: it is sent, and refused, again.
        front += 0 if rejected else arrived
    if rejected:
        raise RejectedError(rejected)


def spell(status: int) -> str:
    """A status with its standard phrase; never the one that the other side sent."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _address(what: str, url: str, *, allow_clear: bool) -> tuple[str, int]:
    try:
        parts = urllib3.util.parse_url(url)
    except exceptions.LocationParseError:
        raise ConfigError(f"{what}: url: is none") from None
    host = (parts.host or "").strip("[]")
    if parts.scheme not in {"http", "https"} or not host:
        raise ConfigError(f"{what}: url: must begin with https:// and a host")
    if parts.auth:
        raise ConfigError(f"{what}: url: must not hold a password; put it into a file and name that in auth")
    if parts.scheme == "http" and not allow_clear and not _is_loopback(host):
        raise ConfigError(
            f"{what}: url: alerts to {host} would travel in clear, which is what this sensor is there to find:"
            " use https, or set insecure_http: true if the path is protected otherwise"
        )
    return host, parts.port or (443 if parts.scheme == "https" else 80)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def place(url: str) -> str:
    """Host and port only: paths and queries of webhooks are often secrets."""
    return urllib3.util.parse_url(url).netloc or "?"


def _read(response: urllib3.BaseHTTPResponse, most: int, deadline: float) -> bytes:
    """Reads a body up to a bound in bytes and time. A connection that holds more is not used again."""
    body = bytearray()
    while len(body) < most:
        chunk = response.read1(min(_CHUNK, most - len(body)), decode_content=False)
        if not chunk:
            response.release_conn()
            return bytes(body)
        body += chunk
        if time.monotonic() > deadline:
            break
    response.close()
    return bytes(body)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Reads ``Retry-After`` (RFC 9110 §10.2.3: seconds or a date), bounded to an hour."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), MAX_RETRY_AFTER_S)
    try:
        then = email.utils.parsedate_to_datetime(text[:64])
    except (TypeError, ValueError):
        return None
    wait_s = (then.replace(tzinfo=then.tzinfo or dt.UTC) - dt.datetime.now(tz=dt.UTC)).total_seconds()
    return min(max(wait_s, 0.0), MAX_RETRY_AFTER_S)


def _explain(error: exceptions.HTTPError, timeout_s: float) -> str:
    """Says in our words why there was no answer."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {cause.verify_message} (see tls.ca and tls.server_name)"
    if isinstance(error, exceptions.SSLError):
        word = (getattr(cause, "reason", None) or "failed").lower().replace("_", " ")
        return f"TLS: {word} (see tls, and whether the destination wants a client certificate)"
    if isinstance(error, exceptions.NewConnectionError) and isinstance(error.__cause__, ConnectionError):
        return f"no connection: {error.__cause__.strerror}"
    for kind, words in (
        (exceptions.NameResolutionError, "its name cannot be resolved"),
        (exceptions.NewConnectionError, "no connection"),
        (exceptions.ConnectTimeoutError, f"no connection within {min(timeout_s, _MAX_CONNECT_S):g} s"),
        (exceptions.ReadTimeoutError, f"no answer within {timeout_s:g} s"),
    ):
        if isinstance(error, kind):
            return words
    return "the connection broke before the answer was complete"
