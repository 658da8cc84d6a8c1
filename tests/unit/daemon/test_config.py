from __future__ import annotations

import re
from pathlib import Path

import pytest

from sensor.cli import config as command
from sensor.daemon import config as configuration
from sensor.daemon import limits, setup
from sensor.daemon.setup import RunOptions
from sensor.engine import PRIVATE_NETWORKS
from sensor.errors import ConfigError, UsageError

FULL = """
version: 1
sensor: {name: dc1-mirror}
zones: {crm: [10.20.0.0/16], partners: [198.51.100.0/24]}
capture: {interfaces: [eth1], filter: 'not host 10.20.9.9', ring: 64MiB}
memory: 512MiB
rules: {packs: [builtin, /etc/leaktap/rules], policy: default}
exclude:
  - {field: 'http.*.trace_id', reason: trace ids}
  - {value_digest: '0123456789abcdef0123456789abcdef', reason: test card, until: 2027-01-01}
exporters: {file: {path: alerts.jsonl, format: ocsf}, prometheus: {listen: '127.0.0.1:9477'}}
"""


def write(tmp_path: Path, text: str) -> str:
    path = tmp_path / "leaktap.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_documented_example_loads(tmp_path: Path) -> None:
    config = configuration.load(write(tmp_path, FULL))
    options = configuration.engine_options(config)
    assert options.sensor == "dc1-mirror"
    assert options.memory == 384 << 20
    assert [zone.name for zone in options.zones] == ["crm", "partners"]
    assert [entry.field or entry.value_digest for entry in configuration.exclusions(config)] == [
        "http.*.trace_id",
        "0123456789abcdef0123456789abcdef",
    ]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("memory:", "memroy:", ":6: unknown key `memroy` (did you mean `memory`?)"),
        ("10.20.0.0/16", "10.20.0.0/33", ":4: zone crm: '10.20.0.0/33' does not appear to be"),
        ("{crm:", "{outside:", ":4: `outside` is the rest and cannot be defined"),
        ("{crm:", "{dmz:", ":4: zone `crm` is home but has no networks"),
        ("{crm: [10.20.0.0/16]", "{crm: []", ":4: zone `crm` is home but has no networks"),
        (
            "interfaces: [eth1]",
            "directory: /var/cap",
            ":5: a filter is for interfaces: a directory of captures is read",
        ),
        ("interfaces: [eth1]", "stream: '-'", ":5: a filter is for interfaces: a stream is read whole"),
        (
            "memory:",
            "limits: {decode_byte: 9}\nmemory:",
            ":6: unknown key `decode_byte` in `limits` (did you mean `dec",
        ),
        (
            "memory:",
            "limits:\n  gap_bytes: 1\n  part_bytes: 0\nmemory:",
            ":8: limits.part_bytes: must be at least 1024",
        ),
        ("memory:", "limits: {gap_bytes: -1}\nmemory:", ":6: limits.gap_bytes: must be at least 0"),
        ("memory:", "limits: {decode_depth: 256}\nmemory:", ":6: limits.decode_depth: must be at most 255"),
        ("memory:", f"limits: {{head_bytes: {2**64 - 1}}}\nmemory:", f":6: limits.head_bytes: must be at most {2**62}"),
        ("memory:", f"limits: {{head_bytes: {2**99}}}\nmemory:", f":6: limits.head_bytes: must be at most {2**62}"),
        ("512MiB", "100MiB", ":6: memory must be at least 160MiB"),
        ("{field: 'http.*.trace_id', ", "{", ":9: an exclusion names either"),
        ("version: 1", "version: 3", ":2: version"),
        ("ring: 64MiB", "stream: '-'", ":5: a sensor listens to interfaces, or to a stream, or to a directory"),
        ("memory:", "transport: {profiles: {crn: gm-only}}\nmemory:", ":6: transport.profiles: there is no zone `crn`"),
    ],
)
def test_mistake_is_named_with_its_line(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert before in FULL
    with pytest.raises(ConfigError) as caught:
        configuration.load(write(tmp_path, FULL.replace(before, after, 1)))
    assert message in str(caught.value)


def test_without_zones_private_address_space_is_home() -> None:
    (zone,) = configuration.zones(configuration.Config(version=1))
    assert (zone.name, zone.networks) == ("crm", PRIVATE_NETWORKS)


def test_crm_option_replaces_the_home_zone_only(tmp_path: Path) -> None:
    config = configuration.load(write(tmp_path, FULL))
    zones = {zone.name: zone.networks for zone in configuration.zones(config, ["10.9.0.0/16", "2001:db8::/48"])}
    assert zones == {"crm": ("10.9.0.0/16", "2001:db8::/48"), "partners": ("198.51.100.0/24",)}
    with pytest.raises(ConfigError, match="--crm"):
        configuration.zones(config, ["10.9.0.0/99"])


def test_digest_key_is_raw_or_hex_and_named_by_its_hash(tmp_path: Path) -> None:
    config = configuration.Config(version=1)
    raw, text = tmp_path / "raw", tmp_path / "hex"
    raw.write_bytes(bytes(range(32)))
    text.write_text(bytes(range(32)).hex() + "\n", encoding="ascii")
    keys = [configuration.digest_key(config, str(path)) for path in (raw, text)]
    assert keys[0] == keys[1]
    assert keys[0].id == "630dcd29"
    assert "0001" not in repr(keys[0])


def test_without_a_key_each_run_has_its_own() -> None:
    one, two = (configuration.digest_key(configuration.Config(version=1)) for _ in range(2))
    assert one.id == two.id == "ephemeral"
    assert one.key != two.key


@pytest.mark.parametrize(("until", "blind"), [("", "yes"), (", until: 2020-01-01", ""), (", until: 9999-01-01", "yes")])
def test_exclusions_that_have_run_out_need_no_key(tmp_path: Path, until: str, blind: str) -> None:
    path = tmp_path / "leaktap.yaml"
    path.write_text(f"version: 1\nexclude: [{{value_digest: '{'0' * 32}', reason: x{until}}}]\n", encoding="utf-8")
    config = configuration.load(str(path))
    assert configuration.is_blind(config, configuration.digest_key(config)) is bool(blind)


@pytest.mark.parametrize("content", [b"", b"short", b"z" * 64, bytes(33)])
def test_key_of_another_length_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="32 raw bytes or 64 hex digits"):
        configuration.digest_key(configuration.Config(version=1), str(path))


def test_every_limit_of_the_engine_has_a_least_value() -> None:
    text = (Path(__file__).parents[3] / "engine" / "src" / "config.rs").read_text(encoding="utf-8")
    body = text[text.index("pub struct Limits") : text.index("impl Default for Limits")]
    assert list(limits.LEAST) == re.findall(r"^    pub (\w+):", body, re.MULTILINE)


@pytest.mark.parametrize("source", [{"directory": "/var/cap"}, {"stream": "-"}])
def test_a_filter_needs_an_interface(source: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="a filter is for interfaces"):
        setup.read(RunOptions(filter="tcp port 80", **source))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("transport: {profile: pci}", ":4: transport.profile: there is no profile `pci`"),
        ("transport:\n  trust: [/nonexistent]", ":5: transport.trust: /nonexistent: no certificates can be read"),
        ("transport: {profiles: {crm: pci}}", ":4: transport.profiles.crm: there is no profile `pci`"),
        ("capture: {filter: 'tpc port 1'}", ":4: capture.filter: "),
        ("service: {user: nobodyx}", ":4: service.user: there is no account `nobodyx`"),
        ("", ":7: there is no policy `strict`"),
        ("digest_key: {file: /nonexistent}", ":4: digest key /nonexistent: No such file"),
        ("exporters:\n  file: {path: a}\n  kafkaa: {}", ":6: exporter kafkaa: there is no type `kafkaa`"),
        ("exporters: {syslog: {adress: a}}", ":4: exporter syslog: "),
        ("exporters: {prometheus: {listen: 9}}", ":4: exporter prometheus: "),
        ("allow:\n  - {rule: a, reason: b}\n  - {reason: c}", ":6: allow: entry 2 (c): an entry names a `rule`"),
        ("border: {mmdb: [/nonexistent]}", ":4: "),
    ],
)
def test_what_a_run_refuses_is_named_with_its_line(tmp_path: Path, pack_file: Path, section: str, message: str) -> None:
    rules = f"rules:\n  packs: [{pack_file}]\n  policy: {'strict' if section == '' else 'default'}\n"
    path = write(tmp_path, f"\nversion: 1\nzones: {{crm: [10.20.0.0/16]}}\n{section}\n{rules}")
    with pytest.raises(ConfigError) as caught:
        command.check(path)
    assert f"{path}{message}" in str(caught.value)
