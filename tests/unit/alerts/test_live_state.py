from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from sensor.model.alert import Alert

SECOND = 10**9
SOME = "pii.cleartext.some"
BULK = "pii.cleartext.bulk"


def test_restart_goes_on_with_the_same_alert(service: Any) -> None:
    run = service()
    run.sight()
    (first,) = run.tick()
    run.restart()
    run.sight()
    (update,) = run.tick(60)
    assert (update.id, update.activity, update.revision, update.count) == (first.id, "update", 2, 2)
    assert update.findings[0] == first.findings[0]


def test_crash_loses_no_revision(service: Any) -> None:
    run = service()
    run.sight()
    run.tick()
    run.save()
    for _ in range(10):
        run.sight()
        run.tick(1)
        run.save()
    run.live = run.build()  # nobody called states(final=True)
    run.sight()
    (update,) = run.tick(60)
    assert (update.activity, update.revision) == ("update", 2)
    assert update.count >= 2


def test_rule_that_is_gone_after_a_restart_has_its_alert_closed(service: Any, edited: Callable[..., Any]) -> None:
    run = service()
    run.sight(*range(5))
    run.tick()
    text = "  - id: pii.cleartext.bulk\n"
    run.ruleset = edited((text, text.replace("bulk", "aaa")))
    run.restart()
    (closed,) = run.tick()
    assert (closed.rule, closed.activity, closed.revision, closed.title.en) == (BULK, "close", 2, "Many")
    run.restart()
    assert run.tick() == []


def test_unusable_states_are_dropped_counted_and_deleted(service: Any) -> None:
    run = service()
    run.sight()
    run.tick()
    run.save(final=True)
    (good,) = [name for name in run.database if name.startswith(SOME)]
    data = run.database[good]
    run.database |= {
        "nonsense": b"\xff\x00",
        good + "0": data,
        "empty": b"",
        "cut": data[: len(data) // 2],
        "throttle": b"\x01",
    }
    again = run.build()
    assert again.dropped_states == 5
    assert again.open == 1
    deleted = {name for name, state in again.states().items() if state is None}
    assert deleted >= {"nonsense", good + "0", "empty", "cut"}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_to_a_state_is_fatal(service: Any, data: st.DataObject) -> None:
    run = service()
    run.sight()
    run.tick()
    run.save(final=True)
    for name, state in run.database.items():
        at = data.draw(st.integers(0, len(state) - 1))
        byte = data.draw(st.integers(0, 255))
        run.database[name] = state[:at] + bytes([byte]) + state[at + 1 :]
    run.live = run.build()
    run.sight()
    run.tick()


def test_states_that_can_wait_are_saved_after_a_while_and_in_portions(service: Any) -> None:
    run = service(options={"new_per_minute": 1000, "save_most": 10})
    for host in range(25):
        run.sight(host=host)
    run.tick()
    assert sum(name.startswith(SOME) for name in run.save()) == 25
    assert run.save() == {}
    run.tick(29)
    assert run.save() == {}
    run.tick(2)
    assert [len(run.save()) for _ in range(4)] == [10, 10, 5, 0]
    assert sum(name.startswith(BULK) for name in run.database) == 25


def test_saved_states_hold_no_value_and_no_raw_finding(service: Any) -> None:
    run = service()
    run.sight("13800138000", values=["13800138000"])
    run.tick()
    run.save(final=True)
    assert all(b"13800138000" not in data for data in run.database.values())


# A step: who gets what (host, how many values from where), or how many seconds pass.
SIGHT = st.tuples(st.integers(0, 2), st.integers(1, 7), st.integers(0, 12), st.integers(-5, 0))
STEPS = st.lists(st.one_of(SIGHT, st.sampled_from([0.2, 1, 20, 45, 100, 700, -30])), max_size=60)
SMALL = {
    "new_per_minute": 1,
    "waiting": 2,
    "quiet_ns": 600 * SECOND,
    "update_most_ns": 240 * SECOND,
}


def play(run: Any, steps: list[Any], restarts: frozenset[int] = frozenset()) -> list[Alert]:
    for number, step in enumerate(steps):
        if number in restarts:
            run.restart()
        if isinstance(step, tuple):
            host, size, base, late = step
            run.sight(*range(base, base + size), host=host, ts_ns=run.now + late * SECOND)
        else:
            run.tick(step)
    for _ in range(4):
        run.tick(650)
    told: list[Alert] = run.told
    return told


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_every_alert_is_a_story_without_holes(service: Any, steps: list[Any]) -> None:
    stories: dict[str, list[Alert]] = {}
    for alert in play(service(options=SMALL), steps):
        stories.setdefault(alert.id, []).append(alert)
    for story in stories.values():
        assert [alert.revision for alert in story] == list(range(1, len(story) + 1))
        assert [alert.activity for alert in story[1:-1]] == ["update"] * len(story[1:-1])
        assert (story[0].activity, story[-1].activity) == ("create", "close")
        for before, after in pairwise(story):
            assert before.count <= after.count
            assert before.distinct <= after.distinct
            assert (before.key, before.first_seen) == (after.key, after.first_seen)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.frozensets(st.integers(0, 60), max_size=4))
def test_restart_changes_no_alert(service: Any, steps: list[Any], restarts: frozenset[int]) -> None:
    assert play(service(options=SMALL), steps, restarts) == play(service(options=SMALL), steps)
