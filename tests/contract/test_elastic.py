"""Alerts in a real OpenSearch node, whose bulk API is the one that Elasticsearch has."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from exporters.elastic import Elastic
from sensor.export.api import DeliveryError, RejectedError

if TYPE_CHECKING:
    from collections.abc import Iterator

NODE = Path(__file__).parent / "jars" / "OpenSearchNode.java"


def ask(url: str, method: str = "GET", body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - loopback
        return json.load(answer)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory, java: Any, run: Any, ports: Any) -> Iterator[str]:
    command = java("opensearch")
    folder = tmp_path_factory.mktemp("opensearch")
    port, transport = ports(2)
    url = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        try:
            return bool(ask(f"{url}/_cluster/health")["status"] != "red")
        except OSError:
            return False

    with run([*command, str(NODE), str(folder / "home"), str(port), str(transport)], folder / "log", ready):
        yield url


def elastic(node: str, index: str) -> Elastic:
    return Elastic("es", {"urls": [node], "index": index, "timeout": "60s"})


def count(node: str, index: str) -> int:
    ask(f"{node}/{index}/_refresh", "POST")
    return int(ask(f"{node}/{index}/_count")["count"])


def test_events_become_documents_once(node: str, make_event: Any) -> None:
    exporter = elastic(node, "once")
    assert "opensearch 2." in exporter.check()
    for _ in range(2):
        exporter.send([make_event(number) for number in range(300)])
    exporter.close()
    assert count(node, "once") == 300
    assert ask(f"{node}/once/_doc/{make_event(7).id}")["_source"]["@timestamp"].startswith("2025-10-09T08:53:20")


def test_data_stream_takes_them_too(node: str, make_event: Any) -> None:
    ask(f"{node}/_index_template/stream", "PUT", {"index_patterns": ["stream*"], "data_stream": {}})
    exporter = elastic(node, "stream-leaktap")
    exporter.send([make_event(1), make_event(2)])
    exporter.send([make_event(2), make_event(3)])
    exporter.close()
    assert count(node, "stream-leaktap") == 3


def test_document_that_does_not_fit_the_mapping_is_given_up(node: str, make_event: Any) -> None:
    mapping = {"mappings": {"properties": {"@timestamp": {"type": "date", "format": "yyyy"}}}}
    ask(f"{node}/strict", "PUT", mapping)
    exporter = elastic(node, "strict")
    with pytest.raises(RejectedError, match="1 events") as caught:
        exporter.send([make_event(1)])
    exporter.close()
    assert list(caught.value.events.values()) == ["strict refused it: mapper_parsing_exception"]


def test_blocked_index_keeps_the_events(node: str, make_event: Any) -> None:
    ask(f"{node}/blocked", "PUT", {"settings": {"index.blocks.write": True}})
    exporter = elastic(node, "blocked")
    with pytest.raises(DeliveryError, match="cluster_block_exception"):
        exporter.send([make_event(1)])
    ask(f"{node}/blocked/_settings", "PUT", {"index.blocks.write": False})
    exporter.send([make_event(1)])
    ask(f"{node}/blocked/_close", "POST")
    with pytest.raises(DeliveryError, match="index_closed_exception"):
        exporter.send([make_event(2)])
    exporter.close()
