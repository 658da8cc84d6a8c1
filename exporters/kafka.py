"""Alerts as messages of a Kafka topic; needs the extra ``leaktap[kafka]``.

The producer is idempotent and waits for all in-sync replicas (``acks=all``). A message's key is the alert's key: all
updates of a leak lie in one partition, in order. Its headers are ``leaktap-event`` (the event's id, the same when it is
sent again), ``leaktap-schema`` (how to read the body) and ``content-type``. Consumers drop repeats by the first.

TLS is required unless ``insecure_plaintext: true`` says otherwise. The brokers that are named here may name others:
those are connected to as well.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import time
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec
from confluent_kafka import KafkaError, KafkaException, Producer, TopicCollection
from confluent_kafka.admin import AdminClient

from exporters._options import SCHEMAS, Duration, Format, document, seconds
from sensor.errors import ConfigError
from sensor.export.api import DeliveryError, Exporter, RejectedError
from sensor.export.settings import SecretSection, TlsSection, convert
from sensor.model.record import Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sensor.model.event import Event

_log = logging.getLogger("leaktap.exporters.kafka")

_MAX_TIMEOUT_S: Final = 600.0
# Beyond the time that librdkafka gives a message, for its last callbacks.
_GRACE_S: Final = 5.0
_POLL_S: Final = 0.1
_MAX_QUEUE_KIB: Final = 64 << 10
_CRITICAL: Final = 2
_MAX_TEXT: Final = 160
_PORT: Final = 9092
_MAX_PORT: Final = 65_535
_TOPIC: Final = re.compile(r"[a-zA-Z0-9._-]{1,249}")
_REFUSALS: Final = frozenset({KafkaError.MSG_SIZE_TOO_LARGE, KafkaError.INVALID_RECORD, KafkaError.INVALID_MSG})
# Errors whose text librdkafka words itself.
_LOCAL: Final = frozenset({"_TRANSPORT", "_RESOLVE", "_SSL"})
# By the error's name in lower case, without the underscore of those that librdkafka finds itself.
_MENDS: Final = {
    "sasl_authentication_failed": "see sasl",
    "authentication": "see sasl",
    "ssl": "see tls",
    "topic_authorization_failed": "grant WRITE and DESCRIBE on the topic",
    "cluster_authorization_failed": "grant IDEMPOTENT_WRITE on the cluster",
    "unknown_topic_or_part": "create the topic",
    "unknown_topic": "create the topic",
}


class SaslSection(Section, frozen=True, kw_only=True):
    """How we say who we are, if not by a certificate."""

    mechanism: Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"] = "SCRAM-SHA-512"
    user: str = ""
    password: SecretSection = SecretSection()


class KafkaSection(Section, frozen=True, kw_only=True):
    """Options of Kafka. ``brokers`` are hosts with or without a port, to begin with; ``timeout`` bounds a delivery."""

    brokers: Annotated[list[str], msgspec.Meta(min_length=1, max_length=32)]
    topic: str = "leaktap-alerts"
    format: Format = "ocsf"
    tls: TlsSection = TlsSection()
    sasl: SaslSection = SaslSection()
    insecure_plaintext: bool = False
    timeout: Duration = "30s"


class Kafka(Exporter):
    """A topic."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        self._what = f"exporter {name}"
        self._section = convert(self._what, options, KafkaSection)
        self._addresses = [_address(self._what, broker) for broker in self._section.brokers]
        if not _TOPIC.fullmatch(self._section.topic) or self._section.topic in {".", ".."}:
            raise ConfigError(f"{self._what}: topic: `{self._section.topic[:64]}` is no name of a topic")
        self._timeout_s = seconds(self._section.timeout)
        if not 1 <= self._timeout_s <= _MAX_TIMEOUT_S:
            raise ConfigError(f"{self._what}: timeout: must be from 1 s to {_MAX_TIMEOUT_S:g} s")
        self._settings = self._configuration()
        self._producer: Producer | None = None
        self._trouble = ""

    def send(self, events: Sequence[Event]) -> None:
        """Produces a message for each event, and waits until all are in the topic."""
        outcomes: dict[int, KafkaError | None] = {}
        try:
            self._produce(events, outcomes)
        except KafkaException as error:
            self.close()
            raise DeliveryError(f"cannot produce: {_spell(error.args[0])}") from error
        missing = [index for index in range(len(events)) if index not in outcomes or outcomes[index] is not None]
        refused = {
            index: error.name()
            for index, error in outcomes.items()
            if isinstance(error, KafkaError) and error.code() in _REFUSALS
        }
        if len(missing) > len(refused):
            # A producer that has given a message up is done with: the next one starts with a clean sequence.
            self.close()
            failed = next((outcomes.get(index) for index in missing if index not in refused), None)
            reason = _spell(failed) if failed is not None else f"no answer within {self._timeout_s:g} s"
            trouble = f"; {self._trouble}" if self._trouble and self._trouble != reason else ""
            raise DeliveryError(f"{self._section.topic}: {reason}{trouble}", delivered=missing[0])
        if refused:
            raise RejectedError({events[index].id: f"the broker refused it: {name}" for index, name in refused.items()})

    def _produce(self, events: Sequence[Event], outcomes: dict[int, KafkaError | None]) -> None:
        """Hands all events to the producer and collects what became of each, by index."""
        self._trouble = ""
        producer = self._open()
        form = self._section.format
        for index, event in enumerate(events):

            def note(error: KafkaError | None, _message: object, index: int = index) -> None:
                outcomes[index] = error

            try:
                producer.produce(
                    self._section.topic,
                    key=event.alert.key.encode(),
                    value=msgspec.json.encode(document(event.alert, form)),
                    headers=[
                        ("leaktap-event", event.id.encode()),
                        ("leaktap-schema", SCHEMAS[form].encode()),
                        ("content-type", b"application/json"),
                    ],
                    on_delivery=note,
                )
            except BufferError:
                break  # the rest counts as not delivered
            except KafkaException as error:
                if error.args[0].code() not in _REFUSALS:
                    raise
                outcomes[index] = error.args[0]
        deadline = time.monotonic() + self._timeout_s + _GRACE_S
        while len(producer) and time.monotonic() < deadline:
            producer.flush(_POLL_S)

    def _open(self) -> Producer:
        if self._producer is None:
            if not self._section.tls.verify and not self._section.insecure_plaintext:
                _log.warning("certificates of a destination are not verified", extra={"destination": self._what})
            self._producer = Producer(self._renewed(), logger=_log)
        return self._producer

    def _renewed(self) -> dict[str, Any]:
        """The settings with secrets read again: they may have been replaced. If that fails the old ones stay."""
        try:
            self._settings = self._configuration()
        except ConfigError as error:
            _log.warning("a destination's secrets cannot be read again", extra={"reason": str(error)})
        return self._settings

    def _configuration(self) -> dict[str, Any]:
        """What librdkafka is told; reads secrets and checks certificates.

        Raises:
            ConfigError: Names the option and what is wrong with it.
        """
        timeout_ms = int(self._timeout_s * 1000)
        found: dict[str, Any] = {
            "bootstrap.servers": ",".join(
                f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in self._addresses
            ),
            "client.id": "leaktap",
            "log_level": _CRITICAL,  # causes come by error_cb; librdkafka would tell of every attempt
            "acks": "all",
            "enable.idempotence": True,
            "delivery.timeout.ms": timeout_ms,
            "socket.connection.setup.timeout.ms": min(timeout_ms, 10_000),
            "queue.buffering.max.kbytes": _MAX_QUEUE_KIB,
            "compression.type": "lz4",
            "error_cb": self._note_trouble,
        }
        return found | self._tls() | self._sasl()

    def _tls(self) -> dict[str, Any]:
        tls = self._section.tls
        if self._section.insecure_plaintext:
            if tls != TlsSection():
                raise ConfigError(f"{self._what}: tls and insecure_plaintext exclude each other")
            return {}
        if tls.server_name:
            raise ConfigError(f"{self._what}: tls.server_name: brokers go by the names they have; it cannot be set")
        tls.context(f"{self._what}: tls")  # librdkafka would tell of a bad file much later
        found: dict[str, Any] = {"enable.ssl.certificate.verification": tls.verify}
        if not tls.verify:
            found["ssl.endpoint.identification.algorithm"] = "none"
        for key, path in (("ca", tls.ca), ("certificate", tls.certificate), ("key", tls.key)):
            if path:
                found[f"ssl.{key}.location"] = path
        return found

    def _sasl(self) -> dict[str, Any]:
        sasl = self._section.sasl
        password = sasl.password.read(f"{self._what}: sasl.password")
        if bool(sasl.user) is not bool(password):
            raise ConfigError(f"{self._what}: sasl: a user and a password go together")
        if not sasl.user:
            return {"security.protocol": "plaintext" if self._section.insecure_plaintext else "ssl"}
        return {
            "security.protocol": "sasl_plaintext" if self._section.insecure_plaintext else "sasl_ssl",
            "sasl.mechanism": sasl.mechanism,
            "sasl.username": sasl.user,
            "sasl.password": password,
        }

    def _note_trouble(self, error: KafkaError) -> None:
        # Of many complaints the first one tells the cause; "all brokers down" follows every one of them.
        if not self._trouble:
            text = str(error.str()).partition(" (after ")[0][:_MAX_TEXT] if error.name() in _LOCAL else ""
            self._trouble = f"{_spell(error)}: {text}" if text.isprintable() and text else _spell(error)

    def check(self) -> str:
        """Asks for the topic, without creating it."""
        topic = self._section.topic
        self._trouble = ""
        try:
            client = AdminClient(self._renewed(), logger=_log)
            future = client.describe_topics(TopicCollection([topic]), request_timeout=self._timeout_s)[topic]
            deadline = time.monotonic() + self._timeout_s + _GRACE_S
            while not future.done() and time.monotonic() < deadline:
                client.poll(_POLL_S)
            partitions = len(future.result(timeout=0).partitions)
        except KafkaException as error:
            trouble = f"; {self._trouble}" if self._trouble else ""
            raise DeliveryError(f"{topic}: {_spell(error.args[0])}{trouble}") from error
        except TimeoutError as error:
            raise DeliveryError(f"{topic}: no answer within {self._timeout_s:g} s") from error
        return f"topic {topic} is there, with {partitions} partitions"

    def addresses(self) -> list[tuple[str, int]]:
        """The brokers that the configuration names; others are learnt from them later."""
        return list(self._addresses)

    def close(self) -> None:
        """Gives up what is still under way, and closes the connections."""
        if self._producer is not None:
            self._producer.purge()
            self._producer.flush(_GRACE_S)
            self._producer = None


def _address(what: str, broker: str) -> tuple[str, int]:
    """Reads ``host``, ``host:port``, ``[v6]:port`` or a bare IPv6 address."""
    try:
        return str(ipaddress.IPv6Address(broker.strip("[]"))), _PORT
    except ValueError:
        host, _, port = broker.rpartition(":") if ":" in broker else (broker, "", str(_PORT))
    host = host.strip("[]")
    if not host or any(letter in host for letter in ",/ ") or not port.isdecimal() or not 0 < int(port) <= _MAX_PORT:
        raise ConfigError(f"{what}: brokers: `{broker[:64]}` is not a host and a port such as kafka.example.com:9093")
    return host, int(port)


def _spell(error: KafkaError) -> str:
    """The error's name and what to mend; its text may quote what the broker sent."""
    name = str(error.name()).lower().lstrip("_")
    return f"{name} ({_MENDS[name]})" if name in _MENDS else name
