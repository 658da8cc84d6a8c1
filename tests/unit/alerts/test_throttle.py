from __future__ import annotations

from sensor.alerts.throttle import Throttle

SECOND = 10**9


def test_each_rule_has_its_own_minute() -> None:
    throttle = Throttle(2)
    for _ in range(2):
        throttle.take("a", 0)
    assert throttle.room("a", 59 * SECOND) == 0
    assert throttle.room("b", 59 * SECOND) == 2
    assert throttle.room("a", 60 * SECOND) == 2
    throttle.take("a", 90 * SECOND)
    assert throttle.room("a", 149 * SECOND) == 1


def test_what_was_used_outlives_a_restart_and_a_clock_that_steps_back() -> None:
    throttle = Throttle(1)
    throttle.take("a", 1000 * SECOND)
    again = Throttle(1, throttle.used)
    assert again.room("a", 1001 * SECOND) == 0
    again.clamp(10 * SECOND)
    assert again.room("a", 69 * SECOND) == 0
    assert again.room("a", 70 * SECOND) == 1


def test_rules_that_are_gone_are_forgotten() -> None:
    throttle = Throttle(1, {"a": (0, 1), "b": (0, 1)})
    throttle.keep({"b": None})
    assert throttle.used == {"b": (0, 1)}
