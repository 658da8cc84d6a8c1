"""Alerts in a topic of a real broker, read back by a consumer."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest

kafka = pytest.importorskip("exporters.kafka", reason="confluent-kafka is not installed", exc_type=ModuleNotFoundError)

from confluent_kafka import Consumer  # noqa: E402 - known to be there by now

from sensor.export.api import DeliveryError, RejectedError  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE_S = 60
_SERVER = """
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
log.dirs={folder}/data
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
num.partitions=4
"""


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory, java: Any, run: Any, ports: Any) -> Iterator[str]:
    command = java("kafka")
    folder = tmp_path_factory.mktemp("kafka")
    port, controller = ports(2)
    config = folder / "server.properties"
    config.write_text(_SERVER.format(port=port, controller=controller, folder=folder))
    tool = ["kafka.tools.StorageTool", "format", "-t", "AAAAAAAAAAAAAAAAAAAAAQ", "-c", str(config)]
    subprocess.run([*command, *tool], check=True, capture_output=True, timeout=_PATIENCE_S)

    def ready() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True

    with run([*command, "kafka.Kafka", str(config)], folder / "log", ready):
        yield f"127.0.0.1:{port}"


def exporter(broker: str, topic: str, **options: Any) -> Any:
    return kafka.Kafka("k", {"brokers": [broker], "topic": topic, "insecure_plaintext": True, **options})


def messages(broker: str, topic: str, count: int) -> list[Any]:
    consumer = Consumer({"bootstrap.servers": broker, "group.id": topic, "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    found: list[Any] = []
    deadline = time.monotonic() + _PATIENCE_S
    while len(found) < count and time.monotonic() < deadline:
        message = consumer.poll(0.5)
        if message is not None and message.error() is None:
            found.append(message)
    consumer.close()
    return found


def test_updates_of_a_leak_lie_in_order_in_one_partition(broker: str, make_event: Any) -> None:
    events = [make_event(number, revision=revision) for revision in (1, 2, 3) for number in range(50)]
    sink = exporter(broker, "in-order", format="native")
    with pytest.raises(DeliveryError, match="create the topic"):
        sink.check()
    sink.send(events)
    assert "with 4 partitions" in sink.check()
    sink.close()
    found = messages(broker, "in-order", len(events))
    assert {dict(message.headers())["leaktap-event"].decode() for message in found} == {event.id for event in events}
    revisions: dict[bytes, list[tuple[int, int, int]]] = {}
    for message in found:
        revision = json.loads(message.value()).get("revision", 1)
        revisions.setdefault(message.key(), []).append((message.partition(), message.offset(), revision))
    for placed in revisions.values():
        assert len({partition for partition, _, _ in placed}) == 1
        assert [revision for _, _, revision in sorted(placed)] == [1, 2, 3]


def test_message_beyond_the_limit_is_given_up_and_the_rest_arrives(broker: str, make_event: Any) -> None:
    sink = exporter(broker, "limit", format="native")
    with pytest.raises(RejectedError) as caught:
        sink.send([make_event(1), make_event(2, where=("x" * 2_000_000,)), make_event(3)])
    sink.close()
    assert list(caught.value.events) == [make_event(2).id]
    assert len(messages(broker, "limit", 2)) == 2


def test_tls_is_not_given_up_for_a_broker_without(broker: str, make_event: Any) -> None:
    sink = kafka.Kafka("k", {"brokers": [broker], "format": "native", "timeout": "2s"})
    # Whether the broker's answer or its closing of the connection is told depends on which comes first.
    with pytest.raises(DeliveryError, match="ssl://"):
        sink.send([make_event(1)])
    sink.close()
    consumer = Consumer({"bootstrap.servers": broker, "group.id": "nothing"})
    assert "leaktap-alerts" not in consumer.list_topics(timeout=_PATIENCE_S).topics
    consumer.close()
