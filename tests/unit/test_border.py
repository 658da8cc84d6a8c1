from __future__ import annotations

import ipaddress
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sensor.border import Border, BorderSection, Mmdb, Place, border, public
from sensor.errors import ConfigError
from sensor.model.record import Endpoint
from tests import mmdb

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("maxminddb", reason="leaktap[geo] is not installed")
COUNTRIES = {
    "1.2.0.0/16": {"country": {"iso_code": "CN"}},
    "5.6.0.0/16": {"country": {"iso_code": "HK"}},
    "2a00:1::/32": {"country": "DE"},
    "8.8.8.0/24": {"country_code": "US", "asn": "AS15169"},
    "9.9.0.0/16": {"country": {"iso_code": "not a code"}},
    "192.0.2.0/24": {"country": {"iso_code": "US"}},
    "10.0.0.0/8": {"country": {"iso_code": "US"}},
}


@pytest.fixture
def countries(tmp_path: Path) -> Mmdb:
    return Mmdb(mmdb.write(tmp_path / "countries.mmdb", COUNTRIES))


@pytest.mark.parametrize(
    ("ip", "country", "abroad"),
    [
        ("1.2.3.4", "CN", "no"),
        ("::ffff:1.2.3.4", "CN", "no"),
        ("64:ff9b::102:304", "CN", "no"),
        ("2002:102:304::1", "CN", "no"),
        ("5.6.7.8", "HK", "yes"),
        ("2a00:1::9", "DE", "yes"),
        ("8.8.8.8", "US", "yes"),
        ("9.9.9.9", "", "unknown"),
        ("7.7.7.7", "", "unknown"),
        ("10.1.2.3", "", "no"),
        ("192.0.2.9", "", "no"),
        ("not an address", "", "no"),
    ],
)
def test_address_is_where_the_database_says(countries: Mmdb, ip: str, country: str, abroad: str) -> None:
    known = Border([countries])
    assert (known.country(ip), known.abroad(ip)) == (country, abroad)


@pytest.mark.parametrize(
    "ip",
    ["100.64.0.1", "127.0.0.1", "169.254.1.1", "198.51.100.7", "203.0.113.7", "198.18.0.1", "224.0.0.1", "0.0.0.0",  # noqa: S104 - only looked up

     "255.255.255.255", "::1", "fe80::1", "fd00::1", "2001:db8::1", "ff02::1", "::"],
)  # fmt: skip
def test_what_is_no_public_address_has_no_country(ip: str) -> None:
    class Everywhere:
        def find(self, address: Any) -> Place:
            raise AssertionError(address)

    assert Border([Everywhere()]).place(ip) is None


def test_first_database_that_knows_wins_and_both_are_named(countries: Mmdb, tmp_path: Path) -> None:
    networks = {"8.0.0.0/8": {"autonomous_system_number": 3356, "country": {"iso_code": "CA"}}}
    other = Mmdb(mmdb.write(tmp_path / "asn.mmdb", networks, kind="Test-ASN", built=1_700_000_000))
    assert Border([countries, other]).place("8.8.8.8") == Place("US", 15169, "Test-Country 2025-10-09")
    assert Border([countries, other]).place("8.9.9.9") == Place("CA", 3356, "Test-ASN 2023-11-14")
    found = Border([other, countries]).located(Endpoint(ip="8.8.8.8", zone="outside", port=443))
    assert (found.country, found.asn, found.located_by, found.port) == ("CA", 3356, "Test-ASN 2023-11-14", 443)


def test_registries_know_the_border_of_the_mainland() -> None:
    pytest.importorskip("iptocc", reason="leaktap[geo] is not installed")
    known = border(BorderSection(database="builtin"))
    assert [known.country(ip) for ip in ("114.114.114.114", "202.175.3.1", "168.95.1.1")] == ["CN", "MO", "TW"]
    assert [known.abroad(ip) for ip in ("114.114.114.114", "202.175.3.1", "10.0.0.1")] == ["no", "yes", "no"]
    assert "iptocc" in (known.located(Endpoint(ip="8.8.8.8", zone="outside")).located_by or "")
    assert border(BorderSection(database="builtin", home=["CN", "MO"])).abroad("202.175.3.1") == "no"


def test_registries_that_do_not_load_are_known_as_missing_from_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "iptocc.py").write_text("raise ImportError('built for another processor')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "iptocc", raising=False)
    assert not border(BorderSection()).knows
    with pytest.raises(ConfigError, match="builtin"):
        border(BorderSection(database="builtin"))


def test_without_a_database_nothing_is_known() -> None:
    nowhere = border(BorderSection(database="none"))
    endpoint = Endpoint(ip="8.8.8.8", zone="outside")
    assert (nowhere.knows, nowhere.abroad("8.8.8.8"), nowhere.abroad("10.0.0.1")) == (False, "unknown", "unknown")
    assert nowhere.located(endpoint) is endpoint


@pytest.mark.parametrize("damage", ["missing", "text", "cut"])
def test_file_that_is_no_database_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "x.mmdb"
    if damage == "text":
        path.write_text("not a database", encoding="utf-8")
    if damage == "cut":
        mmdb.write(path, COUNTRIES)
        path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ConfigError, match=r"border\.mmdb"):
        border(BorderSection(mmdb=[str(path)]))


# The reader's compiled module warns of itself where a damaged page has text of no length.
@pytest.mark.filterwarnings("ignore:PyUnicode_FromStringAndSize:DeprecationWarning")
@example(b"\x00\x00\x97", 298625092)
@given(st.binary(max_size=600), st.integers(min_value=0))
def test_damaged_page_is_an_unknown_country(tmp_path_factory: Any, noise: bytes, place: int) -> None:
    path = tmp_path_factory.mktemp("geo") / "x.mmdb"
    mmdb.write(path, COUNTRIES)
    whole = path.read_bytes()
    at = place % len(whole)
    path.write_bytes(whole[:at] + noise + whole[at + len(noise) :])
    try:
        known = Border([Mmdb(str(path))])
    except ConfigError:
        return
    for ip in ("1.2.3.4", "8.8.8.8", "2a00:1::9"):
        found = known.place(ip)
        assert found is None or found.country is None or len(found.country) == 2


@given(st.ip_addresses())
def test_public_is_never_a_private_address(address: Any) -> None:
    found = public(str(address))
    if found is not None:
        address = ipaddress.ip_address(found)
        assert address.is_global
        assert not any(address in ipaddress.ip_network(each) for each in ("10.0.0.0/8", "100.64.0.0/10", "fc00::/7"))


@given(st.ip_addresses(v=4))
def test_public_ipv4_is_what_the_registry_says(address: Any) -> None:
    # Older versions of Python leave most of 192.0.0.0/24 (RFC 6890) out.
    if address not in ipaddress.ip_network("192.0.0.0/24"):
        assert (public(str(address)) is not None) == (address.is_global and not address.is_multicast)
    assert public("192.0.0.9") == "192.0.0.9"
    assert public("192.0.0.8") is None
    assert public("010.1.1.1") is None
