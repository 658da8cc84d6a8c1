"""Takes the values of findings as they come, and keeps them sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from sensor.errors import OutputError
from sensor.model.evidence import Entry, Sealed
from sensor.model.record import record_id, timestamp
from sensor.pipeline import Listener
from sensor.recorder import evidence, finding_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sensor.engine import Batch, RawFinding, Recorder
    from sensor.evidence.file import EvidenceFile
    from sensor.evidence.seal import Seal
    from sensor.model.record import DirectionName
    from sensor.pipeline import RunResult

# A record holds no more findings, nor more bytes before it is sealed.
_FINDINGS: Final = 256
_BYTES: Final = 1 << 20
# Secrets are renewed, not told: nobody needs them. PCI DSS 3.3.1: verification codes, track data and PINs are not kept
# after authorization, even if they are encrypted.
_NEVER: Final = ("api_key.", "jwt", "payment_card.", "private_key")
_NO_USER: Final = frozenset({"bearer", "cookie"})


class Keeper(Listener):
    """Seals what findings hold and writes it to a file.

    Attributes:
        key_id: Names the key that it is sealed to.
        directions: Which findings are kept.
        elsewhere: Those that were sure enough, of other directions.
        kept: Findings whose values were sealed.
        lost: Those whose values could not be written.
    """

    reads_values = True

    def __init__(
        self,
        seal: Seal,
        file: EvidenceFile,
        *,
        confidence: int,
        directions: Sequence[DirectionName],
        recorder: Recorder | None = None,
    ) -> None:
        """Findings below ``confidence`` or of other ``directions`` are left out. A pipeline brings its own recorder."""
        self._seal = seal
        self.key_id = seal.key_id
        self._file = file
        self._recorder = recorder
        self.directions = tuple(directions)
        self.least_confidence = confidence
        self.elsewhere = 0
        self.kept = 0
        self.lost = 0

    def start(self, recorder: Recorder) -> None:
        """A run begins."""
        self._recorder = recorder

    def batch(self, batch: Batch) -> None:
        """Keeps what a batch holds; nothing of it is left in memory.

        Raises:
            OutputError: If it cannot be written.
        """
        recorder = self._recorder
        if recorder is None:
            return
        failure: OutputError | None = None
        for entries in _portions(self._entries(batch.findings, recorder)):
            try:
                self._file.write(self._record(entries, recorder.sensor))
            except OutputError as error:
                failure = error
                self.lost += len(entries)
            else:
                self.kept += len(entries)
        if failure is not None:
            raise failure

    def _entries(self, findings: Iterable[RawFinding], recorder: Recorder) -> Iterator[Entry]:
        for raw in findings:
            if raw.confidence < self.least_confidence or raw.detector.startswith(_NEVER):
                continue
            if raw.direction not in self.directions:
                self.elsewhere += 1
                continue
            values = _values(raw)
            if values:
                yield Entry(
                    finding=finding_id(recorder.sensor, raw),
                    ts=timestamp(raw.ts_ns),
                    detector=raw.detector,
                    confidence=raw.confidence,
                    app_proto=raw.app_proto,
                    where=raw.where,
                    sender=recorder.endpoint(raw.sender),
                    receiver=recorder.endpoint(raw.receiver),
                    direction=raw.direction,
                    count=raw.count,
                    distinct=raw.distinct,
                    evidence=evidence(raw),
                    values=values,
                )

    def _record(self, entries: list[Entry], sensor: str) -> Sealed:
        findings = tuple(entry.finding for entry in entries)
        return Sealed(
            id=record_id("evidence", sensor, self.key_id, *findings),
            sensor=sensor,
            ts=min(entry.ts for entry in entries),
            until=max(entry.ts for entry in entries),
            key_id=self.key_id,
            findings=findings,
            sealed=self._seal.close(msgspec.json.encode(entries)),
        )

    def finish(self, result: RunResult) -> None:  # noqa: ARG002 - a listener's signature
        """The run is over."""
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def _values(raw: RawFinding) -> tuple[str, ...]:
    """The values of a finding; of logins the users."""
    login = raw.credential
    if login is None:
        return tuple(raw.values)
    if login.scheme in _NO_USER:
        return ()
    users = (value.partition(":")[0] for value in raw.values)
    return tuple(dict.fromkeys(filter(None, users)))


def _portions(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    portion: list[Entry] = []
    size = 0
    for entry in entries:
        portion.append(entry)
        size += sum(map(len, entry.values))
        if len(portion) >= _FINDINGS or size >= _BYTES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion
