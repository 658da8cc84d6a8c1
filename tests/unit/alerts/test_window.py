from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sensor.alerts.window import BUCKETS, Window

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
