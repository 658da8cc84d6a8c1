from __future__ import annotations

import logging
import random
import sqlite3
import threading
import time
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from sensor.alerts.evaluate import Evaluator
from sensor.alerts.ledger import Ledger
from sensor.alerts.store import Store, StoreLimits
from sensor.export.api import DeliveryError, Exporter, RejectedError
from sensor.export.delivery import Delivery
from sensor.export.retry import Backoff
from sensor.model.record import record_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sensor.model.alert import Alert
    from sensor.model.event import Event

DEADLINE_S = 30.0
LIMITS = StoreLimits(limit_bytes=1 << 30, reserve_bytes=1 << 26, retention_ns=86_400 * 10**9)


class Local(Exporter):
    """Keeps what it is sent. ``answers`` are raised by one call each; None lets it through."""

    batch_events = 10

    def __init__(self, name: str = "local", options: Mapping[str, Any] | None = None) -> None:
        del options
        self.name = name
        self.taken: list[Event] = []
        self.calls: list[int] = []
        self.answers: list[Exception | None] = []
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()
        self.thread = ""
        self.closed = 0

    def send(self, events: Sequence[Event]) -> None:
        self.thread = threading.current_thread().name
        self.calls.append(len(events))
        self.entered.set()
        assert self.gate.wait(DEADLINE_S)
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            arrived = max(0, getattr(answer, "delivered", 0))
            refused = getattr(answer, "events", None)
            self.taken += events[:arrived] if refused is None else [e for e in events if e.id not in refused]
            raise answer
        self.judge(events)
        self.taken += events

    def judge(self, events: Sequence[Event]) -> None:
        """May raise."""

    def check(self) -> str:
        return "fine"

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def alert(ruleset: Any, recorder: Any, fake: Any) -> Callable[[int], Alert]:
    evaluator = Evaluator(ruleset, recorder=recorder, home="crm")
    evaluator.finding(fake.Finding())
    (first,) = evaluator.finish()
    return lambda number: msgspec.structs.replace(first, id=record_id("a", number), key=record_id("k", number))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "events.db"), limits=LIMITS, now_ns=time.time_ns) as opened:
        yield opened


@pytest.fixture
def deliver(store: Store) -> Iterator[Callable[..., Delivery]]:
    """Makes deliveries that pause for milliseconds and end with the test."""
    made: list[Delivery] = []

    def make(*exporters: Local, start: bool = True, **options: Any) -> Delivery:
        named = {exporter.name: exporter for exporter in exporters}
        options.setdefault("backoff", lambda: Backoff(first_s=0.001, most_s=0.01))
        made.append(Delivery(store, named, **options))
        if start:
            made[-1].start()
        return made[-1]

    yield make
    for each in made:
        assert each.stop(DEADLINE_S)


def commit(store: Store, delivery: Delivery, alerts: list[Alert]) -> None:
    store.commit(alerts)
    delivery.wake()


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def numbers(exporter: Local) -> list[int]:
    return [event.seq for event in exporter.taken]


def test_events_arrive_in_order_in_batches_on_a_named_thread(store: Store, deliver: Any, alert: Any) -> None:
    local = Local("siem")
    delivery = deliver(local)
    commit(store, delivery, [alert(number) for number in range(25)])
    assert delivery.drain(DEADLINE_S)
    assert numbers(local) == list(range(1, 26))
    assert max(local.calls) <= 10
    assert local.thread == "leaktap-export-siem"
    status = delivery.status()["siem"]
    assert (status.waiting, status.sent, status.failures, status.rejected) == (0, 25, 0, 0)
    assert status.last_success_ns > 0
    assert store.cursor("siem").seq == 25


def test_commit_wakes_a_destination_at_once(store: Store, deliver: Any, alert: Any) -> None:
    local = Local()
    delivery = deliver(local)
    assert delivery.drain(DEADLINE_S)
    # A worker that is idle has nothing else to wait for: without the bell this would not end.
    for number in range(50):
        commit(store, delivery, [alert(number)])
        until(lambda: len(local.taken) == number + 1)  # noqa: B023 - run before the next round


def test_destination_that_is_down_gets_everything_in_order_later(store: Store, deliver: Any, alert: Any) -> None:
    local = Local()
    local.answers = [DeliveryError("connection refused")] * 12
    delivery = deliver(local)
    for number in range(30):
        commit(store, delivery, [alert(number)])
    assert delivery.drain(DEADLINE_S)
    assert numbers(local) == list(range(1, 31))
    assert delivery.status()["local"].failures == 12
    assert delivery.status()["local"].last_error == ""


def test_one_that_is_down_holds_up_no_other(store: Store, deliver: Any, alert: Any) -> None:
    down, fine = Local("down"), Local("fine")
    down.gate.clear()
    delivery = deliver(down, fine)
    commit(store, delivery, [alert(number) for number in range(5)])
    until(lambda: len(fine.taken) == 5)
    assert not delivery.drain(0.01)
    assert delivery.status()["down"].waiting == 5
    down.gate.set()
    assert delivery.drain(DEADLINE_S)
    assert len(down.taken) == 5


def test_front_of_a_batch_that_arrived_is_not_sent_again(store: Store, deliver: Any, alert: Any) -> None:
    local = Local()
    local.gate.clear()
    local.answers = [DeliveryError("half", delivered=4), DeliveryError("nonsense", delivered=-3)]
    delivery = deliver(local)
    commit(store, delivery, [alert(number) for number in range(10)])
    local.gate.set()
    assert delivery.drain(DEADLINE_S)
    assert numbers(local) == list(range(1, 11))
    assert local.calls == [10, 6, 6]
    assert delivery.status()["local"].sent == 10


def test_refused_events_are_noted_and_passed_over(store: Store, deliver: Any, alert: Any) -> None:
    local = Local()
    local.gate.clear()
    bad = alert(1)
    local.answers = [RejectedError({bad.revision_id: "mapping conflict", "unknown": "?"})]
    delivery = deliver(local)
    commit(store, delivery, [alert(number) for number in range(3)])
    local.gate.set()
    assert delivery.drain(DEADLINE_S)
    assert numbers(local) == [1, 3]
    status = delivery.status()["local"]
    assert (status.sent, status.rejected, status.waiting) == (2, 1, 0)
    assert store.rejections(bad.id) == [(bad.revision_id, "local", "mapping conflict")]


def test_fault_of_an_exporter_is_retried_and_told_by_type_and_place_only(
    store: Store, deliver: Any, alert: Any, caplog: Any
) -> None:
    local = Local()
    local.answers = [ValueError("13800138000")]
    with caplog.at_level(logging.INFO, logger="leaktap"):
        delivery = deliver(local)
        commit(store, delivery, [alert(number) for number in range(4)])
        assert delivery.drain(DEADLINE_S)
    assert numbers(local) == [1, 2, 3, 4]
    told = [f"{record.getMessage()} {vars(record)}" for record in caplog.records]
    assert any("ValueError at test_delivery.py:" in line for line in told)
    assert not any("13800138000" in line for line in told)
    assert store.cursor("local").failures == 1


class Brittle(Local):
    """Falls over one event."""

    poison = ""
    down = False

    def judge(self, events: Sequence[Event]) -> None:
        if self.down or any(event.id == self.poison for event in events):
            raise UnicodeEncodeError("utf-8", "x", 0, 1, "no")


def test_event_that_brings_out_a_fault_does_not_silence_its_destination(store: Store, deliver: Any, alert: Any) -> None:
    brittle = Brittle()
    brittle.poison = alert(3).revision_id
    delivery = deliver(brittle)
    commit(store, delivery, [alert(number) for number in range(8)])
    assert delivery.drain(DEADLINE_S)
    assert list(dict.fromkeys(numbers(brittle))) == [1, 2, 3, 5, 6, 7, 8]
    ((event, _, reason),) = store.rejections(alert(3).id)
    assert event == brittle.poison
    assert reason.startswith("UnicodeEncodeError at test_delivery.py:")


def test_faults_while_nothing_goes_through_lose_no_event(store: Store, deliver: Any, alert: Any) -> None:
    brittle = Brittle()
    brittle.down = True
    delivery = deliver(brittle)
    commit(store, delivery, [alert(number) for number in range(4)])
    until(lambda: len(brittle.calls) > 20)
    brittle.down = False
    assert delivery.drain(DEADLINE_S)
    assert list(dict.fromkeys(numbers(brittle))) == [1, 2, 3, 4]
    assert delivery.status()["local"].rejected == 0


def test_damaged_row_does_not_stop_delivery(store: Store, deliver: Any, alert: Any) -> None:
    local = Local()
    store.configure(["local"])
    store.commit([alert(number) for number in range(25)])
    store._all("UPDATE events SET checksum = zeroblob(8) WHERE seq < 13 OR seq = 20")
    delivery = deliver(local)
    assert delivery.drain(DEADLINE_S)
    assert numbers(local) == [seq for seq in range(13, 26) if seq != 20]
    assert store.health().damaged == 13
    assert delivery.status()["local"].waiting == 0


def test_next_run_goes_on_where_the_last_one_ended(store: Store, deliver: Any, alert: Any) -> None:
    first = Local()
    delivery = deliver(first)
    commit(store, delivery, [alert(0)])
    assert delivery.drain(DEADLINE_S)
    assert delivery.stop(DEADLINE_S)
    assert first.closed == 1
    store.commit([alert(1), alert(2)])
    second = Local()
    assert deliver(second).drain(DEADLINE_S)
    assert numbers(second) == [2, 3]


def test_new_destination_starts_now_or_with_the_oldest(store: Store, deliver: Any, alert: Any) -> None:
    store.commit([alert(0)])
    new, whole = Local("new"), Local("whole")
    delivery = deliver(new)
    older = deliver(whole, from_oldest=True)
    store.commit([alert(1)])
    for each in (delivery, older):
        each.wake()
        assert each.drain(DEADLINE_S)
    assert numbers(new) == [2]
    assert numbers(whole) == [1, 2]


def test_reload_does_not_wait_for_a_busy_destination_and_loses_nothing(store: Store, deliver: Any, alert: Any) -> None:
    old, kept, new, other = Local("siem"), Local("kept"), Local("siem"), Local("other")
    old.gate.clear()
    delivery = deliver(old, kept)
    commit(store, delivery, [alert(0)])
    assert old.entered.wait(DEADLINE_S)
    delivery.replace({"siem": new, "kept": kept, "other": other})
    commit(store, delivery, [alert(1)])
    until(lambda: len(kept.taken) == 2)
    assert new.calls == []
    old.gate.set()
    assert delivery.drain(DEADLINE_S)
    assert (numbers(old), numbers(new), numbers(other)) == ([1], [2], [2])
    until(lambda: old.closed)
    assert (old.closed, kept.closed) == (1, 0)
    delivery.replace({})
    assert delivery.status() == {}
    until(lambda: kept.closed and new.closed and other.closed)


def test_replacing_before_the_start_closes_what_never_ran(store: Store, deliver: Any, alert: Any) -> None:
    old, new = Local(), Local()
    delivery = deliver(old, start=False)
    delivery.replace({"local": new})
    delivery.start()
    commit(store, delivery, [alert(0)])
    assert delivery.drain(DEADLINE_S)
    assert delivery.stop(DEADLINE_S)
    assert (old.closed, new.closed) == (1, 1)


def test_stopping_does_not_wait_for_a_pause(store: Store, deliver: Any, alert: Any) -> None:
    local = Local()
    local.answers = [DeliveryError("later", retry_after_s=3600.0)]
    delivery = deliver(local, backoff=Backoff)
    commit(store, delivery, [alert(0)])
    until(lambda: store.cursor("local").failures == 1)
    assert delivery.stop(DEADLINE_S)
    assert store.waiting("local") == 1


def test_stopping_gives_up_on_a_call_that_does_not_end(store: Store, deliver: Any, alert: Any) -> None:
    local = Local()
    local.gate.clear()
    delivery = deliver(local)
    commit(store, delivery, [alert(0)])
    assert local.entered.wait(DEADLINE_S)
    assert not delivery.stop(0.01)
    local.gate.set()


def test_cursor_that_cannot_be_written_does_not_send_for_ever(
    store: Store, deliver: Any, alert: Any, monkeypatch: Any
) -> None:
    full = threading.Event()
    advance = Ledger.advance

    def fail(*args: Any) -> None:
        if full.is_set():
            raise sqlite3.OperationalError("database or disk is full")
        advance(*args)

    monkeypatch.setattr("sensor.alerts.ledger.Ledger.advance", fail)
    local = Local()
    delivery = deliver(local)
    full.set()
    commit(store, delivery, [alert(number) for number in range(20)])
    assert delivery.drain(DEADLINE_S)
    assert numbers(local) == list(range(1, 21))
    assert delivery.status()["local"].waiting == 0
    assert store.cursor("local").seq == 0
    full.clear()
    commit(store, delivery, [alert(20)])
    assert delivery.drain(DEADLINE_S)
    assert (store.cursor("local").seq, store.cursor("local").sent) == (21, 21)


def test_store_that_cannot_be_read_for_a_while_is_tried_again(
    store: Store, deliver: Any, alert: Any, monkeypatch: Any
) -> None:
    events = Ledger.events
    answers = [sqlite3.DatabaseError("malformed")] * 3

    def fail(*args: Any) -> Any:
        if answers:
            raise answers.pop()
        return events(*args)

    monkeypatch.setattr("sensor.alerts.ledger.Ledger.events", fail)
    local = Local()
    delivery = deliver(local)
    commit(store, delivery, [alert(0)])
    assert delivery.drain(DEADLINE_S)
    assert len(local.taken) == 1


def test_pauses_grow_up_to_a_cap_with_full_jitter() -> None:
    longest = Backoff(first_s=1, most_s=300, chance=lambda: 1.0)
    assert [longest.failed() for _ in range(11)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    longest.succeeded()
    assert longest.failed() == 1
    chance = random.Random(7)  # noqa: S311 - a fixed sequence
    jittered = Backoff(first_s=1, most_s=300, chance=chance.random)
    pauses = [jittered.failed() for _ in range(200)]
    assert all(0 <= pause <= 300 for pause in pauses)
    assert min(pauses[20:]) < 30
    assert max(pauses) > 270


def test_wish_of_a_destination_is_honoured_within_bounds() -> None:
    backoff = Backoff(first_s=1, most_s=300, chance=lambda: 0.5)
    assert backoff.failed(20.0) == 20
    assert backoff.failed(1e9) == 300
    assert backoff.failed(0.1) == 2
    assert backoff.failed(-5.0) == 4
    assert backoff.failed(float("nan")) == 8
