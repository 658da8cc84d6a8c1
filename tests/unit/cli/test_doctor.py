from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from sensor.cli import doctor as command
from sensor.cli.doctor import DoctorOptions
from sensor.daemon import setup
from sensor.daemon.diagnosis import Check, Diagnosis
from sensor.daemon.health import HealthServer, PrometheusSection
from sensor.errors import UsageError
from sensor.export.api import DeliveryError
from sensor.model.record import Text

if TYPE_CHECKING:
    from pathlib import Path

BAD = Check(
    id="offload",
    severity="warning",
    subject="eth1",
    measured="12 of 400 packets are larger than the wire carries",
    means=Text(en="They fill the ring.", zh="网卡卸载。"),
    mend="ethtool -K eth1 gro off lro off tso off gso off",
)
GOOD = Check(id="clock", severity="ok", measured="packets bear the time of day")


@pytest.fixture
def config(tmp_path: Path, pack_file: Path) -> Any:
    """Writes a configuration whose sources and destinations are in ``tmp_path``; returns its path."""
    (tmp_path / "captures").mkdir()

    def make(**changes: Any) -> str:
        settings = {
            "version": 1,
            "zones": {"crm": ["10.20.0.0/24"]},
            "capture": {"directory": str(tmp_path / "captures")},
            "service": {"state": str(tmp_path / "state")},
            "rules": {"packs": [str(pack_file)]},
            "exporters": {"prometheus": {"listen": "127.0.0.1:0"}},
        }
        path = tmp_path / "leaktap.yaml"
        path.write_text(yaml.safe_dump(settings | changes), encoding="utf-8")
        return str(path)

    return make


def answers(path: str) -> dict[str, Check]:
    return {check.id: check for check in command.examine_setup(DoctorOptions(config=path))}


def test_text_puts_the_worst_first_and_leaves_commands_whole(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    command.write(Diagnosis(seconds=60, checks=(GOOD, BAD)))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:3] == ["warning", "offload", "eth1"]
    assert "         网卡卸载。" in lines
    assert lines[-1] == "1 warning, 1 ok"
    assert lines[-3].split()[:2] == ["ok", "clock"]
    assert lines[-3].index("packets") == lines[0].index("12 of")
    assert all(len(line) <= 60 for line in lines)
    assert "\x1b" not in "".join(lines)


def test_what_a_destination_answers_cannot_steer_the_terminal(capsys: Any) -> None:
    command.write(Diagnosis(seconds=0, checks=(Check(id="exporter", severity="problem", measured="a\x1b[31mb\nc"),)))
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(("severity", "code"), [("ok", 0), ("note", 0), ("warning", 0), ("problem", 1)])
def test_exit_code_is_1_for_problems_only(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, severity: Any, code: int
) -> None:
    found = Diagnosis(seconds=1, checks=(Check(id="gaps", severity=severity, measured="m"),))
    monkeypatch.setattr(command, "watch", lambda _: found)
    assert command.doctor(DoctorOptions(interfaces=("eth1",), json=True)) == code
    document = json.loads(capsys.readouterr().out)
    assert document["checks"][0]["severity"] == severity


def test_it_must_be_told_what_to_look_at() -> None:
    with pytest.raises(UsageError, match="-i eth1"):
        command.doctor(DoctorOptions())


def test_a_setup_that_is_fine(config: Any) -> None:
    found = answers(config())
    problems = [check for check in found.values() if check.severity == "problem"]
    assert problems == []
    assert set(found) == {
        "clock",
        "libpcap",
        "configuration",
        "state",
        "store",
        "memory",
        "exporter",
        "metrics",
        "capture",
    }
    assert found["state"].measured == "will be made at the first start"


def test_it_changes_nothing(config: Any, tmp_path: Path) -> None:
    path = config()
    before = sorted(tmp_path.rglob("*"))
    answers(path)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_wrong_configuration_is_the_only_further_answer(config: Any) -> None:
    found = answers(config(zones={"crm": ["10.20.0.0/240"]}))
    assert set(found) == {"clock", "libpcap", "configuration"}
    assert "leaktap.yaml:" in found["configuration"].measured


def test_no_source_and_missing_rules_are_problems(config: Any) -> None:
    assert "nothing to listen to" in answers(config(capture={}))["configuration"].measured
    found = answers(config(rules={"packs": ["/nowhere/rules"]}))["configuration"]
    assert (found.severity, "/nowhere/rules" in found.measured) == ("problem", True)


def test_a_destination_that_fails_says_so(config: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []

    class Down:
        def check(self) -> str:
            reason = "192.0.2.1:6514: connection refused"
            raise DeliveryError(reason)

        def addresses(self) -> list[tuple[str, int]]:
            return []

        def close(self) -> None:
            closed.append("down")

    class Broken(Down):
        def check(self) -> str:
            raise KeyError("13800138000")

    monkeypatch.setattr(setup, "destinations", lambda *_: {"siem": Down(), "own": Broken()})
    path = config(exporters={"siem": {}, "own": {}, "prometheus": {"listen": "127.0.0.1:0"}})
    monkeypatch.setattr(setup, "check", lambda _: [])
    found = [check for check in command.examine_setup(DoctorOptions(config=path)) if check.id == "exporter"]
    assert [(check.subject, check.severity) for check in found] == [("siem", "problem"), ("own", "problem")]
    assert found[0].measured == "192.0.2.1:6514: connection refused"
    assert "13800138000" not in found[1].measured
    assert closed == ["down", "down"]


def test_a_port_in_use_is_a_problem_unless_a_leaktap_has_it(config: Any) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        listen = f"127.0.0.1:{other.getsockname()[1]}"
        taken = answers(config(exporters={"prometheus": {"listen": listen}}))["metrics"]
        assert (taken.severity, taken.subject) == ("problem", listen)
    server = HealthServer(
        PrometheusSection(listen="127.0.0.1:0"), CollectorRegistry(), alive=str, ready=lambda: "not yet"
    )
    server.start()
    try:
        listen = f"127.0.0.1:{server.port}"
        assert answers(config(exporters={"prometheus": {"listen": listen}}))["metrics"].severity == "ok"
    finally:
        server.stop()


def test_a_store_that_is_none_is_a_problem(config: Any, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "events.db").write_bytes(b"no database" * 1000)
    assert answers(config())["store"].severity == "problem"


def test_a_state_directory_that_cannot_be_one(config: Any, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file", encoding="ascii")
    assert answers(config())["state"].severity == "problem"


def test_more_room_than_there_is(config: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = answers(config(store={"limit": "900000000GiB"}))["store"]
    assert (found.severity, "less than its limit" in found.measured) == ("warning", True)
    assert answers(config(memory="900000000GiB"))["memory"].severity == "problem"
    limit = tmp_path / "memory.max"
    limit.write_text(str(600 << 20), encoding="ascii")
    monkeypatch.setattr(command, "_CGROUP", limit)
    assert answers(config())["memory"].severity == "warning"


def test_sources_that_are_not_there(config: Any, tmp_path: Path) -> None:
    assert answers(config(capture={"directory": str(tmp_path / "other")}))["capture"].severity == "problem"
    assert answers(config(capture={"stream": "-"}))["capture"].severity == "ok"
    assert answers(config(capture={"stream": str(tmp_path / "fifo")}))["capture"].measured == "it is not there"
