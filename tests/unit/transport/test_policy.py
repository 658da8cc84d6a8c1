from __future__ import annotations

from typing import Any

import pytest

from sensor.transport.policy import TransportPolicy, judge, suite_issues
from sensor.transport.suites import SUITES, group_name, suite_name


@pytest.mark.parametrize(
    ("number", "issues"),
    [
        (0x0005, ["weak_cipher", "no_forward_secrecy"]),  # TLS_RSA_WITH_RC4_128_SHA
        (0x000A, ["weak_cipher", "no_forward_secrecy"]),  # TLS_RSA_WITH_3DES_EDE_CBC_SHA
        (0x0034, ["weak_cipher"]),  # TLS_DH_anon_WITH_AES_128_CBC_SHA
        (0xC02F, []),  # TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
        (0x009C, ["no_forward_secrecy"]),  # TLS_RSA_WITH_AES_128_GCM_SHA256
        (0xC031, ["no_forward_secrecy"]),  # TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256
        (0x1301, []),  # TLS_AES_128_GCM_SHA256
        (0x00C6, []),  # TLS_SM4_GCM_SM3
        (0xE013, ["no_forward_secrecy"]),  # ECC_SM4_CBC_SM3
        (0xE011, []),  # ECDHE_SM4_CBC_SM3
    ],
)
def test_suite_is_judged_by_the_words_of_its_name(number: int, issues: list[str]) -> None:
    assert suite_issues(SUITES[number]) == issues


def test_numbers_without_a_name_stay_numbers() -> None:
    assert suite_name(0xFAFA) == "0xFAFA"
    assert suite_name(None) is None
    assert group_name(29) == "x25519"


def test_old_version_and_weak_suite_make_a_sound_transport_weak() -> None:
    verdict = judge(protection="sound", version="TLSv1.0", suite=0x0005, group=None, upgrade="none")
    assert verdict.protection == "weak"
    assert verdict.issues == ("tls_version", "weak_cipher", "no_forward_secrecy")


def test_missing_forward_secrecy_alone_leaves_it_sound() -> None:
    verdict = judge(protection="sound", version="TLSv1.2", suite=0x009C, group=None, upgrade="none")
    assert verdict.protection == "sound"


def test_clear_text_without_upgrade_has_both_issues() -> None:
    verdict = judge(protection="none", version="", suite=None, group=None, upgrade="not_offered")
    assert verdict.issues == ("plaintext_protocol", "starttls_absent")


def test_unknown_protection_is_never_called_plaintext(fake: Any) -> None:
    verdict = TransportPolicy().verdict(fake.Transport(protection="surprising"))
    assert (verdict.protection, verdict.issues) == ("unknown", ())
