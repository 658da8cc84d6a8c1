from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporters import _cef
from sensor.model.alert import DetectorShare
from sensor.model.finding import File, Http
from sensor.model.record import Endpoint, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

# Anything but the control characters that become blanks.
TEXT = st.text(st.characters(exclude_categories=["Cc", "Zl", "Zp", "Cs"]) | st.sampled_from("\\|= "), max_size=60)
KEY = re.compile(r"(?:^| )([A-Za-z0-9]+)=")


def parse(line: str) -> tuple[list[str], dict[str, str]]:
    """Reads a line as the format says: seven fields behind unescaped bars, then keys before unescaped equal signs."""
    fields: list[str] = []
    at = 0
    while len(fields) < 7:
        found = re.compile(r"((?:[^\\|]|\\[\\|])*)\|").match(line, at)
        assert found is not None
        fields.append(re.sub(r"\\(.)", r"\1", found[1]))
        at = found.end()
    return fields, dict(pairs(line[at:]))


def pairs(text: str) -> Iterator[tuple[str, str]]:
    starts = list(KEY.finditer(text))
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        value = text[start.end() : after.start() if after is not None else len(text)]
        plain = re.sub(r"\\(.)", lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), value)
        yield start[1], plain


def test_line_says_what_a_siem_needs(destinations: Any) -> None:
    alert = destinations.make_alert(revision=2, activity="update", community_id="1:abc=", severity="high")
    fields, found = parse(_cef.line(alert))
    assert fields[:3] == ["CEF:0", "leaktap", "leaktap"]
    assert fields[4:] == ["pii.cleartext.some", "Personal data in clear", "8"]
    expected = {
        "externalId": alert.revision_id,
        "rt": "1760000000000",
        "start": "1760000000000",
        "end": "1760000001000",
        "act": "update",
        "src": "10.20.0.7",
        "spt": "8080",
        "dst": "198.51.100.9",
        "proto": "TCP",
        "app": "http",
        "deviceDirection": "1",
        "cnt": "3",
        "cs1": "crm",
        "cs1Label": "senderZone",
        "cs2": "outside",
        "cs3": "1:abc=",
        "cs4": "cn.mobile: 138****8000",
        "cs5": alert.id,
        "cn1": "2",
        "cn2": "2",
        "cn2Label": "revision",
        "flexString1": "egress",
    }
    assert found.items() >= expected.items()
    assert "dpt" not in found


def test_ipv6_has_keys_of_its_own(destinations: Any) -> None:
    _, found = parse(_cef.line(destinations.make_alert(sender=Endpoint(ip="2001:db8::7", zone="crm"))))
    assert found["c6a2"] == "2001:db8::7"
    assert found["c6a2Label"] == "Source IPv6 Address"
    assert "src" not in found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TEXT, path=TEXT, sample=st.text(st.sampled_from("ab=|\\ \n\r"), max_size=30))
def test_escapes_round_trip(destinations: Any, title: str, path: str, sample: str) -> None:
    alert = destinations.make_alert(
        title=Text(en=title),
        http=Http(path=path),
        detectors=(DetectorShare(detector="x", count=1, distinct=1, confidence=1, samples=(sample,)),),
    )
    line = _cef.line(alert)
    assert len(line.splitlines()) == 1
    fields, found = parse(line)
    assert fields[5] == title
    assert found.get("request", "") == path
    assert found["cs4"] == f"x: {sample}"


def test_control_characters_become_blanks(destinations: Any) -> None:
    alert = destinations.make_alert(title=Text(en="a\nb\x00c"), http=Http(path="/\x1b[31m\u2028\x85"))
    fields, found = parse(_cef.line(alert))
    assert fields[5] == "a b c"
    assert found["request"] == "/ [31m  "


def test_values_are_cut_to_the_dictionary(destinations: Any) -> None:
    alert = destinations.make_alert(http=Http(path="=" * 9000), file=File(name="é" * 9000))
    _, found = parse(_cef.line(alert))
    assert found["request"] == "=" * 1023
    assert found["fname"] == "é" * 1023


@pytest.mark.parametrize("most", [300, 500, 700, 1400])
def test_short_line_is_whole_and_keeps_the_first_keys(destinations: Any, most: int) -> None:
    alert = destinations.make_alert(http=Http(path="/é" * 400, user_agent="x" * 900))
    whole = list(parse(_cef.line(alert))[1].items())
    line = _cef.line(alert, most)
    short = list(parse(line)[1].items())
    assert len(line.encode()) <= most
    assert short == whole[: len(short)]
    assert short[0] == ("externalId", alert.revision_id)
    assert all(f"{key}Label" in dict(short) for key, _ in short if re.fullmatch(r"c[sn][0-9]|flexString[0-9]", key))


def test_line_within_the_bound_loses_nothing(destinations: Any) -> None:
    line = _cef.line(destinations.make_alert())
    assert _cef.line(destinations.make_alert(), len(line)) == line
    assert len(_cef.line(destinations.make_alert(), len(line) - 1)) < len(line)
