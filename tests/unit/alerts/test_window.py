from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sensor.alerts.window import BUCKETS, SavedWindow, Window

MINUTE = 60 * 10**9


def test_same_value_in_every_minute_counts_once(fake: Any) -> None:
    window = Window(10 * MINUTE)
    for minute in range(9):
        window.add(minute * MINUTE, (0,), fake.ValueSet(["same"]), 1)
    assert not window.reached(slots=1, distinct=2, count=1)
    assert window.reached(slots=1, distinct=1, count=9)
    assert not window.reached(slots=1, distinct=1, count=10)


def test_values_further_apart_than_the_window_do_not_meet(fake: Any) -> None:
    window = Window(10 * MINUTE)
    window.add(0, (0,), fake.ValueSet(["a"]), 1)
    window.add(11 * MINUTE, (0,), fake.ValueSet(["b"]), 1)
    assert not window.reached(slots=1, distinct=2, count=1)
    window.add(12 * MINUTE, (0,), fake.ValueSet(["c"]), 1)
    assert window.reached(slots=1, distinct=2, count=1)


def test_late_sighting_inside_the_window_counts_and_an_older_one_does_not(fake: Any) -> None:
    window = Window(10 * MINUTE)
    window.add(20 * MINUTE, (0,), fake.ValueSet(["a"]), 1)
    window.add(15 * MINUTE, (0,), fake.ValueSet(["b"]), 1)
    window.add(5 * MINUTE, (0,), fake.ValueSet(["c"]), 1)
    assert window.reached(slots=1, distinct=2, count=1)
    assert not window.reached(slots=1, distinct=3, count=1)


def test_every_slot_must_reach_the_threshold(fake: Any) -> None:
    window = Window(None)
    window.add(0, (0,), fake.ValueSet(["a", "b"]), 2)
    assert not window.reached(slots=2, distinct=1, count=1)
    window.add(0, (1,), fake.ValueSet(["c"]), 1)
    assert window.reached(slots=2, distinct=1, count=1)
    assert not window.reached(slots=2, distinct=2, count=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10**15), st.integers(0, 50)), max_size=200), st.integers(1, 10**14))
def test_buckets_stay_bounded_for_any_times(fake: Any, sightings: list[tuple[int, int]], length: int) -> None:
    window = Window(length)
    for ts, value in sightings:
        window.add(ts, (0,), fake.ValueSet([value]), 1)
        assert len(window) <= BUCKETS


def test_same_values_in_every_bucket_are_held_within_the_bound(fake: Any) -> None:
    bounded, free = Window(64 * MINUTE, most=32 << 10), Window(64 * MINUTE)
    for minute in range(64):
        for window in (bounded, free):
            window.add(minute * MINUTE, (0,), fake.ValueSet(range(900)), 1)
    assert len(free) == 64
    assert len(bounded) < 64
    assert bounded.weight <= 32 << 10
    assert not bounded.reached(slots=1, distinct=901, count=1)
    assert bounded.reached(slots=1, distinct=900, count=64)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 30)), max_size=150))
def test_bounded_window_forgets_nothing_too_early(fake: Any, sightings: list[tuple[int, int]]) -> None:
    bounded, free = Window(64 * MINUTE, most=2000), Window(64 * MINUTE)
    for minute, value in sorted(sightings):
        for window in (bounded, free):
            window.add(minute * MINUTE, (0,), fake.ValueSet([value]), 1)
        held = max(distinct for distinct in range(40) if free.reached(slots=1, distinct=distinct, count=1))
        assert bounded.reached(slots=1, distinct=held, count=1)
        assert bounded.weight <= 2 * 2000 or len(bounded) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 30), st.integers(1, 12)), max_size=80))
def test_remembered_union_says_what_a_fresh_one_would(fake: Any, sightings: list[tuple[int, int, int]]) -> None:
    window = Window(64 * MINUTE)
    for minute, value, distinct in sightings:
        window.add(minute * MINUTE, (0,), fake.ValueSet([value]), 1)
        held: list[Any] = [values for _, sets in window._buckets.values() for values in sets.values()]
        union = {each for values in held for each in values.values}
        assert window.reached(slots=1, distinct=distinct, count=1) is (len(union) >= distinct)


def test_window_survives_being_saved(fake: Any) -> None:
    window = Window(10 * MINUTE)
    for minute in range(5):
        window.add(minute * MINUTE, (0, 1), fake.ValueSet([minute]), 2)
    again = Window.restore(window.save())
    assert again.save() == window.save()
    again.add(12 * MINUTE, (0,), fake.ValueSet(["new"]), 1)
    assert again.reached(slots=1, distinct=3, count=1)
    assert not again.reached(slots=1, distinct=4, count=1)


def test_saved_window_with_too_many_buckets_is_refused() -> None:
    saved = SavedWindow(10 * MINUTE, 0, tuple((index, 1, {}) for index in range(65)))
    with pytest.raises(ValueError, match="more buckets"):
        Window.restore(saved)
