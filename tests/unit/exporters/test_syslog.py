from __future__ import annotations

import json
import logging
import os
import re
import socket
import struct
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters import syslog
from exporters.syslog import BOM, Syslog, frame
from sensor.errors import ConfigError
from sensor.export.api import DeliveryError, RejectedError
from sensor.model.alert import SEVERITIES
from sensor.model.finding import File, Http
from sensor.model.record import Evidence, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

DEADLINE_S = 30.0
MESSAGE = re.compile(
    rb"<(?P<pri>[0-9]{1,3})>1 (?P<time>\S+) (?P<host>[!-~]{1,255}) (?P<app>[!-~]{1,48}) (?P<pid>[!-~]{1,128})"
    rb" (?P<msgid>[!-~]{1,32}) (?P<data>-|(?:\[[^\]]*\])+) (?P<msg>.*)",
    re.DOTALL,
)


def parse(message: bytes) -> dict[str, bytes]:
    """Reads a message as RFC 5424 §6 has it."""
    found = MESSAGE.fullmatch(message)
    assert found is not None
    return found.groupdict()


def unframe(stream: bytes) -> list[bytes]:
    """Reads frames as RFC 6587 §3.4.1 has them."""
    messages = []
    while stream:
        length, _, stream = stream.partition(b" ")
        assert re.fullmatch(rb"[1-9][0-9]*", length)
        messages.append(stream[: int(length)])
        assert len(messages[-1]) == int(length)
        stream = stream[int(length) :]
    return messages


class Receiver:
    """Takes connections one after the other and keeps what they bring."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(DEADLINE_S)
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.connections: list[socket.socket] = []

    def accept(self) -> socket.socket:
        connection, _ = self.listener.accept()
        connection.settimeout(DEADLINE_S)
        self.connections.append(connection)
        return connection

    def read(self, connection: socket.socket, count: int) -> list[bytes]:
        """Reads until so many frames are complete."""
        held = b""
        while True:
            found = re.match(rb"([0-9]+) ", held)
            frames, rest = [], held
            while found is not None and len(rest) >= found.end() + int(found[1]):
                frames.append(rest[found.end() : found.end() + int(found[1])])
                rest = rest[found.end() + int(found[1]) :]
                found = re.match(rb"([0-9]+) ", rest)
            if len(frames) >= count:
                return frames
            chunk = connection.recv(1 << 16)
            assert chunk
            held += chunk

    def close(self) -> None:
        for connection in self.connections:
            connection.close()
        self.listener.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    yield found
    found.close()


@pytest.fixture
def datagrams() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind(("127.0.0.1", 0))
        found.settimeout(DEADLINE_S)
        yield found


def over_tcp(receiver: Receiver, **options: Any) -> Syslog:
    return Syslog("siem", {"address": receiver.address, "transport": "tcp", **options})


def over_udp(datagrams: socket.socket, **options: Any) -> Syslog:
    port = datagrams.getsockname()[1]
    return Syslog("siem", {"address": f"127.0.0.1:{port}", "transport": "udp", **options})


def message(alert: Any, **options: Any) -> bytes:
    out = Syslog("siem", {"address": "127.0.0.1:9", "transport": "udp", **options})
    return out._message(alert)


def test_header_is_rfc_5424(destinations: Any) -> None:
    found = parse(message(destinations.make_alert(severity="high")))
    assert found["pri"] == b"131"  # local0, error
    assert found["time"] == b"2025-10-09T08:53:20.000000Z"
    assert found["host"] == socket.gethostname().encode()
    assert found["app"] == b"leaktap"
    assert found["pid"] == str(os.getpid()).encode()
    assert found["msgid"] == b"pii.cleartext.some"
    assert re.fullmatch(rb'\[origin software="leaktap" swVersion="[^"]+"\]', found["data"])
    assert found["msg"].startswith(b"CEF:0|leaktap|leaktap|")


def test_priority_is_facility_and_severity(destinations: Any) -> None:
    for number, severity in zip((6, 5, 4, 3, 2), SEVERITIES, strict=True):
        found = parse(message(destinations.make_alert(severity=severity), facility="local7"))
        assert int(found["pri"]) == 23 * 8 + number


def test_message_id_is_cut_to_what_the_header_takes(destinations: Any) -> None:
    assert parse(message(destinations.make_alert(rule="a.b" * 13)))["msgid"] == (b"a.b" * 13)[:32]
    assert parse(message(destinations.make_alert(rule="国 x")))["msgid"] == b"__x"
    assert parse(message(destinations.make_alert(rule="")))["msgid"] == b"-"


def test_mark_stands_before_text_that_is_not_ascii(destinations: Any) -> None:
    assert not parse(message(destinations.make_alert()))["msg"].startswith(BOM)
    body = parse(message(destinations.make_alert(file=File(name="客户.csv"))))["msg"]
    assert body.startswith(BOM + b"CEF:0|")
    assert body.count(BOM) == 1
    assert "fname=客户.csv" in body.decode()


def test_json_is_ascii_and_the_whole_alert(destinations: Any) -> None:
    alert = destinations.make_alert(file=File(name="客户.csv"))
    body = parse(message(alert, body="json"))["msg"]
    assert body.isascii()
    event = json.loads(body)
    assert event["file"]["name"] == "客户.csv"
    assert event["unmapped"]["leaktap"]["id"] == alert.id


def many(destinations: Any) -> Any:
    evidence = tuple(Evidence(capture="x" * 90, first_frame=n, last_frame=n, stream_offset=0) for n in range(60))
    return destinations.make_alert(revision=2, evidence=evidence, where=("y" * 100,) * 20)


def test_long_json_loses_lists_first_and_says_so(destinations: Any) -> None:
    found = json.loads(parse(message(many(destinations), body="json", max_message=4096))["msg"])
    assert found["unmapped"]["omitted"] == ["evidence", "where", "advice"]
    assert found["unmapped"]["leaktap"]["detectors"][0]["samples"] == ["138****8000"]
    assert "evidence" not in found["unmapped"]["leaktap"]


def test_very_long_json_keeps_the_core(destinations: Any) -> None:
    whole = message(many(destinations), body="json", max_message=2048)
    assert len(whole) <= 2048
    found = json.loads(parse(whole)["msg"])
    assert found["unmapped"]["leaktap"]["revision"] == 2
    assert found["unmapped"]["leaktap"]["id"] == destinations.make_alert().id
    assert "detectors" in found["unmapped"]["omitted"]
    assert found["data_security"]["pattern_match"] == "138****8000"


@pytest.mark.parametrize("name", ["y", "国"])
def test_long_cef_loses_its_last_keys(destinations: Any, name: str) -> None:
    alert = destinations.make_alert(http=Http(path=f"/{name}" * 800), file=File(name=name * 900))
    whole = message(alert, max_message=1024)
    assert len(whole) <= 1024
    body = parse(whole)["msg"].removeprefix(BOM)
    assert body.startswith(b"CEF:0|")
    assert f"externalId={alert.revision_id}".encode() in body
    assert b"request=" not in body


def test_shortened_messages_are_counted_and_told_once(
    datagrams: socket.socket, make_event: Any, caplog: pytest.LogCaptureFixture
) -> None:
    out = over_udp(datagrams, max_message=1024)
    long = [make_event(number, http=Http(path="/" + "y" * 900)) for number in range(3)]
    with caplog.at_level(logging.WARNING):
        out.send([*long, make_event(9, title=Text(en="x"), where=())])
        out.send(long[:1])
    out.close()
    assert out.shortened == 4
    assert sum("lose parts" in record.message for record in caplog.records) == 1


def test_event_that_cannot_be_shortened_is_refused_and_the_others_arrive(
    datagrams: socket.socket, make_event: Any
) -> None:
    out = over_udp(datagrams, body="json", max_message=2560)
    bad = make_event(1, title=Text(en="x" * 3000))
    with pytest.raises(RejectedError) as caught:
        out.send([bad, make_event(2)])
    out.close()
    assert caught.value.events == {bad.id: "longer than max_message (2560)"}
    assert make_event(2).alert.id.encode() in datagrams.recv(1 << 16)


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=12))
def test_frames_round_trip(messages: list[bytes]) -> None:
    assert unframe(b"".join(map(frame, messages))) == messages


def test_datagram_holds_one_message(datagrams: socket.socket, make_event: Any) -> None:
    out = over_udp(datagrams)
    out.send([make_event(1), make_event(2)])
    for number in (1, 2):
        assert make_event(number).id.encode() in parse(datagrams.recv(1 << 16))["msg"]
    out.close()


def test_port_that_nobody_listens_on_is_noticed_over_udp(datagrams: socket.socket, make_event: Any) -> None:
    out = over_udp(datagrams)
    datagrams.close()
    for _ in range(2):
        with pytest.raises(DeliveryError, match="refused"):
            out.send([make_event()])
    out.close()


def test_connection_is_used_again(receiver: Receiver, make_event: Any) -> None:
    out = over_tcp(receiver)
    out.send([make_event(1), make_event(2)])
    out.send([make_event(3)])
    frames = receiver.read(receiver.accept(), 3)
    assert [make_event(n).id.encode() in parse(frames[n - 1])["msg"] for n in (1, 2, 3)] == [True] * 3
    out.close()


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_peer_that_left_is_noticed_before_the_next_batch(receiver: Receiver, make_event: Any, *, reset: bool) -> None:
    out = over_tcp(receiver)
    out.send([make_event(1)])
    connection = receiver.accept()
    receiver.read(connection, 1)
    if reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    out.send([make_event(2)])
    frames = receiver.read(receiver.accept(), 1)
    assert make_event(2).id.encode() in frames[0]
    out.close()


def test_nobody_there_is_a_delivery_error_until_somebody_is(make_event: Any) -> None:
    first = Receiver()
    out = over_tcp(first)
    out.send([make_event(1)])
    port = int(first.address.rpartition(":")[2])
    first.accept()
    first.close()
    with pytest.raises(DeliveryError, match=r"127\.0\.0\.1:\d+: .*refused"):
        out.send([make_event(2)])
    second = Receiver()
    second.listener.close()
    second.listener = socket.create_server(("127.0.0.1", port))
    second.listener.settimeout(DEADLINE_S)
    try:
        out.send([make_event(2)])
        assert make_event(2).id.encode() in second.read(second.accept(), 1)[0]
    finally:
        out.close()
        second.close()


def test_peer_that_takes_nothing_is_given_up_after_the_timeout(receiver: Receiver, make_event: Any) -> None:
    receiver.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    out = over_tcp(receiver, timeout="1s", max_message=65_507)
    events = [make_event(number, http=Http(path="/" + "y" * 900), where=("z" * 100,) * 40) for number in range(2000)]
    with pytest.raises(DeliveryError, match="within the timeout"):
        out.send(events)
    assert out._socket is None


def test_batch_waits_until_the_other_kernel_has_it(
    receiver: Receiver, make_event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [300, 200, 0]
    monkeypatch.setattr(syslog, "_unacknowledged", lambda _: left.pop(0))
    out = over_tcp(receiver)
    out.send([make_event()])
    assert not left
    monkeypatch.setattr(syslog, "_unacknowledged", lambda _: 1)
    late = over_tcp(receiver, timeout="1s")
    with pytest.raises(DeliveryError, match="within the timeout"):
        late.send([make_event()])
    out.close()


def test_what_the_peer_says_is_thrown_away(receiver: Receiver, make_event: Any) -> None:
    out = over_tcp(receiver)
    out.send([make_event(1)])
    connection = receiver.accept()
    connection.sendall(b"hello")
    out.send([make_event(2)])
    assert len(receiver.read(connection, 2)) == 2
    out.close()


def test_peer_that_talks_without_end_is_left(
    receiver: Receiver, make_event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syslog, "_MAX_CHATTER", 1)
    out = over_tcp(receiver)
    out.send([make_event(1)])
    receiver.accept().sendall(b"hello")
    out.send([make_event(2)])
    assert make_event(2).id.encode() in receiver.read(receiver.accept(), 1)[0]
    out.close()


def test_check_connects_and_sends_nothing(receiver: Receiver, datagrams: socket.socket) -> None:
    assert over_tcp(receiver).check().endswith("connected, without encryption")
    assert receiver.accept().recv(10) == b""
    assert "only the receiver knows" in over_udp(datagrams).check()
    receiver.close()
    with pytest.raises(DeliveryError, match="refused"):
        over_tcp(receiver).check()


def test_server_without_tls_is_told(receiver: Receiver, make_event: Any) -> None:
    out = Syslog("siem", {"address": receiver.address, "timeout": "1s"})
    thread = threading.Thread(target=lambda: receiver.accept().sendall(b"220 hello, this is no TLS\r\n"))
    thread.start()
    with pytest.raises(DeliveryError, match="TLS: wrong version number"):
        out.send([make_event()])
    thread.join(DEADLINE_S)


def test_clear_text_is_told_once(receiver: Receiver, make_event: Any, caplog: pytest.LogCaptureFixture) -> None:
    out = over_tcp(receiver)
    with caplog.at_level(logging.WARNING):
        out.send([make_event(1)])
        out.close()
        out.send([make_event(2)])
    out.close()
    assert [record.message for record in caplog.records] == ["alerts travel without encryption"]


def test_addresses_are_those_of_the_receiver() -> None:
    assert Syslog("siem", {"address": "siem.example.com:6514"}).addresses() == [("siem.example.com", 6514)]
    assert Syslog("siem", {"address": "[2001:db8::1]:6514"}).addresses() == [("2001:db8::1", 6514)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"address": "siem.example.com"}, "address"),
        ({"address": "siem.example.com:0"}, "address"),
        ({"address": "siem.example.com:70000"}, "address"),
        ({"address": "2001:db8::1:6514"}, "address"),
        ({"address": "[siem]:6514"}, "address"),
        ({"address": "tcp://siem:6514"}, "address"),
        ({"address": ":6514"}, "address"),
        ({"address": "[]:6514"}, "address"),
        ({"transport": "smoke"}, "transport"),
        ({"body": "leef"}, "body"),
        ({"facility": "kern"}, "facility"),
        ({"timeout": "0s"}, "timeout"),
        ({"max_message": 100}, "max_message"),
        ({"transport": "tcp", "tls": {"ca": "ca.pem"}}, "is for transport: tls"),
        ({"tls": {"ca": "/nowhere/ca.pem"}}, "/nowhere/ca.pem"),
        ({"colour": 1}, "colour"),
    ],
)
def test_wrong_options_are_named(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=f"exporter siem: .*{said}"):
        Syslog("siem", {"address": "siem.example.com:6514", **options})
