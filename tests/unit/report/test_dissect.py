from __future__ import annotations

from typing import Any

import pytest

from sensor.errors import ExitCode
from sensor.report import dissect


def test_display_filter_holds_frames_and_both_ends(fake: Any, recorder: Any) -> None:
    raw = fake.Finding(receiver=fake.Endpoint("2001:db8::9", 443, "outside"))
    assert dissect.display_filter(recorder.finding(raw)) == (
        "frame.number >= 4 and frame.number <= 6 and ip.addr == 192.0.2.7 and (tcp.port == 8080 or udp.port == 8080)"
        " and ipv6.addr == 2001:db8::9 and (tcp.port == 443 or udp.port == 443)"
    )


@pytest.mark.parametrize(
    "text",
    ["phone=13800138000&x=1", "phone: 13800138000", "Data: 31 33 38 30 30 31 33 38 30 30 30", "3133383030313338303030"],
)
def test_values_and_byte_dumps_are_masked(ruleset: Any, text: str) -> None:
    shown = dissect.mask(text, ruleset.plan)
    assert "13800138000" not in shown
    assert "3133383030" not in shown.replace(" ", "")


SECRET = "hunter2hunter2"


@pytest.mark.parametrize(
    ("line", "login"),
    [
        ("Request arg: hunter2hunter2", True),
        ("hunter2hunter2", True),
        ("Cookie: sid=hunter2hunter2", False),
        ("PASS hunter2hunter2", False),
    ],
)
def test_secrets_that_no_text_scan_knows_are_hidden(ruleset: Any, line: str, *, login: bool) -> None:
    layers = (
        dissect.Layer("IP", (("ip.src", "Source: 192.0.2.7"),)),
        dissect.Layer("FTP", (("ftp.request.arg", line),)),
    )
    packet = dissect.Packet("frame 4", layers)
    shown = dissect.masked(packet, ruleset.plan, login=login)
    assert SECRET not in shown
    assert "Source: 192.0.2.7" in shown
    assert "ftp.request.arg: [hidden]" in shown
    assert SECRET in packet.text()


def test_control_characters_cannot_reach_the_terminal(ruleset: Any) -> None:
    assert "\x1b" not in dissect.mask("\x1b]0;owned\x07 title", ruleset.plan)


def test_missing_tshark_is_said_in_one_line(fake: Any, recorder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(dissect.ToolMissingError, match="install the package `tshark`") as caught:
        next(dissect.packets("a.pcap", recorder.finding(fake.Finding())))
    assert caught.value.exit_code is ExitCode.USAGE
