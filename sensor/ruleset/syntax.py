"""The YAML of rule packs as written. What it means is compiled elsewhere; an unknown key is an error.

A file holds any of ``detectors``, ``rules``, ``policies``, ``clauses`` and ``profiles``, and says ``version: 1``.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

from sensor.model.alert import Severity
from sensor.model.profile import Profile
from sensor.model.record import DirectionName, Outcome, Protection, Visibility
from sensor.model.transport import Upgrade

Status: TypeAlias = Literal["preview", "stable", "deprecated", "removed"]
Id = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+){0,3}$",
        max_length=40,
        description="Lower case, dots between the parts, at most 40 characters. Never renamed.",
    ),
]
RuleId = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+){2}$",
        max_length=40,
        description="`<group>.<service>.<kind>` in lower case, at most 40 characters. Never renamed.",
    ),
]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Confidence = Annotated[int, msgspec.Meta(ge=0, le=100)]
Threshold: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^>=? *[0-9]+$", examples=[">= 50"])]
Duration: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9]+(ms|s|m|h|d)$", examples=["10m"])]


class Syntax(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of everything that a person writes."""


class TextSyntax(Syntax, frozen=True, kw_only=True):
    """A text in English and, where somebody wrote it, in Chinese."""

    en: str
    zh: str = ""


class DocSyntax(Syntax, frozen=True, kw_only=True):
    """The page of a detector or rule, under fixed headings. ``example`` is masked."""

    what: str = ""
    why: str = ""
    example: str = ""
    false_positives: str = ""
    references: list[str] = []


class ContextSyntax(Syntax, frozen=True, kw_only=True):
    """What around a candidate speaks for it. ``window`` is in bytes."""

    words: list[str] = []
    fields: list[str] = []
    window: Annotated[int, msgspec.Meta(ge=0, le=4096)] = 64


class ConfidenceSyntax(Syntax, frozen=True, kw_only=True):
    """Confidence of a candidate without and with context; 0 leaves a native detector its own tiers."""

    base: Confidence = 0
    context: Confidence = 0


class DetectorSyntax(Syntax, frozen=True, kw_only=True):
    """What a piece of data looks like."""

    id: Id
    title: TextSyntax
    group: Name = "pii"
    status: Status = "stable"
    since: str = ""
    tags: list[Name] = []
    native: bool = False
    pattern: str = ""
    boundary: Literal["alnum", "digits", "none"] = "alnum"
    validate: list[str] = []
    keywords: list[str] = []
    slow: bool = False
    context: ContextSyntax = ContextSyntax()
    confidence: ConfidenceSyntax = ConfidenceSyntax()
    sensitivity: dict[Name, Name] = {}
    examples: list[str] = []
    negatives: list[str] = []
    doc: DocSyntax = DocSyntax()


class ZonesSyntax(Syntax, frozen=True, kw_only=True):
    """Zones of the sender and of the receiver; an empty list allows any."""

    from_: list[Name] = msgspec.field(default_factory=list, name="from")
    to: list[Name] = []


CountryOrHome: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^([A-Z]{2}|home)$",
        description="ISO 3166-1 alpha-2, or `home`: the countries that `border.home` of the configuration names.",
        examples=["CN", "home"],
    ),
]


class ReceiverSyntax(Syntax, frozen=True, kw_only=True):
    """The country of the receiver: one of ``country``, none of ``not_country``; an empty list allows any.

    A receiver whose country is not known, or that has none (a private address), meets neither.
    """

    country: list[CountryOrHome] = []
    not_country: list[CountryOrHome] = []


class DataSyntax(Syntax, frozen=True, kw_only=True):
    """How much of what is too much.

    ``any``: values of all named detectors count together. ``all``: each entry must be there by itself. Entries are
    detector ids, globs (``credential.*``), ``group:NAME``, ``PROFILE:LEVEL`` of the sensitivity, joined by ``&``,
    negated by ``!``.
    """

    any: list[str] = []
    all: list[str] = []
    confidence: Threshold = ">= 0"
    distinct: Threshold = ">= 1"
    count: Threshold = ">= 1"
    per: Literal["message", "flow"] | list[Literal["sender", "receiver"]] = msgspec.field(
        default_factory=lambda: ["sender", "receiver"]
    )
    within: Duration | None = None
    near: Annotated[
        Literal["record"] | None,
        msgspec.Meta(
            description="`record` (with `per: message`): in fields of the same parent in one message, of any row."
        ),
    ] = None
    outcome: list[Outcome] = []


class TransportSyntax(Syntax, frozen=True, kw_only=True):
    """Which transports are meant: those that meet every list that is not empty; at least one must not be.

    ``issues`` are those of transport records, ``upgrade`` what became of the offer of TLS within the dialogue,
    ``tunnel`` what is hidden in them (``dns``, ``icmp``, ``http-connect``, ``socks``, ``tor``), ``sni`` server names or
    what they end in (``.example.com``).
    """

    issues: list[str] = []
    protocol: list[str] = []
    upgrade: list[Upgrade] = []
    tunnel: list[str] = []
    sni: list[str] = []


class WhenSyntax(Syntax, frozen=True, kw_only=True):
    """When a rule is true. An empty list allows everything."""

    direction: list[DirectionName] = []
    protection: list[Protection] = []
    visibility: list[Visibility] = []
    zones: ZonesSyntax = ZonesSyntax()
    receiver: ReceiverSyntax = ReceiverSyntax()
    data: DataSyntax | None = None
    transport: TransportSyntax | None = None


class GradeSyntax(Syntax, frozen=True, kw_only=True):
    """Another severity for some senders and receivers; an empty list allows any, and one list must not be empty."""

    severity: Severity
    direction: list[DirectionName] = []
    zones: ZonesSyntax = ZonesSyntax()


class RuleSyntax(Syntax, frozen=True, kw_only=True):
    """When data or a transport is a leak. The first of ``grades`` that fits says how severe; else ``severity`` does."""

    id: RuleId
    title: TextSyntax
    when: WhenSyntax
    severity: Severity
    grades: list[GradeSyntax] = []
    group: Name = ""
    status: Status = "stable"
    since: str = ""
    tags: list[Name] = []
    cites: list[str] = []
    advice: TextSyntax | None = None
    supersedes: list[RuleId] = []
    doc: DocSyntax = DocSyntax()


class SelectSyntax(Syntax, frozen=True, kw_only=True):
    """What a policy takes: entries that meet every list; an empty list allows everything."""

    status: list[Status] = []
    groups: list[Name] = []
    tags: list[Name] = []
    severity: list[Severity] = []


class PolicySyntax(Syntax, frozen=True, kw_only=True):
    """A choice of detectors and rules, never by id."""

    id: Name
    title: TextSyntax | None = None
    select: SelectSyntax = SelectSyntax()


class ClauseSyntax(Syntax, frozen=True, kw_only=True):
    """A clause of a law or standard. ``verified`` says that somebody read it in its source."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_]+:[a-z0-9.]+$", max_length=60)]
    source: str
    edition: str
    clause: str
    title: TextSyntax
    text: str
    verified: bool
    note: str = ""


class ProfileSyntax(Profile, frozen=True, kw_only=True):
    """What transports must be like, under a name."""

    id: Name
    title: TextSyntax
    cites: tuple[str, ...] = ()
    note: str = ""


class PackSyntax(Syntax, frozen=True, kw_only=True):
    """One file of a pack."""

    version: Literal[1]
    detectors: list[DetectorSyntax] = []
    rules: list[RuleSyntax] = []
    policies: list[PolicySyntax] = []
    clauses: list[ClauseSyntax] = []
    profiles: list[ProfileSyntax] = []
