from __future__ import annotations

import fcntl
import importlib.resources
import os
import re
import sqlite3
import stat
import threading
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from sensor import migration
from sensor.alerts import migrations, store
from sensor.alerts.database import StoreError, checksum
from sensor.alerts.evaluate import Evaluator
from sensor.alerts.ledger import Cursor, Ledger, Outage
from sensor.alerts.store import Store, StoreLimits
from sensor.errors import UsageError
from sensor.model.record import record_id, timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sensor.model.alert import Alert

DAY = 86_400 * 10**9
LARGE = StoreLimits(limit_bytes=1 << 30, reserve_bytes=1 << 26, retention_ns=90 * DAY)
START = 1_760_000_000 * 10**9


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def alert(ruleset: Any, recorder: Any, fake: Any) -> Callable[..., Alert]:
    evaluator = Evaluator(ruleset, recorder=recorder, home="crm")
    evaluator.finding(fake.Finding())
    (first,) = evaluator.finish()

    def make(number: int = 0, **changes: Any) -> Alert:
        own = {"id": record_id("alert", number), "key": record_id("key", number)}
        return msgspec.structs.replace(first, **(own | changes))

    return make


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "state" / "events.db")


@pytest.fixture
def opened(path: str, clock: Clock) -> Iterator[Store]:
    with Store.open(path, limits=LARGE, now_ns=clock) as found:
        yield found


def raw(path: str, sql: str, *values: object) -> list[Any]:
    connection = sqlite3.connect(path)
    try:
        with connection:
            return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def let_go(opened: Store) -> None:
    """Ends the claim as the end of the process does."""
    assert opened._claim is not None
    fcntl.flock(opened._claim, fcntl.LOCK_UN)


def test_events_come_back_as_they_were_committed(opened: Store, alert: Any) -> None:
    alerts = [alert(0), alert(1), alert(0, revision=2, activity="update")]
    assert opened.commit(alerts) == alerts
    events = opened.events()
    assert [event.alert for event in events] == alerts
    assert [event.seq for event in events] == [1, 2, 3]
    assert [event.id for event in events] == [each.revision_id for each in alerts]
    assert [event.seq for event in opened.events(after=1, limit=1)] == [2]


def test_repeated_revision_is_stored_once(opened: Store, alert: Any) -> None:
    opened.commit([alert(0)])
    assert opened.commit([alert(0), alert(1)]) == [alert(1)]
    assert len(opened.events()) == 2


def test_directory_and_files_are_for_their_owner_only(opened: Store, path: str, tmp_path: Path, alert: Any) -> None:
    opened.commit([alert()])
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "state").iterdir()}
    assert modes == dict.fromkeys(("events.db", "events.db-wal", "events.db-shm", "events.db.lock"), 384)
    assert raw(path, "PRAGMA journal_mode") == [("wal",)]


def test_states_outlive_the_process_and_are_removed_by_none(path: str, clock: Clock) -> None:
    with Store.open(path, limits=LARGE, now_ns=clock) as opened:
        opened.commit([], {"a": b"\x00\xff", "b": b"", "c": b"3"})
        opened.commit([], {"c": None})
    with Store.open(path, limits=LARGE, now_ns=clock) as again:
        assert again.states() == {"a": b"\x00\xff", "b": b""}


def test_open_alerts_are_counted_as_they_were_told(opened: Store, alert: Any) -> None:
    opened.commit([alert(1, severity="info"), alert(2, severity="high"), alert(3, severity="high")])
    opened.commit([alert(2, severity="high", revision=2, activity="close")])
    assert opened.open_by_severity() == {"info": 1, "high": 1}


def test_alert_row_follows_its_events(opened: Store, alert: Any, clock: Clock) -> None:
    opened.commit([alert(0)])
    clock.now += 5
    opened.commit([alert(0, revision=2, activity="close", count=9, distinct=7, severity="critical")])
    (entry,) = opened.alerts()
    assert (entry.status, entry.alert.count, entry.alert.revision) == ("closed", 9, 2)
    assert entry.committed_ns == clock.now
    assert [event.alert.activity for event in opened.events_of(entry.alert.id)] == ["create", "close"]


def test_alerts_are_filtered_and_the_last_seen_comes_first(opened: Store, alert: Any) -> None:
    rows = [
        ("info", "create", "pii.a"),
        ("low", "close", "pii.b"),
        ("high", "create", "transport.c"),
        ("critical", "create", "pii.a"),
    ]
    for number, (severity, activity, rule) in enumerate(rows):
        last = timestamp(START + number * 10**9)
        opened.commit([alert(number, severity=severity, activity=activity, rule=rule, last_seen=last)])

    def numbers(**filters: Any) -> list[int]:
        return [rows.index((e.alert.severity, e.alert.activity, e.alert.rule)) for e in opened.alerts(**filters)]

    assert numbers() == [3, 2, 1, 0]
    assert numbers(limit=2) == [3, 2]
    assert numbers(status="closed") == [1]
    assert numbers(least="high") == [3, 2]
    assert numbers(rule="pii.a") == [3, 0]
    assert numbers(rule="pii.*", status="open") == [3, 0]
    assert numbers(since=timestamp(START + 2 * 10**9)) == [3, 2]


def test_prefix_finds_one_alert_or_says_why_not(opened: Store, alert: Any) -> None:
    ids = ["aaaa0000-0000-5000-8000-000000000000", "aaaa1000-0000-5000-8000-000000000000"]
    opened.commit([alert(number, id=name) for number, name in enumerate(ids)])
    assert opened.find("aaaa1").alert.id == ids[1]
    assert opened.find(ids[0].upper()).alert.id == ids[0]
    with pytest.raises(UsageError, match=r"more than one id: aaaa0000.*aaaa1000"):
        opened.find("aaaa")
    for unknown in ("b", "", "%", "' OR 1=1"):
        with pytest.raises(UsageError, match="no alert"):
            opened.find(unknown)


def test_acknowledgement_holds_for_the_leak_until_its_end(opened: Store, alert: Any, clock: Clock) -> None:
    opened.commit([alert(0, key=record_id("k")), alert(1, key=record_id("k")), alert(2)])
    entry = opened.acknowledge(alert(0).id[:13], by="li", reason="a test", until_ns=START + 10)
    assert entry.acknowledged is not None
    assert (entry.acknowledged.by, entry.acknowledged.reason) == ("li", "a test")
    assert opened.acknowledged() == {record_id("k")}
    opened.commit([alert(0, key=record_id("k"), revision=2, activity="update")])
    assert opened.acknowledged() == {record_id("k")}
    clock.now += 10
    assert opened.acknowledged() == frozenset()
    opened.acknowledge(alert(0).id, by="li")
    opened.acknowledge(alert(1).id, by="wu", until_ns=clock.now + DAY)
    assert opened.acknowledged() == {record_id("k")}
    clock.now += 1000 * DAY
    assert opened.acknowledged() == {record_id("k")}
    # By any alert of the same leak.
    assert opened.unacknowledge(alert(1).id)
    assert opened.acknowledged() == frozenset()
    assert not opened.unacknowledge(alert(1).id)


def test_acknowledgement_of_another_process_is_seen(opened: Store, path: str, alert: Any, clock: Clock) -> None:
    opened.commit([alert()])
    with Ledger.connect(path, now_ns=clock, write=True) as other:
        other.acknowledge(alert().id, by="li")
    assert opened.acknowledged() == {alert().key}


def test_damaged_event_is_moved_aside_and_the_others_are_read(opened: Store, path: str, alert: Any) -> None:
    opened.commit([alert(number) for number in range(4)])
    other = (
        "UPDATE events SET body = cast(replace(cast(body AS TEXT), 'egress', 'ingress') AS BLOB) WHERE seq IN (1, 3)"
    )
    raw(path, other)
    assert [event.seq for event in opened.events(limit=1)] == [2]
    assert [event.seq for event in opened.events()] == [2, 4]
    assert opened.health().damaged == 2
    assert [row[:2] for row in raw(path, "SELECT origin, name FROM damaged ORDER BY rowid")] == [
        ("events", alert(0).revision_id),
        ("events", alert(2).revision_id),
    ]


def test_event_that_is_no_alert_is_damaged_whatever_its_checksum(opened: Store, path: str, alert: Any) -> None:
    opened.commit([alert(0), alert(1)])
    body = b"{}"
    raw(path, "UPDATE events SET body = ?, checksum = ? WHERE seq = 1", body, checksum(alert(0).revision_id, body))
    assert [event.seq for event in opened.events()] == [2]


def test_reader_without_the_right_to_write_leaves_damage_where_it_is(
    opened: Store, path: str, alert: Any, clock: Clock
) -> None:
    opened.commit([alert(0), alert(1)])
    raw(path, "UPDATE events SET checksum = zeroblob(8) WHERE seq = 1")
    with Ledger.connect(path, now_ns=clock) as ledger:
        assert [event.seq for event in ledger.events()] == [2]
    assert raw(path, "SELECT count(*) FROM damaged") == [(0,)]


def test_damaged_state_is_left_out_and_counted(opened: Store, path: str) -> None:
    opened.commit([], {"a": b"1", "b": b"2"})
    raw(path, "UPDATE states SET body = x'33' WHERE name = 'a'")
    assert opened.states() == {"b": b"2"}
    assert opened.health().damaged == 1


def test_cursor_never_goes_back_and_remembers_refusals(opened: Store, alert: Any, clock: Clock) -> None:
    opened.commit([alert(0)])
    opened.configure(["siem"])
    assert opened.cursor("siem").seq == 1
    opened.commit([alert(1), alert(2)])
    assert opened.waiting("siem") == 2
    cursor = Cursor(exporter="siem", seq=3, sent=1, rejected=1, last_success_ns=clock.now)
    opened.advance(cursor, {alert(1).revision_id: "no such index", "gone": "unknown"})
    opened.advance(msgspec.structs.replace(cursor, seq=2, last_error="x" * 10_000))
    found = opened.cursor("siem")
    assert (found.seq, found.sent, found.rejected, len(found.last_error)) == (3, 1, 1, 500)
    assert opened.waiting("siem") == 0
    assert opened.rejections(alert(1).id) == [(alert(1).revision_id, "siem", "no such index")]


def test_new_destination_begins_now_or_with_what_is_stored(opened: Store, alert: Any) -> None:
    opened.commit([alert(0), alert(1)])
    opened.configure(["new"])
    opened.configure(["new", "all"], from_oldest=True)
    assert (opened.waiting("new"), opened.waiting("all")) == (0, 2)


def test_only_configured_destinations_hold_events(opened: Store, alert: Any, clock: Clock) -> None:
    opened.configure(["gone", "here"])
    opened.commit([alert(number) for number in range(3)])
    opened.advance(Cursor(exporter="here", seq=2))
    clock.now += 91 * DAY
    opened.retire(clock.now)
    assert len(opened.events()) == 3
    opened.configure(["here"])
    opened.retire(clock.now)
    assert [event.seq for event in opened.events()] == [3]
    opened.configure([])
    opened.retire(clock.now)
    assert opened.events() == []
    opened.commit([alert(9)])
    assert [event.seq for event in opened.events()] == [4]


def test_old_alerts_are_retired_unless_they_are_acknowledged(opened: Store, alert: Any, clock: Clock) -> None:
    opened.commit([alert(0), alert(1, activity="close"), alert(2)])
    opened.acknowledge(alert(2).id, by="li")
    clock.now += 89 * DAY
    opened.retire(clock.now)
    assert len(opened.alerts()) == 3
    clock.now += 2 * DAY
    opened.commit([alert(0, revision=2, activity="update")])
    opened.retire(clock.now)
    assert {entry.alert.id for entry in opened.alerts()} == {alert(0).id, alert(2).id}


def test_retiring_is_bounded_per_call(opened: Store, alert: Any, clock: Clock, monkeypatch: Any) -> None:
    monkeypatch.setattr(store, "_RETIRE", 2)
    opened.commit([alert(number) for number in range(5)])
    clock.now += 91 * DAY
    for left in (3, 1, 0):
        opened.retire(clock.now)
        assert len(opened.events()) == left


def test_pages_are_given_back_to_the_disk(opened: Store, path: str, alert: Any, clock: Clock, monkeypatch: Any) -> None:
    monkeypatch.setattr(store, "_SPARE_PAGES", 8)
    opened.commit([alert(number) for number in range(300)])
    ((before,),) = raw(path, "PRAGMA page_count")
    clock.now += 91 * DAY
    for _ in range(100):
        opened.retire(clock.now)
    ((after,),) = raw(path, "PRAGMA page_count")
    assert after < before / 4


def small(path: str, clock: Clock, *, limit: int = 512 << 10, reserve: int = 256 << 10) -> Store:
    return Store.open(
        path, limits=StoreLimits(limit_bytes=limit, reserve_bytes=reserve, retention_ns=DAY), now_ns=clock
    )


def test_at_the_limit_delivered_events_go_first(path: str, alert: Any, clock: Clock) -> None:
    with small(path, clock) as opened:
        opened.configure(["siem"])
        number = 0
        while number < 600:
            opened.commit([alert(number + step, id=alert(0).id, revision=number + step + 1) for step in range(20)])
            number += 20
            opened.advance(Cursor(exporter="siem", seq=number - 10))
        health = opened.health()
        assert health.bytes <= 256 << 10
        assert not health.full
        assert health.discarded == {}
        assert opened.waiting("siem") == 10
        assert len(opened.events()) >= 10


def test_at_the_limit_the_lowest_severity_goes_first_and_is_counted(path: str, alert: Any, clock: Clock) -> None:
    with small(path, clock) as opened:
        opened.configure(["down"])
        revision = 0
        for severity, events in (("medium", 30), ("low", 30), ("info", 30), ("low", 90)):
            for _ in range(events):
                revision += 1
                opened.commit([alert(0, revision=revision, severity=severity, activity="update")])
        left: dict[str, int] = {}
        for event in opened.events():
            left[event.alert.severity] = left.get(event.alert.severity, 0) + 1
        health = opened.health()
        assert health.full
        assert health.bytes <= 256 << 10
        assert left["medium"] == 30
        assert "info" not in left
        assert {name: left.get(name, 0) + health.discarded.get(name, 0) for name in ("info", "low", "medium")} == {
            "info": 30,
            "low": 120,
            "medium": 30,
        }


def test_reserve_is_for_high_and_critical(path: str, alert: Any, clock: Clock) -> None:
    with small(path, clock) as opened:
        opened.configure(["down"])
        for revision in range(1, 141):
            opened.commit([alert(0, revision=revision, severity="critical", activity="update")])
        assert opened.health().bytes > 256 << 10
        assert opened.health().discarded == {}
        # Nothing common gets in any more, and says so.
        opened.commit([alert(1, severity="medium")])
        assert opened.health().discarded == {"medium": 1}
        for revision in range(141, 441):
            opened.commit([alert(0, revision=revision, severity="high", activity="update")])
        health = opened.health()
        assert health.bytes <= 512 << 10
        assert health.discarded["high"] > 100
        assert "critical" not in health.discarded
        assert sum(event.alert.severity == "critical" for event in opened.events()) == 140


def test_many_alerts_alone_stay_below_the_limit(path: str, alert: Any, clock: Clock) -> None:
    with small(path, clock) as opened:
        for number in range(0, 400, 20):
            opened.commit([alert(number + step, severity="high") for step in range(20)])
        assert opened.health().bytes <= 512 << 10


def test_discarded_events_stay_counted_over_a_restart(path: str, alert: Any, clock: Clock) -> None:
    with small(path, clock) as opened:
        opened.configure(["down"])
        opened.commit([alert(0, revision=revision, severity="low") for revision in range(1, 300)])
        before = opened.health().discarded
    with small(path, clock) as opened:
        assert opened.health().discarded == before
    assert before["low"] > 0


def fill(opened: Store) -> None:
    """Lets SQLite find the disk full: the file may not grow beyond what it has."""
    ((pages,),) = opened._all("PRAGMA page_count")
    opened._all(f"PRAGMA max_page_count={pages}")


def free(opened: Store) -> None:
    opened._all("PRAGMA max_page_count=1000000")


def test_full_disk_holds_events_in_memory_until_there_is_room(opened: Store, alert: Any) -> None:
    opened.commit([alert(0)], {"a": b"0"})
    fill(opened)
    alerts = [alert(number) for number in range(1, 20)]
    assert opened.commit(alerts, {"a": b"1" * 100_000}) == []
    health = opened.health()
    assert health.full
    assert health.held == 19
    assert "full" in health.trouble
    assert len(opened.events()) == 1
    opened.heartbeat()
    opened.configure(["siem"])
    opened.retire(START)
    free(opened)
    last = [alert(20)]
    assert opened.commit(last, {"b": b"2"}) == [*alerts, *last]
    assert len(opened.events()) == 21
    assert opened.states() == {"a": b"1" * 100_000, "b": b"2"}
    health = opened.health()
    assert (health.full, health.held, health.trouble, health.discarded) == (False, 0, "", {})


def test_full_disk_gives_up_the_lowest_severity_and_counts_it(opened: Store, alert: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(store, "MAX_HELD", 5)
    opened.commit([alert(0)])
    fill(opened)
    big = {"big": b"0" * 100_000}
    opened.commit([alert(number, severity="high") for number in range(1, 4)], big)
    opened.commit([alert(number, severity="low") for number in range(4, 10)], big)
    health = opened.health()
    assert health.held == 5
    assert health.discarded == {"low": 4}
    free(opened)
    assert opened.commit([]) == [
        *(alert(number, severity="high") for number in range(1, 4)),
        *(alert(number, severity="low") for number in range(8, 10)),
    ]
    assert opened.health().discarded == {"low": 4}


def test_mistake_in_a_commit_does_not_spoil_the_next_one(opened: Store, alert: Any) -> None:
    with pytest.raises(UnicodeEncodeError):
        opened.commit([alert(0, rule="\ud800")])
    with pytest.raises(sqlite3.IntegrityError):
        opened.commit([alert(0, severity="grave")])
    assert opened.commit([alert(1)]) == [alert(1)]


def test_crash_leaves_a_visible_gap(path: str, clock: Clock, alert: Any) -> None:
    first = Store.open(path, limits=LARGE, now_ns=clock)
    assert first.outages() == []
    first.start_run()
    assert first.outages() == []
    clock.now += 10
    first.heartbeat()
    first.commit([alert()])
    let_go(first)  # killed
    clock.now += 90
    second = Store.open(path, limits=LARGE, now_ns=clock)
    assert second.outages() == [Outage(from_ns=START + 10, to_ns=START + 100, clean=False, reported=False)]
    second.start_run()
    gap = Outage(from_ns=START + 10, to_ns=START + 100, clean=False, reported=True)
    assert second.outages() == [gap]
    clock.now += 5
    second.close(clean=True)
    clock.now += 5
    with Store.open(path, limits=LARGE, now_ns=clock) as third:
        assert third.outages() == [
            gap,
            Outage(from_ns=START + 105, to_ns=START + 110, clean=True, reported=False),
        ]
        clock.now = 0
        third.start_run()
        assert third.outages()[-1] == Outage(from_ns=START + 105, to_ns=START + 105, clean=True, reported=True)
    first.close()


def test_store_of_a_newer_version_is_refused(path: str, clock: Clock, opened: Store) -> None:
    opened._all("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match=r"newer leaktap \(schema 99, this version knows 1\)"):
        Ledger.connect(path, now_ns=clock)
    let_go(opened)
    with pytest.raises(StoreError, match="newer leaktap"):
        Store.open(path, limits=LARGE, now_ns=clock)
    assert raw(path, "PRAGMA user_version") == [(99,)]


def test_second_writer_is_refused(opened: Store, path: str, clock: Clock) -> None:
    opened.start_run()
    with pytest.raises(StoreError, match="another leaktap"):
        Store.open(path, limits=LARGE, now_ns=clock)


def test_what_is_no_store_is_refused_in_words(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(StoreError, match="there is none; `leaktap run` makes it"):
        Ledger.connect(str(tmp_path / "missing.db"), now_ns=clock)
    junk = tmp_path / "junk.db"
    junk.write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreError, match="damaged, or no event store"):
        Store.open(str(junk), limits=LARGE, now_ns=clock)
    raw(str(tmp_path / "empty.db"), "CREATE TABLE t (a)")
    with pytest.raises(StoreError, match="written by an older leaktap"):
        Ledger.connect(str(tmp_path / "empty.db"), now_ns=clock)
    with pytest.raises(StoreError, match=r"junk\.db is no directory"):
        Store.open(str(junk / "events.db"), limits=LARGE, now_ns=clock)


def test_store_of_another_user_is_refused_in_words(opened: Store, path: str, tmp_path: Path, clock: Clock) -> None:
    opened.start_run()
    folder = tmp_path / "state"
    if os.geteuid() == 0:  # permissions do not bind root
        os.seteuid(65534)
    else:
        folder.chmod(0)
    try:
        with pytest.raises(StoreError, match="not permitted; run this as the user of the daemon"):
            Ledger.connect(path, now_ns=clock)
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        else:
            folder.chmod(0o700)


def test_thread_writes_cursors_while_the_store_commits(opened: Store, alert: Any) -> None:
    opened.configure(["siem"])
    failed: list[BaseException] = []

    def advance() -> None:
        try:
            with opened.reader() as ledger:
                for seq in range(1, 101):
                    ledger.advance(Cursor(exporter="siem", seq=seq, sent=seq))
        except BaseException as error:  # noqa: BLE001 - told to the test below
            failed.append(error)

    thread = threading.Thread(target=advance)
    thread.start()
    for number in range(100):
        opened.commit([alert(number)])
    thread.join()
    assert failed == []
    assert opened.cursor("siem").seq == 100
    assert len(opened.events()) == 100


def test_migrations_are_numbered_without_gaps_and_every_column_is_explained() -> None:
    scripts = migration.scripts(migrations.__name__)
    assert [number for number, _ in scripts] == list(range(1, len(scripts) + 1))
    files = [entry.name for entry in importlib.resources.files(migrations).iterdir() if entry.name.endswith(".sql")]
    assert len(files) == len(scripts)
    for _, script in scripts:
        for table in re.findall(r"CREATE TABLE \w+ \(\n(.*?)^\) STRICT", script, re.MULTILINE | re.DOTALL):
            columns = [line for line in table.splitlines() if not line.strip().startswith("PRIMARY KEY")]
            assert [line for line in columns if "--" not in line] == []
        assert script.count("CREATE TABLE") == script.count(") STRICT")


def test_failed_migration_leaves_nothing_behind(monkeypatch: Any) -> None:
    good = "CREATE TABLE a (b INTEGER) STRICT;"
    connection = sqlite3.connect(":memory:", isolation_level=None)
    monkeypatch.setattr(
        migration, "scripts", lambda _package: [(1, good), (2, "CREATE TABLE c (d INTEGER) STRICT; nonsense;")]
    )
    with pytest.raises(sqlite3.OperationalError):
        migration.apply(connection, "any")
    assert migration.version(connection) == 1
    assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("a",)]
    monkeypatch.setattr(migration, "scripts", lambda _package: [(1, good), (2, "CREATE TABLE c (d INTEGER) STRICT;")])
    migration.apply(connection, "any")
    migration.apply(connection, "any")
    assert migration.version(connection) == 2
    connection.close()
