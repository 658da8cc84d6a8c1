"""Unit tests run against a recorded fake of the compiled engine, whether or not the real one is built."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def _load_fake() -> ModuleType:
    spec = importlib.util.spec_from_file_location("leaktap_fake_engine", ROOT / "tests" / "fake_engine.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


_FAKE = _load_fake()
if importlib.util.find_spec("sensor._engine") is None:
    # Nothing is compiled: let the imports of the modules under test succeed.
    sys.modules["sensor._engine"] = _FAKE

import sensor.alerts.evaluate  # noqa: E402 - the fake must be in place before
import sensor.alerts.leak  # noqa: E402
import sensor.alerts.window  # noqa: E402
import sensor.engine  # noqa: E402
import sensor.report.leaks  # noqa: E402
from sensor.engine import Recorder  # noqa: E402
from sensor.ruleset.compile import compile_pack  # noqa: E402
from sensor.ruleset.loader import load  # noqa: E402


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The fake engine, put behind ``sensor.engine`` for the duration of a test."""
    monkeypatch.setattr(sensor, "_engine", _FAKE, raising=False)
    monkeypatch.setattr(sensor.engine, "_engine", _FAKE)
    for module in (sensor.engine, sensor.alerts.leak, sensor.alerts.window, sensor.report.leaks):
        monkeypatch.setattr(module, "ValueSet", _FAKE.ValueSet)
    monkeypatch.setattr(sensor.alerts.evaluate, "Pending", _FAKE.Pending)
    monkeypatch.setattr(sensor.report.leaks, "Groups", _FAKE.Groups)
    fake_module: Any = _FAKE
    fake_module.RECORDINGS.clear()
    fake_module.STARTED.clear()
    fake_module.STOPPED.clear()
    return fake_module


PACK = """
version: 1
detectors:
  - id: cn.mobile
    title: {en: PRC mobile number, zh: 手机号码}
    native: true
    group: pii
    sensitivity: {gbt35273: personal}
    examples: ['电话 13800138000']
    negatives: ['1380013800']
  - id: cn.resident_id
    title: {en: PRC resident identity number}
    native: true
    sensitivity: {gbt35273: sensitive}
  - id: acme.customer_no
    title: {en: Acme customer number}
    pattern: 'CUST-[0-9]{8}'
    keywords: ['CUST-']
    confidence: {base: 55, context: 90}
    examples: ['customer: CUST-12345674']
    negatives: ['CUST-123456749']
rules:
  - id: pii.cleartext.bulk
    title: {en: Many}
    when:
      direction: [egress]
      protection: [none, weak]
      data: {any: ['group:pii'], confidence: '>= 70', distinct: '>= 5', per: [sender, receiver], within: 10m}
    severity: critical
    cites: ['pipl:51.3']
    supersedes: [pii.cleartext.some]
  - id: pii.cleartext.some
    title: {en: Some}
    when:
      direction: [egress]
      data: {any: ['group:pii'], confidence: '>= 70'}
    severity: medium
  - id: transport.plaintext.web
    title: {en: Web}
    when: {direction: [egress], transport: {issues: [plaintext_protocol], protocol: [http]}}
    severity: low
policies:
  - id: default
    select: {status: [stable]}
clauses:
  - id: 'pipl:51.3'
    source: PIPL
    edition: '2021'
    clause: art. 51(3)
    title: {en: Measures}
    text: Encrypt.
    verified: true
"""


@pytest.fixture
def pack_file(tmp_path: Path) -> Path:
    """A small valid pack."""
    path = tmp_path / "pack.yaml"
    path.write_text(PACK, encoding="utf-8")
    return path


@pytest.fixture
def ruleset(pack_file: Path) -> Any:
    """The small pack, compiled."""
    return compile_pack(load([str(pack_file)]), policy="default")


@pytest.fixture
def recorder() -> Any:
    """A recorder of a run."""
    return Recorder(sensor="dc1", ruleset="ab" * 32, digest_key_id="ephemeral")
