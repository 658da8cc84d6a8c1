"""Findings as a sequence whose members are made when they are asked for, and the groups that a summary has room for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from sensor.engine import Engine, Findings, Groups

RECORDED: Final = Path(__file__).resolve().parents[1] / "recorded"


@pytest.fixture(scope="module")
def findings() -> Findings:
    """Everything that was recorded over HTTP."""
    with Engine() as engine:
        batches = engine.run([str(path) for path in sorted(RECORDED.glob("http*.pcap"))])
        found = Findings(raw for batch in batches for raw in batch.findings)
    assert len(found) > 20
    return found


def test_members_are_reached_by_number_and_in_order(findings: Findings) -> None:
    places = [raw.where for raw in findings]
    assert places == [findings[at].where for at in range(len(findings))]
    assert findings[-1].where == places[-1]
    with pytest.raises(IndexError):
        findings[len(findings)]
    assert len(Findings()) == 0


def test_what_findings_of_a_flow_say_of_it_is_made_once(findings: Findings) -> None:
    assert findings[0].sender is findings[0].sender


def test_other_things_are_no_findings() -> None:
    with pytest.raises(TypeError):
        Findings(["mail"])  # type: ignore[list-item]


def test_groups_have_room_for_the_first(findings: Findings) -> None:
    everyone, weaker = Groups(1 << 20).sift(findings, 0)
    numbers = list(dict.fromkeys(number for number, _ in everyone))
    assert (len(everyone), weaker) == (len(findings), 0)
    assert len(numbers) > 3
    groups = Groups(2)
    expected = [(number, raw.where) for number, raw in everyone if number in numbers[:2]]
    assert [(number, raw.where) for number, raw in groups.sift(findings, 0)[0]] == expected
    assert groups.omitted == len({number & 0xFFFF for number in numbers[2:]})
    assert [(number, raw.where) for number, raw in groups.sift(findings, 0)[0]] == expected


def test_what_is_not_sure_enough_takes_no_room(findings: Findings) -> None:
    least = max(raw.confidence for raw in findings)
    weaker = [raw for raw in findings if raw.confidence < least]
    assert weaker
    groups = Groups(1)
    assert groups.sift(Findings(weaker), least) == ([], len(weaker))
    assert groups.omitted == 0
    assert len(groups.sift(findings, least)[0]) >= 1
