"""What is found does not hang on how a sender cut its bytes, nor on the order in which the network brought them."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from sensor.engine import DigestKey, Engine, EngineOptions, ValueSet
from tests.e2e.segments import fragmented, resegmented, thinned

if TYPE_CHECKING:
    from sensor.engine import RawFinding, RawTransport

ROOT: Final = Path(__file__).resolve().parents[2]
BESIDE: Final = ROOT.parent / "shared" / "captures"
CAPTURES: Final = sorted(
    path for folder in (ROOT / "tests" / "recorded", ROOT / "pcaps", BESIDE / "live") for path in folder.glob("*.pcap")
)
OPTIONS: Final = EngineOptions(digest_key=DigestKey(key=b"k" * 32, id="test"), transport_records=True)


def _finding(raw: RawFinding) -> tuple[object, ...]:
    login = raw.credential
    return (
        (raw.app_proto, raw.detector, raw.where, raw.tx, raw.count, raw.distinct, raw.confidence),
        (raw.sender.ip, raw.sender.port, raw.receiver.ip, raw.receiver.port),
        tuple(sorted(raw.digests)),
        login and (login.scheme, login.user, login.secret, login.outcome),
    )


def _transport(raw: RawTransport) -> tuple[object, ...]:
    return (
        (raw.orig.ip, raw.orig.port, raw.resp.ip, raw.resp.port, raw.protocol, raw.protection, raw.tunnel),
        (raw.version, raw.suite, raw.group, raw.sni, raw.ja3, raw.ja4, raw.upgrade, tuple(raw.certificates)),
    )


def _story(capture: Path) -> tuple[object, ...]:
    findings: Counter[object] = Counter()
    transports: Counter[object] = Counter()
    coverage = []
    with Engine(options=OPTIONS) as engine:
        for batch in engine.run([str(capture)]):
            findings.update(map(_finding, batch.findings))
            transports.update(map(_transport, batch.transports))
            coverage += [(row.from_zone, row.to_zone, row.app_proto, row.bytes) for row in batch.coverage]
    return findings, transports, sorted(coverage, key=str)


def _rewritten(tmp_path: Path, capture: bytes) -> Path:
    other = tmp_path / "other.pcap"
    other.write_bytes(capture)
    return other


# What ValueSet counts one by one (engine/src/detect/exact.rs).
_EXACT: Final = 1024
# Numbers with a format of their own. Of an e-mail address whose beginning is lost the rest may still be one.
_NUMBERS: Final = frozenset({"cn.resident_id", "cn.mobile", "cn.uscc", "payment_card", "iban", "us.ssn"})
_SURE: Final = 70
# Sure numbers that nobody sent. The chunks of this body are so short that what stands between two losses may hold sizes
# of chunks that nothing confirms.
_MADE_UP: Final = {"http_chunked_post.pcap": 1}


def _values(capture: Path, detectors: frozenset[str], least: int = 0) -> dict[str, ValueSet]:
    found = {detector: ValueSet() for detector in detectors}
    with Engine(options=OPTIONS) as engine:
        for batch in engine.run([str(capture)]):
            for raw in batch.findings:
                if raw.detector in found and raw.confidence >= least:
                    found[raw.detector].merge(raw.value_set)
    return found


def _more(values: ValueSet, known: ValueSet) -> int:
    """How many values there are that are not known."""
    every = ValueSet.from_bytes(known.to_bytes())
    every.merge(values)
    return len(every) - len(known) if len(every) <= _EXACT else 0


@pytest.mark.parametrize("disorder", [False, True])
@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: path.stem)
def test_other_segments_tell_the_same_story(capture: Path, disorder: bool, tmp_path: Path) -> None:  # noqa: FBT001
    rng = random.Random(f"{capture.stem} {disorder}")  # noqa: S311 - the same in every run
    other = _rewritten(tmp_path, resegmented(capture.read_bytes(), rng, disorder=disorder))
    if not capture.name.startswith("ftp"):
        assert _story(other) == _story(capture)
        return
    # A line that announces a data channel must not be cut (engine/src/pipeline/expect.rs): what crosses such a channel
    # is then found without the name of its file.
    detectors = _NUMBERS | {"email", "credential.ftp"}
    expected, found = _values(capture, detectors), _values(other, detectors)
    for detector in detectors:
        assert _more(found[detector], expected[detector]) == _more(expected[detector], found[detector]) == 0, detector


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: path.stem)
def test_fragments_of_packets_tell_the_same_story(capture: Path, tmp_path: Path) -> None:
    rng = random.Random(capture.stem)  # noqa: S311 - the same in every run
    assert _story(_rewritten(tmp_path, fragmented(capture.read_bytes(), rng))) == _story(capture)


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: path.stem)
def test_what_is_lost_makes_no_number_up(capture: Path, tmp_path: Path) -> None:
    known = _values(capture, _NUMBERS)
    for share in (0.02, 0.1, 0.3):
        rng = random.Random(f"{capture.stem} {share}")  # noqa: S311 - the same in every run
        found = _values(_rewritten(tmp_path, thinned(capture.read_bytes(), rng, share)), _NUMBERS, _SURE)
        made_up = sum(_more(values, known[detector]) for detector, values in found.items())
        assert made_up <= _MADE_UP.get(capture.name, 0), share
