"""What live alerts need beside the fake engine: value sets that can be saved, and a service to feed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from sensor.alerts.live import LiveAlerts, LiveOptions
from sensor.ruleset.compile import compile_pack
from sensor.ruleset.loader import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sensor.model.alert import Alert

SECOND = 10**9
START = 1_760_000_000 * SECOND
# The fake's sets hold values, the real ones hashes; this gives a value back for its hash.
_VALUES: dict[bytes, Any] = {}


def _to_bytes(self: Any) -> bytes:
    hashes = []
    for value in self.values:
        digest = hashlib.blake2b(repr(value).encode(), digest_size=8).digest()
        _VALUES[digest] = value
        hashes.append(digest)
    return b"\x01" + b"".join(sorted(hashes))


@pytest.fixture(autouse=True)
def saved_sets(fake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the fake's value sets be saved as the engine's are: a tag, then eight bytes a value."""

    def from_bytes(data: bytes) -> Any:
        if not data or data[0] != 1 or len(data) % 8 != 1:
            message = "these bytes are no serialised set"
            raise ValueError(message)
        return fake.ValueSet(_VALUES.get(data[at : at + 8], data[at : at + 8]) for at in range(1, len(data), 8))

    monkeypatch.setattr(fake.ValueSet, "to_bytes", _to_bytes, raising=False)
    monkeypatch.setattr(fake.ValueSet, "from_bytes", staticmethod(from_bytes), raising=False)


class Service:
    """Live alerts with a clock and a database of their states."""

    def __init__(self, fake: Any, ruleset: Any, recorder: Any, **arguments: Any) -> None:
        self.fake = fake
        self.ruleset = ruleset
        self.recorder = recorder
        self.arguments = arguments
        self.now = START
        self.database: dict[str, bytes] = {}
        self.told: list[Alert] = []
        self.live = self.build()

    def build(self) -> LiveAlerts:
        arguments = dict(self.arguments)
        options = LiveOptions(**arguments.pop("options", {}))
        restored = list(self.database.items())
        return LiveAlerts(
            self.ruleset, recorder=self.recorder, home="crm", options=options, restored=restored, **arguments
        )

    def sight(self, *values: object, host: int = 9, **change: Any) -> None:
        """A finding of some values for a receiver, now."""
        facts = {
            "ts_ns": self.now,
            "count": max(1, len(values)),
            "value_set": self.fake.ValueSet(values or ["v0"]),
            "receiver": self.fake.Endpoint(f"198.51.100.{host}", 51544, "outside"),
        }
        self.live.finding(self.fake.Finding(**(facts | change)))

    def tick(self, seconds: float = 0.2) -> list[Alert]:
        """Time passes; what is told then."""
        self.now += int(seconds * SECOND)
        alerts = self.live.tick(self.now)
        self.told += alerts
        return alerts

    def save(self, *, final: bool = False) -> dict[str, bytes | None]:
        """Saves what changed."""
        states = self.live.states(final=final)
        for name, data in states.items():
            if data is None:
                self.database.pop(name, None)
            else:
                self.database[name] = data
        return states

    def restart(self) -> None:
        """Ends the process in an orderly way and starts it again."""
        self.save(final=True)
        self.live = self.build()


@pytest.fixture
def service(fake: Any, ruleset: Any, recorder: Any) -> Callable[..., Service]:
    """Makes a service over the small pack, or over ``pack``."""

    def make(pack: Any = None, **arguments: Any) -> Service:
        return Service(fake, pack or ruleset, recorder, **arguments)

    return make


@pytest.fixture
def edited(pack_file: Path) -> Callable[..., Any]:
    """Compiles the small pack with texts replaced."""

    def compile_edited(*changes: tuple[str, str]) -> Any:
        text = original = pack_file.read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        pack_file.write_text(text, encoding="utf-8")
        ruleset = compile_pack(load([str(pack_file)]), policy="default")
        pack_file.write_text(original, encoding="utf-8")
        return ruleset

    return compile_edited
