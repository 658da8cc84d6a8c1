"""Alerts as HTTP POST requests to a receiver of one's own, signed if a secret is shared with it.

A request holds a JSON array of up to 500 alerts, or one alert if ``batch`` is off. ``Idempotency-Key`` is the same when
the same events are sent again: the event's id, or for an array a digest of all ids. An answer of 2xx takes the events.

With ``hmac``, a receiver tells a request of ours from any other:

1. take ``X-Leaktap-Timestamp`` (seconds since the epoch) and refuse it if it is more than five minutes off: then a
   recorded request cannot be replayed later;
2. compute HMAC-SHA-256 with the shared secret over the timestamp, a full stop, and the body as it came, byte by byte;
3. compare ``v1=`` and its lower-case hexadecimal form with ``X-Leaktap-Signature``, in constant time
   (``hmac.compare_digest``);
4. remember ``Idempotency-Key`` for longer than those five minutes and take a repeat for done.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import TYPE_CHECKING, Any

import msgspec

from exporters._http import HttpClient, HttpSection, check_headers, send_in_parts, spell
from exporters._options import SCHEMAS, Format, document
from sensor.errors import ConfigError
from sensor.export.api import Exporter
from sensor.export.settings import SecretSection, convert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sensor.model.event import Event

_OURS = frozenset(
    {
        "authorization",
        "content-length",
        "content-type",
        "host",
        "idempotency-key",
        "transfer-encoding",
        "x-leaktap-schema",
        "x-leaktap-signature",
        "x-leaktap-timestamp",
    }
)


class WebhookSection(HttpSection, frozen=True, kw_only=True):
    """Options of a webhook. ``headers`` are sent as they are: secrets belong into ``auth`` and ``hmac``."""

    url: str
    format: Format = "ocsf"
    batch: bool = True
    hmac: SecretSection = SecretSection()
    headers: dict[str, str] = msgspec.field(default_factory=dict)


class Webhook(Exporter):
    """A receiver of one's own."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        what = f"exporter {name}"
        self._section = convert(what, options, WebhookSection)
        self._client = HttpClient(what, self._section, [self._section.url])
        self._secret = self._section.hmac.read(f"{what}: hmac").encode()
        self._headers = check_headers(f"{what}: headers", self._section.headers)
        for header in self._headers:
            if header.lower() in _OURS:
                raise ConfigError(f"{what}: headers: `{header}` is set by leaktap itself")

    def send(self, events: Sequence[Event]) -> None:
        """Posts the batch, or its events one by one."""
        whole = self._section.batch
        parts = [events] if whole else [events[at : at + 1] for at in range(len(events))]
        send_in_parts(parts, self._post)

    def _post(self, events: Sequence[Event]) -> None:
        form = self._section.format
        documents = [document(event.alert, form) for event in events]
        body = msgspec.json.encode(documents if self._section.batch else documents[0])
        headers = {
            **self._headers,
            "Content-Type": "application/json",
            "X-Leaktap-Schema": SCHEMAS[form],
            "Idempotency-Key": self._key(events),
            **self._signature(body),
        }
        self._client.post(self._section.url, body, headers)

    def _key(self, events: Sequence[Event]) -> str:
        if not self._section.batch:
            return events[0].id
        return hashlib.sha256("\n".join(event.id for event in events).encode()).hexdigest()

    def _signature(self, body: bytes) -> dict[str, str]:
        if not self._secret:
            return {}
        timestamp = str(int(time.time()))
        signature = hmac.new(self._secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {"X-Leaktap-Timestamp": timestamp, "X-Leaktap-Signature": f"v1={signature}"}

    def check(self) -> str:
        """Asks with HEAD, which no receiver takes for an alert. Many know POST only: 404 and 405 prove little."""
        url = self._section.url
        reply = self._client.request("HEAD", url, headers=self._headers)
        if reply.status in {400, 404, 405, 501}:
            return f"reached; it answers {spell(reply.status)} to HEAD, so the path shows with the first alert"
        self._client.judge(url, reply)
        return f"reached; it answers {spell(reply.status)}"

    def addresses(self) -> list[tuple[str, int]]:
        """The receiver."""
        return self._client.addresses

    def close(self) -> None:
        """Closes the connection."""
        self._client.close()
