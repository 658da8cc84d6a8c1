"""Selectors of a rule's data clause: which detectors are meant.

``cn.mobile``, ``credential.*``, ``group:pii``, ``gbt35273:sensitive``, joined by ``&``, each negated by a ``!``.
"""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

# Detectors that the engine names after what it meets; a rule file may or may not list them one by one.
FAMILIES: Final = {
    "credential": "credentials",
    "api_key": "credentials",
    "exact": "pii",
}


class DetectorFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a selector may ask of a detector."""

    id: str
    group: str
    sensitivity: dict[str, str]
    title: str
    title_zh: str | None = None


class Term(msgspec.Struct, frozen=True):
    """One condition. ``key`` is empty for an id or glob, ``group``, or a sensitivity profile."""

    key: str
    value: str
    negated: bool

    def matches(self, facts: DetectorFacts) -> bool:
        """Tells whether a detector meets the condition."""
        if not self.key:
            hit = fnmatch.fnmatchcase(facts.id, self.value) if "*" in self.value else facts.id == self.value
        elif self.key == "group":
            hit = facts.group == self.value
        else:
            hit = facts.sensitivity.get(self.key) == self.value
        return hit is not self.negated


class Selector(msgspec.Struct, frozen=True):
    """Conditions that must all be met."""

    text: str
    terms: tuple[Term, ...]

    @classmethod
    def parse(cls, text: str) -> Selector:
        """Parses a selector as written.

        Raises:
            ValueError: Says in one line what is wrong.
        """
        terms = []
        for part in text.split("&"):
            word = part.strip()
            negated = word.startswith("!")
            word = word.removeprefix("!").strip()
            key, colon, value = word.rpartition(":")
            if not value or (colon and not key):
                reason = f"`{text}` is not a selector"
                raise ValueError(reason)
            terms.append(Term(key, value, negated))
        return cls(text, tuple(terms))

    def matches(self, facts: DetectorFacts) -> bool:
        """Tells whether a detector meets all conditions."""
        return all(term.matches(facts) for term in self.terms)


def facts_of(detector: str, known: Mapping[str, DetectorFacts]) -> DetectorFacts:
    """The facts of a detector, also of one that no pack lists (a member of a family)."""
    facts = known.get(detector)
    if facts is not None:
        return facts
    family = detector.partition(".")[0]
    return DetectorFacts(id=detector, group=FAMILIES.get(family, "pii"), sensitivity={}, title=detector)
