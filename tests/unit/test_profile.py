from __future__ import annotations

import datetime as dt

import pytest

from sensor.model.profile import Lifetime, Profile


@pytest.mark.parametrize(
    ("group", "weak"),
    [
        ("secp192r1", True),
        ("sect163k1", True),
        ("secp224r1", False),
        ("secp256r1", False),
        ("x25519", False),
        ("ffdhe2048", False),
        ("curveSM2", False),
        ("0x1234", False),
        (None, False),
    ],
)
def test_short_curves_are_weak(group: str | None, weak: bool) -> None:  # noqa: FBT001 -- a table
    assert Profile().is_weak_group(group) is weak


@pytest.mark.parametrize(
    ("kind", "bits", "weak"),
    [
        ("RSA", 1024, True),
        ("RSA", 2048, False),
        ("EC secp192r1", 192, True),
        ("EC secp256r1", 256, False),
        ("SM2", 256, False),
        ("Ed25519", 0, False),
        ("DSA", 3072, True),
        ("unknown", 0, False),
    ],
)
def test_keys_are_judged_by_kind_and_size(kind: str, bits: int, weak: bool) -> None:  # noqa: FBT001 -- a table
    assert Profile().is_weak_key(kind, bits) is weak


def test_the_latest_limit_counts_whatever_the_order() -> None:
    profile = Profile(lifetimes=(Lifetime(since="2026-03-15", days=200), Lifetime(since="2020-09-01", days=398)))
    day = int(dt.datetime(2026, 3, 15, tzinfo=dt.UTC).timestamp()) * 10**9
    assert profile.lifetime_limit(day, public=True) == 200
    assert profile.lifetime_limit(day - 1, public=True) == 398
