"""Syslog against a real rsyslogd, which parses what it gets and writes it down field by field."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from exporters.syslog import BOM, Syslog
from sensor.export.api import DeliveryError
from sensor.model.finding import File
from tests.authority import Authority

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PATIENCE_S: Final = 60.0
CONFIGURATION = """
global(workDirectory="{folder}" maxMessageSize="64k"
       defaultNetstreamDriverCAFile="{folder}/ca.pem"
       defaultNetstreamDriverCertFile="{folder}/server.pem"
       defaultNetstreamDriverKeyFile="{folder}/server.key")
module(load="imudp")
module(load="imtcp" {streams})
template(name="fields" type="list" option.jsonf="on") {{
  property(outname="severity" name="syslogseverity-text" format="jsonf")
  property(outname="facility" name="syslogfacility-text" format="jsonf")
  property(outname="time" name="timereported" dateFormat="rfc3339" format="jsonf")
  property(outname="hostname" name="hostname" format="jsonf")
  property(outname="app" name="app-name" format="jsonf")
  property(outname="procid" name="procid" format="jsonf")
  property(outname="msgid" name="msgid" format="jsonf")
  property(outname="data" name="structured-data" format="jsonf")
  property(outname="msg" name="msg" format="jsonf")
}}
ruleset(name="alerts") {{ action(type="omfile" file="{folder}/received.jsonl" template="fields") }}
input(type="imudp" address="127.0.0.1" port="{port}" ruleset="alerts")
input(type="imtcp" address="127.0.0.1" port="{port}" ruleset="alerts")
"""
CLEAR = 'StreamDriver.Name="ptcp"'
# Peers prove who they are, and one name only may log.
MUTUAL = (
    'StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/name" PermittedPeer=["sensor.example"]'
)
ANONYMOUS = 'StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon"'


class Rsyslog:
    """A rsyslogd with its own configuration, port and folder. Restarts on the same port."""

    def __init__(self, folder: Path, port: int, streams: str) -> None:
        binary = shutil.which("rsyslogd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
        if binary is None:
            pytest.skip("rsyslogd is not installed (package rsyslog)")
        self.folder = folder
        self.port = port
        self.address = f"127.0.0.1:{port}"
        configuration = folder / "rsyslog.conf"
        configuration.write_text(CONFIGURATION.format(folder=folder, port=port, streams=streams), encoding="ascii")
        self._command = [binary, "-n", "-f", str(configuration), "-i", str(folder / "rsyslog.pid")]
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        log = self.folder / "rsyslogd.log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(self._command, stdout=output, stderr=output)
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            text = log.read_text(errors="replace")
            if "lmnsd_gtls" in text:
                pytest.skip("rsyslogd has no TLS (package rsyslog-gnutls)")
            if self._process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(text[-2000:])
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(_PATIENCE_S)
            self._process = None

    def received(self, count: int) -> list[dict[str, str]]:
        """Waits until so many messages were written down, and reads all of them."""
        path = self.folder / "received.jsonl"
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            lines = text.splitlines() if text.endswith("\n") else []
            if len(lines) >= count or time.monotonic() > deadline:
                return [json.loads(line) for line in lines]
            time.sleep(0.05)


class Site(NamedTuple):
    """A folder with the certificates of both sides, and how to start the receiver in it."""

    authority: Authority
    start: Callable[[str], Rsyslog]


@pytest.fixture
def site(tmp_path: Path, ports: Any) -> Iterator[Site]:
    authority = Authority(tmp_path)
    authority.issue("127.0.0.1", file="server")
    running: list[Rsyslog] = []

    def start(streams: str) -> Rsyslog:
        running.append(Rsyslog(tmp_path, ports(1)[0], streams))
        return running[-1]

    yield Site(authority, start)
    for each in running:
        each.stop()


def ids(messages: list[dict[str, str]]) -> list[str]:
    return [message["msg"].partition("externalId=")[2].partition(" ")[0] for message in messages]


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_rsyslog_understands_every_part(site: Site, make_event: Any, transport: str) -> None:
    rsyslog = site.start(CLEAR)
    out = Syslog("siem", {"address": rsyslog.address, "transport": transport, "facility": "local3"})
    events = [make_event(1, severity="critical"), make_event(2, severity="info", file=File(name="客户.csv"))]
    out.send(events)
    first, second = rsyslog.received(2)
    out.close()
    assert ids([first, second]) == [event.id for event in events]
    assert {name: first[name] for name in first if name != "msg"} == {
        "severity": "crit",
        "facility": "local3",
        "time": "2025-10-09T08:53:20.000000Z",
        "hostname": socket.gethostname(),
        "app": "leaktap",
        "procid": str(os.getpid()),
        "msgid": "pii.cleartext.some",
        "data": first["data"],
    }
    assert first["data"].startswith('[origin software="leaktap" ')
    assert first["msg"].startswith("CEF:0|leaktap|leaktap|")
    assert second["severity"] == "info"
    assert second["msg"].startswith(f"{BOM.decode()}CEF:0|")
    assert "fname=客户.csv" in second["msg"]


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_json_arrives_whole(site: Site, make_event: Any, transport: str) -> None:
    rsyslog = site.start(CLEAR)
    out = Syslog("siem", {"address": rsyslog.address, "transport": transport, "body": "json", "max_message": 16384})
    event = make_event(1, where=tuple(f"客户[{n}]=|\\" for n in range(200)))
    out.send([event])
    out.close()
    (found,) = rsyslog.received(1)
    assert json.loads(found["msg"])["unmapped"]["leaktap"]["where"] == list(event.alert.where)


def test_tls_with_certificates_on_both_sides(site: Site, make_event: Any) -> None:
    rsyslog = site.start(MUTUAL)
    tls = {"ca": site.authority.ca, **site.authority.issue("sensor.example")}
    out = Syslog("siem", {"address": rsyslog.address, "tls": tls})
    assert "connected with TLSv1." in out.check()
    events = [make_event(number) for number in range(100)]
    out.send(events[:60])
    out.send(events[60:])
    out.close()
    assert ids(rsyslog.received(100)) == [event.id for event in events]


@pytest.mark.parametrize("who", ["nobody", "another name", "another authority"])
def test_receiver_that_refuses_our_certificate_is_noticed(
    site: Site, make_event: Any, tmp_path_factory: pytest.TempPathFactory, who: str
) -> None:
    rsyslog = site.start(MUTUAL)
    tls = {"ca": site.authority.ca}
    if who == "another name":
        tls |= site.authority.issue("printer.example")
    elif who == "another authority":
        tls |= Authority(tmp_path_factory.mktemp("other"), "other").issue("sensor.example")
    out = Syslog("siem", {"address": rsyslog.address, "tls": tls})
    for call in (lambda: out.send([make_event(1)]), out.check):
        with pytest.raises(DeliveryError, match="tls"):
            call()
    out.close()
    # One that it takes shows that nothing came before.
    good = {"ca": site.authority.ca, **site.authority.issue("sensor.example")}
    out = Syslog("siem", {"address": rsyslog.address, "tls": good})
    out.send([make_event(2)])
    out.close()
    assert ids(rsyslog.received(1)) == [make_event(2).id]


def test_receiver_of_another_authority_or_name_is_refused(
    site: Site, make_event: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rsyslog = site.start(ANONYMOUS)
    other = Authority(tmp_path_factory.mktemp("other"), "other").ca
    cases = [
        ({"ca": other}, "not trusted"),
        ({"ca": site.authority.ca, "server_name": "siem.example.com"}, "Hostname mismatch"),
    ]
    for tls, said in cases:
        out = Syslog("siem", {"address": rsyslog.address, "tls": tls})
        for call in (lambda out=out: out.send([make_event(1)]), out.check):
            with pytest.raises(DeliveryError, match=said):
                call()
        out.close()
    out = Syslog("siem", {"address": rsyslog.address, "tls": {"ca": other, "verify": False}})
    assert out.check().endswith("not verified")
    out.send([make_event(2)])
    out.close()
    assert ids(rsyslog.received(1)) == [make_event(2).id]


@pytest.mark.parametrize("transport", ["tcp", "tls"])
def test_sending_goes_on_after_a_restart(site: Site, make_event: Any, transport: str) -> None:
    rsyslog = site.start(CLEAR if transport == "tcp" else ANONYMOUS)
    tls = {"tls": {"ca": site.authority.ca}} if transport == "tls" else {}
    out = Syslog("siem", {"address": rsyslog.address, "transport": transport, **tls})
    out.send([make_event(1)])
    assert len(rsyslog.received(1)) == 1
    rsyslog.stop()
    with pytest.raises(DeliveryError, match="refused"):
        out.send([make_event(2)])
    rsyslog.start()
    out.send([make_event(2)])
    assert ids(rsyslog.received(2)) == [make_event(1).id, make_event(2).id]
    # Down and up again between two batches: the dead connection is not written to.
    rsyslog.stop()
    rsyslog.start()
    out.send([make_event(3)])
    out.close()
    assert ids(rsyslog.received(3)) == [make_event(number).id for number in (1, 2, 3)]
