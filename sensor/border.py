"""Where an address is: its country and its network, from databases on this machine. Nothing is asked over a network.

Sources, the first that knows an answer wins: the user's own databases in MaxMind's format (MMDB), in their order; then
``iptocc``, which the extra ``leaktap[geo]`` installs: the delegations of the five regional registries, so the country
that a block was *assigned* to, which is not always where it is used.

Addresses that are no public unicast address have no country: private and shared ones (RFC 1918, RFC 6598), loopback,
link-local, documentation (RFC 5737, RFC 3849), benchmarks (RFC 2544), multicast (RFC 6890 lists them).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import ipaddress
import re
import socket
from bisect import bisect_right
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Protocol, TypeAlias, TypeVar

import msgspec

from sensor.errors import ConfigError
from sensor.model.record import Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sensor.model.record import Client, Endpoint

Country = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2.", examples=["CN"])]
Abroad: TypeAlias = Literal["yes", "no", "unknown"]

# For PIPL art. 38 to 40 the border is the mainland's: HK, MO and TW have codes of their own and are outside.
PRC: Final = ("CN",)
# ISO 3166-1 alpha-2, and what databases say of addresses beside it: Kosovo, and registrations of a whole region.
COUNTRIES: Final = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK AP EU
    """.split()  # noqa: SIM905 - a list of them would be a page long
)
# In rules: the countries that the configuration calls home.
HOME: Final = "home"
_REMEMBERED: Final = 16_384
_MAX_ASN: Final = (1 << 32) - 1
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
# IANA's registry of special-purpose IPv4 addresses (RFC 6890), what is not globally reachable of it, and multicast.
_SPECIAL4: Final = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
)
# The exceptions within: port control and traversal (RFC 7723, RFC 8155).
_PUBLIC4: Final = ("192.0.0.9/32", "192.0.0.10/32")

_End = TypeVar("_End", "Endpoint", "Client")


class BorderSection(Section, frozen=True, kw_only=True):
    """Which country an address is in, and which countries are at home.

    ``mmdb`` lists databases in MaxMind's format; what they do not know is looked up in the ``database``: ``builtin`` is
    the one of ``leaktap[geo]``, ``auto`` is that if it is installed. ``home`` is the mainland of the PRC by default:
    Hong Kong, Macao and Taiwan are outside of it.
    """

    mmdb: list[str] = msgspec.field(default_factory=list)
    database: Literal["auto", "builtin", "none"] = "auto"
    home: Annotated[list[Country], msgspec.Meta(min_length=1)] = msgspec.field(default_factory=lambda: list(PRC))


class Place(msgspec.Struct, frozen=True):
    """What is known of an address. ``source`` names the databases that said so, each with its version or date."""

    country: str | None = None
    asn: int | None = None
    source: str = ""


class Database(Protocol):
    """Somebody who knows places."""

    def find(self, address: str) -> Place | None:
        """What is known of a public address; None: nothing."""


class Registries:
    """The delegations of the regional registries, as ``iptocc`` carries them."""

    def __init__(self) -> None:
        """Loads them.

        Raises:
            ImportError: If ``leaktap[geo]`` is not installed.
        """
        import iptocc  # noqa: PLC0415 - an extra

        self._country: Any = iptocc.country_code

    @functools.cached_property
    def _source(self) -> str:
        from importlib import metadata  # noqa: PLC0415 - slow, and for nothing until an address is known

        return f"iptocc {metadata.version('iptocc')}"

    def find(self, address: str) -> Place | None:
        """The country that the address was assigned to."""
        country = _country_of(self._country(address))
        return None if country is None else Place(country, None, self._source)


class Mmdb:
    """A database in MaxMind's format, of countries, cities or networks, as MaxMind, DB-IP and IPinfo write them."""

    def __init__(self, path: str) -> None:
        """Opens it.

        Raises:
            ConfigError: If it cannot be read, or ``leaktap[geo]`` is not installed.
        """
        try:
            import maxminddb  # noqa: PLC0415 - an extra
        except ImportError as error:
            reason = f"border.mmdb: {path}: install `leaktap[geo]` to read it"
            raise ConfigError(reason) from error
        self._broken = (maxminddb.InvalidDatabaseError, ValueError)
        try:
            self._reader = maxminddb.open_database(path)
            about = self._reader.metadata()
            built = dt.datetime.fromtimestamp(about.build_epoch, tz=dt.UTC)
        except OSError as error:
            reason = f"border.mmdb: {path}: {error.strerror or 'cannot be read'}"
            raise ConfigError(reason) from error
        except (*self._broken, OverflowError) as error:
            reason = f"border.mmdb: {path}: this is no database in MaxMind's format"
            raise ConfigError(reason) from error
        self._source = f"{about.database_type[:64]} {built:%Y-%m-%d}"

    def find(self, address: str) -> Place | None:
        """Country and network, as far as the database has them."""
        try:
            found: Any = self._reader.get(address)
        except self._broken:
            # A page that is damaged, or an IPv6 address in a database of IPv4 only: nothing is known.
            return None
        if not isinstance(found, dict):
            return None
        country = _country_of(found.get("country")) or _country_of(found.get("country_code"))
        asn = _asn_of(found.get("autonomous_system_number")) or _asn_of(found.get("asn"))
        return None if country is None and asn is None else Place(country, asn, self._source)


def _country_of(value: object) -> str | None:
    text = value.get("iso_code") if isinstance(value, dict) else value
    return text if isinstance(text, str) and _COUNTRY.fullmatch(text) else None


def _asn_of(value: object) -> int | None:
    if isinstance(value, str) and value[2:].isascii() and value[2:].isdigit() and value[:2].upper() == "AS":
        value = int(value[2:12])
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MAX_ASN else None


def _special4() -> tuple[list[int], list[bool]]:
    """Where IPv4 addresses begin to be special, and where they end: starts of stretches, and whether each is public."""
    special = [ipaddress.IPv4Network(network) for network in _SPECIAL4]
    public = [ipaddress.IPv4Network(network) for network in _PUBLIC4]
    edges = {0, *(edge for each in special + public for edge in (int(each[0]), int(each[-1]) + 1))}
    starts = sorted(edges - {1 << 32})

    def is_public(start: int) -> bool:
        address = ipaddress.IPv4Address(start)
        return any(address in each for each in public) or not any(address in each for each in special)

    return starts, [is_public(start) for start in starts]


_STARTS4, _IS_PUBLIC4 = _special4()


def _public4(packed: bytes) -> bool:
    return _IS_PUBLIC4[bisect_right(_STARTS4, int.from_bytes(packed)) - 1]


def public(ip: str) -> str | None:
    """The public unicast address that a text stands for; None if it is another, or none at all.

    IPv4 inside IPv6 (mapped, 6to4, NAT64's well-known prefix) is taken out: that is where the bytes go.
    """
    # A network has many peers, and most of them speak IPv4: this way takes a tenth of the time of the other.
    with contextlib.suppress(OSError, ValueError):
        return ip if _public4(socket.inet_pton(socket.AF_INET, ip)) else None
    try:
        address = ipaddress.IPv6Address(ip)
    except ValueError:
        return None
    inside = address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        inside = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    if inside is not None:
        return str(inside) if _public4(inside.packed) else None
    return ip if address.is_global and not address.is_multicast else None


class Border:
    """Knows places and what is abroad. Answers are remembered, a bounded number of them."""

    def __init__(self, databases: Iterable[Database] = (), *, home: Sequence[str] = PRC) -> None:
        """Keeps the databases, the first to be asked first."""
        self._databases = tuple(databases)
        self.home = frozenset(home)
        self.place = functools.lru_cache(maxsize=_REMEMBERED)(self._look_up)

    @property
    def knows(self) -> bool:
        """Whether there is any database."""
        return bool(self._databases)

    def _look_up(self, ip: str) -> Place | None:
        address = public(ip) if self._databases else None
        if address is None:
            return None
        country, asn = None, None
        sources: dict[str, None] = {}
        for database in self._databases:
            if country is not None and asn is not None:
                break
            found = database.find(address)
            if found is None:
                continue
            if country is None and found.country is not None:
                country = found.country
                sources.setdefault(found.source)
            if asn is None and found.asn is not None:
                asn = found.asn
                sources.setdefault(found.source)
        return Place(country, asn, ", ".join(sources)) if sources else None

    def country(self, ip: str) -> str:
        """The country of an address; empty if it has none, or none is known."""
        place = self.place(ip)
        return (place.country or "") if place is not None else ""

    def abroad(self, ip: str) -> Abroad:
        """Whether an address is outside of the countries that are home. Local addresses are at home by nature."""
        country = self.country(ip)
        if country:
            return "no" if country in self.home else "yes"
        return "no" if self._databases and public(ip) is None else "unknown"

    def located(self, endpoint: Endpoint) -> Endpoint:
        """An endpoint with its place, if there is one."""
        if not self._databases:
            return endpoint
        if endpoint.client is not None:
            endpoint = msgspec.structs.replace(endpoint, client=self._with_place(endpoint.client))
        return self._with_place(endpoint)

    def _with_place(self, end: _End) -> _End:
        place = self.place(end.ip)
        if place is None:
            return end
        return msgspec.structs.replace(end, country=place.country, asn=place.asn, located_by=place.source)


NOWHERE: Final = Border()


def border(section: BorderSection) -> Border:
    """Opens the databases of the configuration.

    Raises:
        ConfigError: If one cannot be read, or the built-in one is asked for and not installed.
    """
    databases: list[Database] = [Mmdb(path) for path in section.mmdb]
    if section.database != "none":
        try:
            databases.append(Registries())
        except ImportError as error:
            if section.database == "builtin":
                reason = "border.database: builtin: it comes with `leaktap[geo]`, which is not installed"
                raise ConfigError(reason) from error
    return Border(databases, home=section.home)
