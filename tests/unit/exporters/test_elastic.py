from __future__ import annotations

import gzip
import json
import sys
from types import ModuleType
from typing import Any

import msgspec
import pytest

import exporters
from exporters.elastic import Elastic
from sensor.errors import ConfigError
from sensor.export.api import DeliveryError, RejectedError


class Cluster:
    """What the bulk API says about documents, by its documentation; ``fates`` overrides the status by id."""

    def __init__(self) -> None:
        self.documents: dict[str, Any] = {}
        self.fates: dict[str, tuple[int, str]] = {}

    def __call__(self, request: Any) -> tuple[int, dict[str, str], bytes]:
        lines = gzip.decompress(request.body).split(b"\n")
        assert lines.pop() == b""
        items = []
        for action, source in zip(lines[::2], lines[1::2], strict=True):
            key = json.loads(action)["create"]["_id"]
            status, kind = self.fates.get(key, (201, ""))
            if status == 201 and key in self.documents:
                status, kind = 409, "version_conflict_engine_exception"
            if status == 201:
                self.documents[key] = json.loads(source)
            items.append({"create": {"status": status} | ({"error": {"type": kind}} if kind else {})})
        return 200, {"Content-Type": "application/json"}, json.dumps({"errors": True, "items": items}).encode()


@pytest.fixture
def cluster(server: Any, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    ecs = ModuleType("exporters._ecs")
    ecs.event = lambda alert: {"@timestamp": alert.ts, "leaktap": msgspec.to_builtins(alert)}  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "exporters._ecs", ecs)
    monkeypatch.setattr(exporters, "_ecs", ecs, raising=False)
    server.answer = found = Cluster()
    return found


def elastic(server: Any, **options: Any) -> Elastic:
    return Elastic("es", {"urls": [server.url], "timeout": "30s", **options})


def test_event_becomes_a_document_under_its_id(server: Any, cluster: Cluster, make_event: Any) -> None:
    exporter = elastic(server)
    exporter.send([make_event(1), make_event(2)])
    exporter.close()
    assert list(cluster.documents) == [make_event(1).id, make_event(2).id]
    assert cluster.documents[make_event(1).id]["leaktap"]["rule"] == "pii.cleartext.some"
    (request,) = server.requests
    assert request.path.startswith("/leaktap-alerts/_bulk?filter_path=")
    assert request.headers["Content-Encoding"] == "gzip"
    assert request.headers["Content-Type"] == "application/x-ndjson"


def test_repeat_is_a_success_and_overwrites_nothing(server: Any, cluster: Cluster, make_event: Any) -> None:
    exporter = elastic(server)
    exporter.send([make_event(1)])
    exporter.send([make_event(1), make_event(2)])
    exporter.close()
    assert len(cluster.documents) == 2


def test_document_that_the_mapping_refuses_is_given_up(server: Any, cluster: Cluster, make_event: Any) -> None:
    events = [make_event(number) for number in range(3)]
    cluster.fates[events[1].id] = (400, "mapper_parsing_exception")
    exporter = elastic(server)
    with pytest.raises(RejectedError) as caught:
        exporter.send(events)
    exporter.close()
    assert caught.value.events == {events[1].id: "leaktap-alerts refused it: mapper_parsing_exception"}
    assert list(cluster.documents) == [events[0].id, events[2].id]


@pytest.mark.parametrize(
    ("fate", "words"),
    [
        ((429, "es_rejected_execution_exception"), "429"),
        ((503, "unavailable_shards_exception"), "503"),
        ((403, "security_exception"), "create_doc"),
        ((404, "index_not_found_exception"), "create it"),
        ((400, "index_closed_exception"), "index_closed_exception"),
        ((429, "Has A Secret 13800138000"), "unknown error"),
    ],
)
def test_overload_and_circumstances_are_repeated_from_the_front(
    server: Any, cluster: Cluster, make_event: Any, fate: tuple[int, str], words: str
) -> None:
    events = [make_event(number) for number in range(4)]
    cluster.fates[events[2].id] = fate
    exporter = elastic(server)
    with pytest.raises(DeliveryError, match=words) as caught:
        exporter.send(events)
    assert caught.value.delivered == 2
    assert "13800138000" not in caught.value.reason
    cluster.fates.clear()
    exporter.send(events[2:])
    exporter.close()
    assert len(cluster.documents) == 4


def test_refused_document_ends_the_front(server: Any, cluster: Cluster, make_event: Any) -> None:
    events = [make_event(number) for number in range(4)]
    cluster.fates = {events[1].id: (400, "mapper_parsing_exception"), events[3].id: (429, "x")}
    exporter = elastic(server)
    with pytest.raises(DeliveryError) as caught:
        exporter.send(events)
    exporter.close()
    assert caught.value.delivered == 1


def test_batch_that_is_too_large_is_sent_in_parts(server: Any, cluster: Cluster, make_event: Any) -> None:
    server.answer = lambda request: (413, {}, b"") if len(request.body) > 2000 else cluster(request)
    exporter = elastic(server)
    exporter.send([make_event(number) for number in range(64)])
    exporter.close()
    assert len(cluster.documents) == 64
    assert len(server.requests) > 1


@pytest.mark.usefixtures("cluster")
def test_bad_request_as_a_whole_discards_nothing(server: Any, make_event: Any) -> None:
    server.answer = lambda _: (400, {}, b"")
    exporter = elastic(server)
    with pytest.raises(DeliveryError, match="400"):
        exporter.send([make_event(1), make_event(2)])
    exporter.close()


@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"items": []}', b'{"items": [{"create": {"status": 201}}, {}, {}]}']
)
def test_answer_of_something_else_delivers_nothing(server: Any, make_event: Any, body: bytes) -> None:
    server.answer = lambda _: (200, {}, body)
    exporter = elastic(server)
    with pytest.raises(DeliveryError, match="see urls"):
        exporter.send([make_event(1), make_event(2)])
    exporter.close()


def test_next_node_is_asked_after_a_failure(server: Any, cluster: Cluster, make_event: Any, destinations: Any) -> None:
    gone = destinations.Server()
    gone.close()
    exporter = Elastic("es", {"urls": [gone.url, server.url], "timeout": "30s"})
    with pytest.raises(DeliveryError):
        exporter.send([make_event(1)])
    exporter.send([make_event(1)])
    exporter.send([make_event(2)])
    exporter.close()
    assert len(cluster.documents) == 2


@pytest.mark.parametrize(
    ("root", "rights", "words"),
    [
        ({"number": "9.1.0"}, (200, {"has_all_requested": True}), "elasticsearch 9.1.0, may create"),
        ({"number": "2.19.6", "distribution": "opensearch"}, (404, {}), "opensearch 2.19.6, rights not known"),
        ({"number": "8.19.0"}, (200, {"has_all_requested": False}), "no right"),
        ({}, (200, {}), "neither"),
    ],
)
def test_check_tells_version_and_rights(server: Any, root: Any, rights: tuple[int, Any], words: str) -> None:
    def answer(request: Any) -> tuple[int, dict[str, str], bytes]:
        status, body = (200, {"version": root}) if request.path == "/" else rights
        return status, {}, json.dumps(body).encode()

    server.answer = answer
    exporter = elastic(server)
    try:
        told = exporter.check()
    except DeliveryError as error:
        told = error.reason
    exporter.close()
    assert words in told


@pytest.mark.parametrize("index", ["", "Upper", "a*", "a/b", "-a", "_a", "a,b", "..", "x" * 256])
def test_bad_index_is_refused(index: str) -> None:
    with pytest.raises(ConfigError, match="index"):
        Elastic("es", {"urls": ["https://es.example.com:9200"], "index": index})


def test_nodes_are_its_addresses() -> None:
    exporter = Elastic("es", {"urls": ["https://a.example.com:9200", "https://b.example.com"]})
    assert exporter.addresses() == [("a.example.com", 9200), ("b.example.com", 443)]
