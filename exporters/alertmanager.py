"""Leaks as alerts of Prometheus Alertmanager (API v2), which groups, routes, silences and repeats them.

**One leak is one alert.** Alertmanager tells alerts apart by their labels alone, so every label is one that no update
of a leak changes: ``alertname`` (the rule's id), ``severity``, ``group``, ``detector`` (the first that spoke; what
others found is in the summary), ``direction``, ``from_zone``, ``to_zone``, ``sensor``, and ``leak``, the alert's key,
which keeps two leaks of the same kind apart. All but ``leak`` come from closed sets; group by those. Addresses, counts
and masked samples are annotations: they may change from one update to the next.

**How long it fires.** Alertmanager takes an alert for resolved once ``endsAt`` has passed, and nobody repeats ours: an
open leak is sent with ``endsAt`` = now + ``hold``, each update extends that, and a close ends it. If the sensor dies,
its alerts go out after ``hold``.

**A leak is always told.** Alertmanager notifies nobody of an alert that is resolved before its group is first looked
at. After an outage a leak's opening and its close may arrive together: a close within ``settle`` of the opening is
therefore not passed on, and the alert ends with ``hold``. Keep ``settle`` longer than the routes' ``group_wait`` and
``group_interval``.

**High availability.** Alertmanagers do not pass alerts to each other, so each of ``urls`` is sent every batch. With
``require: all`` (the default) a batch counts as delivered once each of them answered 2xx; until then it is repeated to
all of them, which harms nothing. With ``require: any`` one of them is enough, as for Prometheus: then one that is down
delays nothing, and does not learn of what it missed before the next update.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec

from exporters import _ocsf
from exporters._http import HttpClient, HttpSection, RefusedError, place, send_in_parts
from exporters._options import Duration, seconds
from sensor.errors import ConfigError
from sensor.export.api import DeliveryError, Exporter
from sensor.export.settings import convert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sensor.model.alert import Alert
    from sensor.model.event import Event

_log = logging.getLogger("leaktap.exporters.alertmanager")

_MAX_OPENED: Final = 16_384
_LABEL: Final = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]{0,63}")
_OURS: Final = frozenset(
    {"alertname", "severity", "group", "detector", "direction", "from_zone", "to_zone", "sensor", "leak"}
)


class AlertmanagerSection(HttpSection, frozen=True, kw_only=True):
    """Options of Alertmanager.

    ``labels`` are added to every alert. In ``generator_url`` (where the sensor's alerts can be looked at) and
    ``runbook_url``, ``{rule}`` and ``{id}`` stand for the rule's and the alert's id.
    """

    urls: Annotated[list[str], msgspec.Meta(min_length=1, max_length=8)]
    require: Literal["all", "any"] = "all"
    hold: Duration = "4h"
    settle: Duration = "10m"
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    generator_url: str = ""
    runbook_url: str = ""


class _Status(msgspec.Struct):
    """What ``GET /api/v2/status`` tells, as far as we read it."""

    class Version(msgspec.Struct):
        version: str

    class Cluster(msgspec.Struct):
        status: str

    version_info: Version = msgspec.field(name="versionInfo")
    cluster: Cluster


class Alertmanager(Exporter):
    """One Alertmanager, or several of a cluster."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        what = f"exporter {name}"
        self._section = convert(what, options, AlertmanagerSection)
        self._urls = [url.rstrip("/") for url in self._section.urls]
        self._client = HttpClient(what, self._section, self._urls)
        self._hold_s = seconds(self._section.hold)
        self._settle_s = seconds(self._section.settle)
        for label in self._section.labels:
            if not _LABEL.fullmatch(label) or label in _OURS:
                raise ConfigError(f"{what}: labels: `{label[:64]}` is no label's name, or one that leaktap sets itself")
        for option in ("generator_url", "runbook_url"):
            url = getattr(self._section, option)
            if url and not url.startswith(("https://", "http://")):
                raise ConfigError(f"{what}: {option}: must begin with https://")
        # Alerts, and when (monotonic) their opening was first taken; the oldest is forgotten first.
        self._opened: OrderedDict[str, float] = OrderedDict()

    def send(self, events: Sequence[Event]) -> None:
        """Posts the batch to every Alertmanager."""
        send_in_parts([events], self._post)

    def _post(self, events: Sequence[Event]) -> None:
        now, clock = dt.datetime.now(tz=dt.UTC), time.monotonic()
        alerts = [event.alert for event in events]
        openings = {alert.id for alert in alerts if alert.activity != "close"} - self._opened.keys()
        told = [alert for alert in alerts if alert.activity != "close" or self._is_settled(alert.id, openings, clock)]
        if told:
            self._post_to_all(told, now)
        # Noted once it is taken: during an outage nothing opens.
        self._opened |= dict.fromkeys(openings, clock)
        while len(self._opened) > _MAX_OPENED:
            self._opened.popitem(last=False)

    def _is_settled(self, alert_id: str, openings: set[str], clock: float) -> bool:
        opened = clock if alert_id in openings else self._opened.get(alert_id, float("-inf"))
        return clock - opened >= self._settle_s

    def _post_to_all(self, alerts: Sequence[Alert], now: dt.datetime) -> None:
        body = msgspec.json.encode([self._record(alert, now) for alert in alerts])
        failures: list[DeliveryError] = []
        refusals: list[RefusedError] = []
        for url in self._urls:
            try:
                self._client.post(f"{url}/api/v2/alerts", body, {"Content-Type": "application/json"})
            except DeliveryError as error:
                failures.append(error)
            except RefusedError as error:
                refusals.append(error)
        missed = len(failures) + len(refusals)
        if self._section.require == "any" and missed < len(self._urls):
            for failure in failures:
                _log.warning("an Alertmanager missed a batch", extra={"reason": failure.reason})
            return
        # What one of them does not reach may still be taken; a refusal by the rest shows again with the repeat.
        if failures:
            waits = [failure.retry_after_s for failure in failures if failure.retry_after_s is not None]
            reason = "; ".join(failure.reason for failure in failures)
            raise DeliveryError(reason, retry_after_s=max(waits, default=None))
        if refusals:
            raise refusals[0]

    def _record(self, alert: Alert, now: dt.datetime) -> dict[str, Any]:
        # A capture's clock may be ahead of ours; an alert must not end before it starts.
        first, last = (min(dt.datetime.fromisoformat(text), now) for text in (alert.first_seen, alert.last_seen))
        # A close ends in the past: an end that is still to come would lose to the later one that was held before.
        end = max(first, last) if alert.activity == "close" else now + dt.timedelta(seconds=self._hold_s)
        found: dict[str, Any] = {
            "labels": self._labels(alert),
            "annotations": self._annotations(alert),
            "startsAt": first.isoformat(timespec="milliseconds"),
            "endsAt": end.isoformat(timespec="milliseconds"),
        }
        if self._section.generator_url:
            found["generatorURL"] = _filled(self._section.generator_url, alert)
        return found

    def _labels(self, alert: Alert) -> dict[str, str]:
        return {
            **self._section.labels,
            "alertname": alert.rule,
            "severity": alert.severity,
            "group": alert.group,
            "direction": alert.direction,
            "from_zone": alert.sender.zone,
            "to_zone": alert.receiver.zone,
            "sensor": alert.sensor,
            "leak": alert.key,
        } | ({"detector": alert.detectors[0].detector} if alert.detectors else {})

    def _annotations(self, alert: Alert) -> dict[str, str]:
        samples = [sample for share in alert.detectors for sample in share.samples]
        description = [
            f"{alert.count} seen, {alert.distinct} distinct, from {alert.first_seen} to {alert.last_seen}",
            f"confidence {alert.confidence}, protection {alert.protection}",
            f"at {', '.join(alert.where)}" if alert.where else "",
            f"such as {', '.join(samples)} (masked)" if samples else "",
        ]
        found = {
            "summary": _ocsf.message(alert),
            "description": "; ".join(filter(None, description)),
            "alert_id": alert.id,
        }
        if alert.advice is not None:
            found["advice"] = alert.advice.en
        if self._section.runbook_url:
            found["runbook_url"] = _filled(self._section.runbook_url, alert)
        return found

    def check(self) -> str:
        """Asks every Alertmanager whether it is ready, and for its version and cluster."""
        return "; ".join(self._check(url) for url in self._urls)

    def _check(self, url: str) -> str:
        self._client.judge(url, self._client.request("GET", f"{url}/-/ready"))
        reply = self._client.request("GET", f"{url}/api/v2/status")
        self._client.judge(url, reply)
        try:
            status = msgspec.json.decode(reply.body, type=_Status)
        except msgspec.MsgspecError:
            raise DeliveryError(f"{place(url)}: answers, but not as an Alertmanager does: see urls") from None
        return f"{place(url)}: ready, version {status.version_info.version[:32]}, cluster {status.cluster.status[:32]}"

    def addresses(self) -> list[tuple[str, int]]:
        """All Alertmanagers."""
        return self._client.addresses

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()


def _filled(url: str, alert: Alert) -> str:
    return url.replace("{rule}", alert.rule).replace("{id}", alert.id)
