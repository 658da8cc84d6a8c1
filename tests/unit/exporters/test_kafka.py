from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

kafka = pytest.importorskip("exporters.kafka", reason="confluent-kafka is not installed", exc_type=ModuleNotFoundError)

from confluent_kafka import KafkaError, KafkaException  # noqa: E402 - known to be there by now

from sensor.errors import ConfigError  # noqa: E402
from sensor.export.api import DeliveryError, RejectedError  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = {"brokers": ["127.0.0.1:9092"], "insecure_plaintext": True, "format": "native"}


class Producer:
    """Stands for librdkafka's: each message meets the fate of its number."""

    def __init__(self, fates: dict[int, Any]) -> None:
        self.fates = fates
        self.messages: list[dict[str, Any]] = []
        self.waiting: list[Any] = []
        self.purged = False

    def produce(self, topic: str, **message: Any) -> None:
        fate = self.fates.get(len(self.messages))
        self.messages.append({"topic": topic, **message})
        if isinstance(fate, Exception):
            raise fate
        self.waiting.append((message["on_delivery"], fate))

    def flush(self, _timeout_s: float) -> int:
        for note, fate in self.waiting:
            if not isinstance(fate, str):  # errors cannot be compared with text
                note(fate, None)
        self.waiting.clear()
        return 0

    def purge(self) -> None:
        self.purged = True

    def __len__(self) -> int:
        return len(self.waiting)


def exporter_with(fates: dict[int, Any], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Producer]:
    producer = Producer(fates)
    monkeypatch.setattr(kafka, "Producer", lambda _settings, **_: producer)
    return kafka.Kafka("k", PLAIN), producer


def test_message_carries_key_body_and_headers(make_event: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    exporter, producer = exporter_with({}, monkeypatch)
    exporter.send([make_event(1)])
    (message,) = producer.messages
    assert message["topic"] == "leaktap-alerts"
    assert message["key"] == make_event(1).alert.key.encode()
    assert json.loads(message["value"])["id"] == make_event(1).alert.id
    assert dict(message["headers"]) == {
        "leaktap-event": make_event(1).id.encode(),
        "leaktap-schema": b"leaktap/1",
        "content-type": b"application/json",
    }


@pytest.mark.parametrize(
    ("fates", "delivered", "words"),
    [
        ({2: KafkaError(KafkaError._MSG_TIMED_OUT)}, 2, "msg_timed_out"),
        ({0: KafkaError(KafkaError.TOPIC_AUTHORIZATION_FAILED)}, 0, "grant WRITE"),
        ({3: "lost"}, 3, "no answer within 30 s"),
        ({1: BufferError()}, 1, "no answer"),
        ({1: KafkaError(KafkaError.MSG_SIZE_TOO_LARGE), 2: KafkaError(KafkaError._MSG_TIMED_OUT)}, 1, "msg_timed_out"),
        ({2: KafkaException(KafkaError(KafkaError._FATAL))}, 0, "cannot produce: fatal"),
    ],
)
def test_undelivered_message_is_repeated(
    make_event: Any, monkeypatch: pytest.MonkeyPatch, fates: dict[int, Any], delivered: int, words: str
) -> None:
    exporter, producer = exporter_with(fates, monkeypatch)
    with pytest.raises(DeliveryError, match=words) as caught:
        exporter.send([make_event(number) for number in range(5)])
    assert caught.value.delivered == delivered
    assert producer.purged


@pytest.mark.parametrize("raised", [True, False])
def test_message_that_is_too_large_is_given_up(
    make_event: Any, monkeypatch: pytest.MonkeyPatch, *, raised: bool
) -> None:
    error = KafkaError(KafkaError.MSG_SIZE_TOO_LARGE)
    exporter, producer = exporter_with({1: KafkaException(error) if raised else error}, monkeypatch)
    with pytest.raises(RejectedError) as caught:
        exporter.send([make_event(number) for number in range(3)])
    assert caught.value.events == {make_event(1).id: "the broker refused it: MSG_SIZE_TOO_LARGE"}
    assert len(producer.messages) == 3
    assert not producer.purged


def test_batch_is_delivered_by_librdkafka_to_its_mock_brokers(make_event: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    exporter = kafka.Kafka("k", PLAIN)
    settings = exporter._configuration() | {"test.mock.num.brokers": 3}
    monkeypatch.setattr(exporter, "_configuration", lambda: settings)
    exporter.send([make_event(number) for number in range(500)])
    exporter.send([make_event(1, revision=2, activity="update")])
    exporter.close()


def test_nobody_listens(make_event: Any) -> None:
    exporter = kafka.Kafka("k", PLAIN | {"brokers": ["127.0.0.1:1"], "timeout": "1s"})
    with pytest.raises(DeliveryError, match="Connection refused") as caught:
        exporter.send([make_event(1)])
    assert caught.value.delivered == 0
    with pytest.raises(DeliveryError, match="leaktap-alerts"):
        exporter.check()
    exporter.close()


def test_tls_is_the_rule() -> None:
    exporter = kafka.Kafka("k", {"brokers": ["kafka.example.com:9093"]})
    settings = exporter._configuration()
    assert settings["security.protocol"] == "ssl"
    assert settings["enable.ssl.certificate.verification"] is True
    assert settings["acks"] == "all"
    assert settings["enable.idempotence"] is True


def test_sasl_password_comes_from_a_file_and_may_be_replaced(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("old\n")
    sasl = {"user": "leaktap", "password": {"file": str(secret)}}
    exporter = kafka.Kafka("k", {"brokers": ["kafka.example.com"], "sasl": sasl})
    assert exporter._settings["security.protocol"] == "sasl_ssl"
    assert exporter._settings["sasl.password"] == "old"
    secret.write_text("new\n")
    assert exporter._renewed()["sasl.password"] == "new"
    secret.unlink()
    assert exporter._renewed()["sasl.password"] == "new"


@pytest.mark.parametrize(
    "options",
    [
        {"brokers": []},
        {"brokers": [""]},
        {"brokers": ["a:b"]},
        {"brokers": ["a:70000"]},
        {"brokers": ["a,b:9092"]},
        {"topic": "a b"},
        {"topic": ".."},
        {"timeout": "100ms"},
        {"timeout": "1h"},
        {"format": "xml"},
        {"tls": {"server_name": "x"}},
        {"tls": {"ca": "/nowhere/ca.pem"}},
        {"tls": {"verify": False}, "insecure_plaintext": True},
        {"sasl": {"user": "x"}},
        {"sasl": {"mechanism": "GSSAPI"}},
    ],
)
def test_bad_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="exporter k"):
        kafka.Kafka("k", {"brokers": ["kafka.example.com:9093"], **options})


def test_brokers_are_its_addresses() -> None:
    brokers = ["a.example.com:9093", "b.example.com", "[::1]:9094", "::1", "192.0.2.1:9095"]
    exporter = kafka.Kafka("k", {"brokers": brokers})
    assert exporter.addresses() == [
        ("a.example.com", 9093),
        ("b.example.com", 9092),
        ("::1", 9094),
        ("::1", 9092),
        ("192.0.2.1", 9095),
    ]
