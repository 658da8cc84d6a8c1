"""Alerts as ECS documents in Elasticsearch 8 and 9 or OpenSearch, by the bulk API.

Each event is *created* under its own id, in an index or a data stream: one that is there already (409, after a repeat)
counts as delivered, and nothing is ever overwritten. The answer tells the fate of every document, and only that is
asked for: texts of errors may quote values.

A document that the mapping refuses is given up; documents that met an overloaded or missing index, and all behind
them, are sent again. With several ``urls`` of one cluster the next one is asked after a failure.
"""

from __future__ import annotations

import gzip
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec

from exporters._http import HttpClient, HttpSection, Reply, place, send_in_parts
from exporters._options import document
from sensor.errors import ConfigError
from sensor.export.api import DeliveryError, Exporter, RejectedError
from sensor.export.settings import convert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sensor.model.event import Event

# Answers about 500 documents take 100 KB; more than this is no answer of ours.
_MAX_ANSWER: Final = 8 << 20
_QUERY: Final = "filter_path=errors,items.*.status,items.*.error.type"
# Names that Elasticsearch allows; `<logs-{now/d}>` is not among them.
_INDEX: Final = re.compile(r"[a-z0-9.][a-z0-9._-]{0,254}")
_ERROR_TYPE: Final = re.compile(r"[a-z_]{1,64}")
# A bad request that is the index's or the cluster's fault, not the document's.
_CIRCUMSTANCES: Final = frozenset(
    {"index_closed_exception", "invalid_index_name_exception", "validation_exception", "cluster_block_exception"}
)
_MENDS: Final = {
    401: "see auth",
    403: "grant create_doc and auto_configure on it, or lift its block",
    404: "create it, or let it be created",
}


class ElasticSection(HttpSection, frozen=True, kw_only=True):
    """Options of Elasticsearch and OpenSearch; ``index`` is an index, an alias or a data stream."""

    urls: Annotated[list[str], msgspec.Meta(min_length=1, max_length=16)]
    index: str = "leaktap-alerts"


class _Error(msgspec.Struct):
    type: str = ""


class _Item(msgspec.Struct):
    status: int
    error: _Error | None = None


class _Bulk(msgspec.Struct):
    items: list[dict[str, _Item]]


class _Version(msgspec.Struct):
    number: str
    distribution: str = "elasticsearch"


class _Root(msgspec.Struct):
    version: _Version


class _Privileges(msgspec.Struct):
    has_all_requested: bool


class Elastic(Exporter):
    """An index of Elasticsearch or OpenSearch."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        what = f"exporter {name}"
        self._section = convert(what, options, ElasticSection)
        if not _INDEX.fullmatch(self._section.index) or self._section.index in {".", ".."}:
            raise ConfigError(f"{what}: index: `{self._section.index[:64]}` is no name of an index (lower case, no *)")
        self._urls = [url.rstrip("/") for url in self._section.urls]
        self._client = HttpClient(what, self._section, self._urls)
        self._turn = 0

    def send(self, events: Sequence[Event]) -> None:
        """Creates a document for each event."""
        send_in_parts([events], self._post)

    def _post(self, events: Sequence[Event]) -> None:
        headers = {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"}
        url = f"{self._url}/{self._section.index}/_bulk?{_QUERY}"
        try:
            # Our lines are sound, so 400 is no word about the events; too much of them is (413).
            reply = self._client.post(url, _bulk(events), headers, refusals=frozenset({413}), most=_MAX_ANSWER)
            items = self._items(reply, len(events))
            self._judge(events, items)
        except DeliveryError:
            self._turn += 1
            raise

    @property
    def _url(self) -> str:
        return self._urls[self._turn % len(self._urls)]

    def _items(self, reply: Reply, count: int) -> list[_Item]:
        try:
            items = [item for entry in msgspec.json.decode(reply.body, type=_Bulk).items for item in entry.values()]
        except msgspec.MsgspecError:
            items = []
        if len(items) != count:
            raise DeliveryError("the answer is not that of a bulk request: see urls")
        return items

    def _judge(self, events: Sequence[Event], items: Sequence[_Item]) -> None:
        """Sorts documents into arrived, refused and to be sent again."""
        rejected: dict[str, str] = {}
        delivered: int | None = None
        failed: _Item | None = None
        for index, (event, item) in enumerate(zip(events, items, strict=True)):
            if HTTPStatus.OK <= item.status < HTTPStatus.MULTIPLE_CHOICES or item.status == HTTPStatus.CONFLICT:
                continue
            delivered = index if delivered is None else delivered
            if item.status == HTTPStatus.BAD_REQUEST and _type(item) not in _CIRCUMSTANCES:
                rejected[event.id] = f"{self._section.index} refused it: {_type(item)}"
            else:
                failed = failed or item
        if failed is not None:
            mend = _MENDS.get(failed.status, "")
            reason = f"{self._section.index}: {failed.status} {_type(failed)}" + (f" ({mend})" if mend else "")
            raise DeliveryError(reason, delivered=delivered or 0)
        if rejected:
            raise RejectedError(rejected)

    def check(self) -> str:
        """Asks each node for its version, and Elasticsearch whether we may create documents."""
        return "; ".join(self._check(url) for url in self._urls)

    def _check(self, url: str) -> str:
        reply = self._client.request("GET", f"{url}/")
        self._client.judge(url, reply)
        try:
            version = msgspec.json.decode(reply.body, type=_Root).version
        except msgspec.MsgspecError:
            raise DeliveryError(
                f"{place(url)}: answers, but neither as Elasticsearch nor as OpenSearch: see urls"
            ) from None
        return f"{place(url)}: {version.distribution[:32]} {version.number[:32]}, {self._rights(url)}"

    def _rights(self, url: str) -> str:
        index = self._section.index
        wanted = {"index": [{"names": [index], "privileges": ["create_doc"]}]}
        reply = self._client.request(
            "POST",
            f"{url}/_security/user/_has_privileges",
            body=msgspec.json.encode(wanted),
            headers={"Content-Type": "application/json"},
        )
        if reply.status != HTTPStatus.OK:
            return "rights not known"  # OpenSearch, or security is off
        try:
            granted = msgspec.json.decode(reply.body, type=_Privileges).has_all_requested
        except msgspec.MsgspecError:
            return "rights not known"
        if not granted:
            raise DeliveryError(
                f"{place(url)}: no right to create documents in {index}: grant create_doc and auto_configure"
            )
        return f"may create documents in {index}"

    def addresses(self) -> list[tuple[str, int]]:
        """All nodes."""
        return self._client.addresses

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()


def _bulk(events: Sequence[Event]) -> bytes:
    """The body of a bulk request: two lines for each event, compressed."""
    lines = bytearray()
    for event in events:
        lines += msgspec.json.encode({"create": {"_id": event.id}}) + b"\n"
        lines += msgspec.json.encode(document(event.alert, "ecs")) + b"\n"
    return gzip.compress(lines, compresslevel=6, mtime=0)


def _type(item: _Item) -> str:
    """The kind of an error, if it is one of the words that the API uses."""
    word = item.error.type if item.error is not None else ""
    return word if _ERROR_TYPE.fullmatch(word) else "unknown error"
