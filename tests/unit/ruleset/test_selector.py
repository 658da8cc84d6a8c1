from __future__ import annotations

import pytest

from sensor.ruleset.selector import DetectorFacts, Selector, facts_of

MOBILE = DetectorFacts(id="cn.mobile", group="pii", sensitivity={"gbt35273": "personal"}, title="x")


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("cn.mobile", True),
        ("cn.mobil", False),
        ("cn.*", True),
        ("group:pii", True),
        ("group:finance", False),
        ("gbt35273:personal", True),
        ("gbt35273:sensitive", False),
        ("group:pii&gbt35273:sensitive", False),
        ("group:pii & !email", True),
        ("group:pii&!cn.mobile", False),
        ("!gdpr:special", True),
    ],
)
def test_selector_means_what_it_says(text: str, *, hit: bool) -> None:
    assert Selector.parse(text).matches(MOBILE) is hit


@pytest.mark.parametrize("text", ["", "group:", ":pii", "a&", "!"])
def test_half_a_selector_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a selector"):
        Selector.parse(text)


def test_unlisted_member_of_a_family_has_the_familys_group() -> None:
    assert facts_of("credential.ftp", {}).group == "credentials"
    assert facts_of("exact.customers", {}).group == "pii"
