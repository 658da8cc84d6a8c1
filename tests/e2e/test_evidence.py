"""Sealed evidence: real values reach its holder and nobody else. The commands as they are started."""

from __future__ import annotations

import base64
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sensor.cli.evidence import address
from sensor.evidence.file import Damaged, EvidenceFile, records
from sensor.model.evidence import Sealed

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "pcaps" / "crm_export_http.pcap"
LOGIN = ROOT / "pcaps" / "form_login.pcap"
LEAKTAP = str(Path(sys.executable).with_name("leaktap"))


def _run(*args: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    words = [LEAKTAP, *map(str, args)]
    env = {**os.environ, **environment}
    return subprocess.run(
        words, capture_output=True, text=True, timeout=60, check=False, env=env, stdin=subprocess.DEVNULL
    )


@pytest.fixture(scope="module")
def private() -> rsa.RSAPrivateKey:
    """A key of the test."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _write(path: Path, key: rsa.RSAPrivateKey, passphrase: bytes | None = None) -> tuple[Path, Path]:
    """The private and the public key as files."""
    lock = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    (path / "dpo.key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, lock))
    public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    (path / "dpo.pem").write_bytes(public)
    return path / "dpo.key", path / "dpo.pem"


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _opened(token: str, key: rsa.RSAPrivateKey) -> Any:
    """Opens a JWE as RFC 7516 §5.2 says, without the library that made it."""
    header, wrapped, vector, content, tag = token.split(".")
    assert json.loads(_decoded(header))["enc"] == "A256GCM"
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
    aes = AESGCM(key.decrypt(_decoded(wrapped), oaep))
    return json.loads(aes.decrypt(_decoded(vector), _decoded(content) + _decoded(tag), header.encode()))


def _sealed(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_values_are_sealed_and_stand_nowhere_else(tmp_path: Path, private: rsa.RSAPrivateKey) -> None:
    key, public = _write(tmp_path, private)
    outputs = [
        f"--{name}" for name in ("findings", "alerts", "flows", "transports", "anomalies", "coverage", "metrics")
    ]
    files = [word for name in outputs for word in (name, tmp_path / name[2:])]
    done = _run(
        "replay",
        SAMPLE,
        LOGIN,
        *files,
        "--report",
        tmp_path / "r.html",
        "--evidence",
        tmp_path / "e",
        "--seal-to",
        public,
    )
    assert done.returncode == 0, done.stderr
    revealed = _run("replay", SAMPLE, LOGIN, "-q", "--reveal", "--findings", "-").stdout.splitlines()
    values = {value for line in revealed for value in json.loads(line)["values"]}
    assert len(values) > 100
    told = (
        done.stdout
        + done.stderr
        + "".join(
            path.read_text(encoding="utf-8") for path in tmp_path.iterdir() if path.name not in {"dpo.key", "dpo.pem"}
        )
    )
    assert [value for value in values if len(value) > 5 and value in told] == []
    assert stat.S_IMODE((tmp_path / "e").stat().st_mode) == 0o600

    entries = [entry for record in _sealed(tmp_path / "e") for entry in _opened(record["sealed"], private)]
    found = [json.loads(line) for line in revealed]
    assert {finding["direction"] for finding in found} == {"egress"}
    leaving = [finding for finding in found if finding["confidence"] >= 70]
    logins = [finding for finding in leaving if "credential" in finding]
    sure = {value for finding in leaving if finding not in logins for value in finding["values"]}
    of_logins = [entry for entry in entries if entry["detector"].startswith("credential.")]
    assert {value for entry in entries if entry not in of_logins for value in entry["values"]} == sure
    findings = {json.loads(line)["id"] for line in (tmp_path / "findings").read_text(encoding="utf-8").splitlines()}
    assert {entry["finding"] for entry in entries} <= findings
    assert [entry["finding"] for entry in entries] == [
        each for record in _sealed(tmp_path / "e") for each in record["findings"]
    ]

    opened = _run("evidence", "open", tmp_path / "e", "--key", key)
    assert (opened.returncode, opened.stderr) == (0, "")
    assert [json.loads(line) for line in opened.stdout.splitlines()] == entries
    only = _run(
        "evidence", "open", tmp_path / "e", "--key", key, "--detector", "cn.mobile", "--values"
    ).stdout.splitlines()
    assert only
    assert all(re.fullmatch(r"cn\.mobile\t1[0-9]{10}", line) for line in only)
    journal = [json.loads(line) for line in (tmp_path / "e.opened").read_text(encoding="utf-8").splitlines()]
    assert [opening["wanted"] for opening in journal] == [{}, {"detector": "cn.mobile"}]
    assert {opening["uid"] for opening in journal} == {os.getuid()}


def test_of_logins_the_users_are_kept_and_no_password(tmp_path: Path, private: rsa.RSAPrivateKey) -> None:
    _, public = _write(tmp_path, private)
    assert _run("replay", LOGIN, "-q", "--evidence", tmp_path / "e", "--seal-to", public).returncode == 0
    entries = [entry for record in _sealed(tmp_path / "e") for entry in _opened(record["sealed"], private)]
    users = [value for entry in entries if entry["detector"].startswith("credential.") for value in entry["values"]]
    revealed = [
        json.loads(line) for line in _run("replay", LOGIN, "-q", "--reveal", "--findings", "-").stdout.splitlines()
    ]
    logins = [value.split(":") for each in revealed if "credential" in each for value in each["values"]]
    assert users == [user for user, _ in logins]
    assert all(secret not in json.dumps(entries) for _, secret in logins)


def test_what_comes_in_is_not_kept_unless_it_is_asked_for(tmp_path: Path, private: rsa.RSAPrivateKey) -> None:
    _, public = _write(tmp_path, private)
    config = tmp_path / "c.yaml"
    config.write_text("version: 1\nevidence: {directions: [ingress]}\n", encoding="utf-8")
    words = ("replay", SAMPLE, "-q", "--crm", "203.0.113.0/24", "--evidence", tmp_path / "e", "--seal-to", public)
    assert _run(*words).returncode == 0
    assert (tmp_path / "e").read_bytes() == b""
    told = _run(*(word for word in words if word != "-q")).stderr
    assert re.search(r"e: 0 findings sealed to [0-9a-f]{32}\n.*e: 8 left out, which are not egress, external", told)
    assert _run(*words, "--config", config).returncode == 0
    assert _sealed(tmp_path / "e")


def test_evidence_is_never_overwritten(tmp_path: Path, private: rsa.RSAPrivateKey) -> None:
    _, public = _write(tmp_path, private)
    for count in (1, 2):
        assert _run("replay", LOGIN, "-q", "--evidence", tmp_path / "e", "--seal-to", public).returncode == 0
        assert len(_sealed(tmp_path / "e")) == count


def test_what_was_altered_is_not_opened_and_the_rest_is(tmp_path: Path, private: rsa.RSAPrivateKey) -> None:
    key, public = _write(tmp_path, private)
    _run("replay", SAMPLE, LOGIN, "-q", "--separate", "--evidence", tmp_path / "e", "--seal-to", public)
    _run("replay", LOGIN, "-q", "--evidence", tmp_path / "e", "--seal-to", public)
    first, second = _sealed(tmp_path / "e")
    head, wrapped, vector, content, tag = first["sealed"].split(".")
    flipped = ("A" if content[7] != "A" else "B").join((content[:7], content[8:]))
    first["sealed"] = f"{head}.{wrapped}.{vector}.{flipped}.{tag}"
    lines = [json.dumps(first), json.dumps(second), '{"type":"evid']
    (tmp_path / "e").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = _run("evidence", "open", tmp_path / "e", "--key", key)
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == len(second["findings"])
    assert re.search(r"e:1: the record was altered", done.stderr)
    assert re.search(r"e:3: no record of evidence", done.stderr)


def test_a_key_opens_what_was_sealed_to_it_only(tmp_path: Path, private: rsa.RSAPrivateKey) -> None:
    _, public = _write(tmp_path, private)
    _run("replay", LOGIN, "-q", "--evidence", tmp_path / "e", "--seal-to", public)
    other = tmp_path / "other"
    other.mkdir()
    key, public = _write(other, rsa.generate_private_key(public_exponent=65537, key_size=2048), b"locked")
    done = _run("evidence", "open", tmp_path / "e", "--key", key, LEAKTAP_PASSPHRASE="locked")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing is sealed to this key" in done.stderr
    assert "its passphrase is needed" in _run("evidence", "open", tmp_path / "e", "--key", key).stderr
    _run("replay", LOGIN, "-q", "--evidence", tmp_path / "e", "--seal-to", public)
    done = _run("evidence", "open", tmp_path / "e", "--key", key, LEAKTAP_PASSPHRASE="locked")
    assert done.returncode == 0
    assert done.stdout
    assert "sealed to other keys" in done.stderr
    listed = _run("evidence", "list", tmp_path / "e", "--json")
    assert len(json.loads(listed.stdout)["key_ids"]) == 2


def test_an_opening_that_cannot_be_put_on_record_is_none(tmp_path: Path, private: rsa.RSAPrivateKey) -> None:
    key, public = _write(tmp_path, private)
    _run("replay", LOGIN, "-q", "--evidence", tmp_path / "e", "--seal-to", public)
    done = _run("evidence", "open", tmp_path / "e", "--key", key, "--journal", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has to be put on record" in done.stderr


def test_what_is_asked_for_in_vain_is_said(tmp_path: Path, private: rsa.RSAPrivateKey) -> None:
    key, public = _write(tmp_path, private)
    _run("replay", SAMPLE, "-q", "--evidence", tmp_path / "e", "--seal-to", public)

    def ask(*words: str) -> subprocess.CompletedProcess[str]:
        return _run("evidence", "open", tmp_path / "e", "--key", key, *words)

    for words in (("--detector", "cn.mobil"), ("--sender", "10.20.0.6"), ("--finding", "zz", "--values")):
        done = ask(*words)
        assert (done.returncode, done.stdout) == (0, "")
        assert re.search(r"[1-9]\d* findings were opened, and none of them is what was asked for", done.stderr), words
    assert ask("--sender", "10.20.0.5 ").stderr == ""
    assert ask("--receiver", "10.20.0").stderr == "leaktap: --receiver: `10.20.0` is no IP address\n"


def test_addresses_are_asked_for_in_any_form() -> None:
    assert address("2001:0DB8:0:0::5", "--sender") == "2001:db8::5"
    assert address(None, "--sender") is None


def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, private: rsa.RSAPrivateKey) -> None:
    key, public = _write(tmp_path, private)
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - which is refused
    short = tmp_path / "short.pem"
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    short.write_bytes(weak.public_key().public_bytes(serialization.Encoding.PEM, form))
    config = tmp_path / "c.yaml"
    config.write_text(f"version: 1\nevidence:\n  seal_to: {tmp_path}/none.pem\n", encoding="utf-8")
    evidence = ("--evidence", tmp_path / "e")
    for words, reason in (
        ((*evidence,), "--seal-to"),
        (("--seal-to", public), "--evidence"),
        ((*evidence, "--seal-to", key), "this is a private key"),
        ((*evidence, "--seal-to", short), "1024 bits"),
        ((*evidence, "--seal-to", SAMPLE), "no RSA public key"),
        ((*evidence, "--config", config), r"c\.yaml:3: .*none\.pem: No such file"),
        (("--evidence", public, "--seal-to", public), "would be overwritten"),
        (("--evidence", "-", "--seal-to", public), "--evidence needs a file"),
    ):
        done = _run("replay", LOGIN, "-q", *words)
        assert done.returncode == 2, words
        assert re.search(reason, done.stderr), done.stderr
        assert done.stderr.count("\n") == 1
    checked = _run("config", "check", config)
    assert (checked.returncode, checked.stdout) == (2, "")
    assert re.search(r"c\.yaml:3: .*none\.pem: No such file", checked.stderr)
    assert not (tmp_path / "e").exists()


def _record(size: int) -> Sealed:
    id_ = "00000000-0000-5000-8000-000000000000"
    ts = "2026-01-01T00:00:00.000000000Z"
    return Sealed(id=id_, sensor="s", ts=ts, until=ts, key_id="0" * 32, findings=(id_,), sealed="x" * size)


def test_files_turn_at_their_limit_and_the_oldest_goes(tmp_path: Path) -> None:
    file = EvidenceFile(str(tmp_path / "e"), limit=2000, files=2)
    for size in range(1000, 1010):
        file.write(_record(size))
    file.close()
    kept = {
        path.name: [item for item in records(str(path)) if not isinstance(item, Damaged)] for path in tmp_path.iterdir()
    }
    sizes = {name: [len(record.sealed) for _, record in found] for name, found in kept.items()}
    assert sizes == {"e": [1009], "e.1": [1008], "e.2": [1007]}
    # One that is larger than the limit is written all the same.
    file = EvidenceFile(str(tmp_path / "e"), limit=10, files=2)
    file.write(_record(5000))
    file.close()
    assert msgspec.json.decode((tmp_path / "e").read_bytes(), type=Sealed) == _record(5000)
