"""How numbers, times and other people's text are written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensor.model.coverage import STATES
from sensor.model.transport import Issue
from sensor.report.html import text, words

ENGINE = Path(__file__).parents[4] / "engine" / "src"


@given(st.text(), st.integers(min_value=0, max_value=50))
def test_visible_text_is_bounded_printable_and_stable(raw: str, limit: int) -> None:
    shown = text.visible(raw, limit)
    assert len(shown) <= limit * len("\\u{10ffff}") + 1
    assert text.visible(shown, len(shown)) == shown
    shown.encode("utf-8")


@given(st.text(alphabet="<>&'\"/=\u202e\x00", max_size=40))
def test_peer_text_cannot_leave_its_element(raw: str) -> None:
    for rendered in (text.peer(raw), text.place(raw)):
        inside = str(rendered).removeprefix("<bdi>").removesuffix("</bdi>").replace("<wbr>", "")
        assert not set(inside) & set("<>'\"\u202e\x00")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.00 kB"),
        (12_345, "12.3 kB"),
        (123_456, "123 kB"),
        (999_600, "1.00 MB"),
        (5 * 10**18, "5000 PB"),
    ],
)
def test_sizes_have_three_digits(value: int, shown: str) -> None:
    assert text.size(value) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 0, "–"),
        (0, 5, "0 %"),
        (5, 5, "100 %"),
        (1, 10**9, "< 0.1 %"),
        (10**9 - 1, 10**9, "> 99.9 %"),
        (1, 8, "12.5 %"),
    ],
)
def test_only_none_is_none_and_only_all_is_all(part: int, whole: int, shown: str) -> None:
    assert text.share(part, whole) == shown


def test_spans_say_the_day_once() -> None:
    first = "2026-01-02T03:04:05.000000006Z"
    assert text.span(first, "2026-01-02T03:04:05.9Z") == "2026-01-02 03:04:05"
    assert text.span(first, "2026-01-02T04:00:00.000000000Z") == "2026-01-02 03:04:05 – 04:00:00"
    assert text.span(first, "2026-01-03T04:00:00.000000000Z") == "2026-01-02 03:04:05 – 2026-01-03 04:00:00"


def test_times_are_read_as_utc() -> None:
    assert text.epoch("1970-01-02T00:00:01.500000000Z") == 86401.5
    assert text.epoch("not a time") == 0.0


def test_every_anomaly_of_the_engine_has_words() -> None:
    codes = re.findall(
        r'^\s+\w+ = "([a-z_]+)", "[a-z]+";', (ENGINE / "anomaly.rs").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(codes) > 20
    assert [code for code in codes if code not in words.ANOMALY] == []


def test_every_issue_of_a_transport_has_words() -> None:
    assert sorted(set(get_args(Issue)) - set(words.ISSUE)) == []


def test_every_coverage_state_has_words() -> None:
    assert tuple(words.COVERAGE) == STATES
    assert all(word.more for word in words.COVERAGE.values())


def test_unknown_identifiers_speak_for_themselves() -> None:
    assert words.words(words.ANOMALY, "brand_new_code") == words.Words("brand new code", "")
