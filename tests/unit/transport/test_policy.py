from __future__ import annotations

from typing import Any

import pytest

from sensor.model.profile import Profile
from sensor.transport.certificates import Certificates
from sensor.transport.policy import TransportPolicy, judge, suite_issues
from sensor.transport.suites import SUITES, group_name, suite_name

DEFAULT = Profile()


@pytest.mark.parametrize(
    ("number", "issues"),
    [
        (0x0005, ["weak_cipher", "no_forward_secrecy"]),  # TLS_RSA_WITH_RC4_128_SHA
        (0x000A, ["weak_cipher", "no_forward_secrecy"]),  # TLS_RSA_WITH_3DES_EDE_CBC_SHA
        (0x002F, ["weak_cipher", "no_forward_secrecy"]),  # TLS_RSA_WITH_AES_128_CBC_SHA
        (0x0034, ["weak_cipher"]),  # TLS_DH_anon_WITH_AES_128_CBC_SHA
        (0xC013, []),  # TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
        (0xC02F, []),  # TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
        (0x009C, ["no_forward_secrecy"]),  # TLS_RSA_WITH_AES_128_GCM_SHA256
        (0xC031, ["no_forward_secrecy"]),  # TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256
        (0x1301, []),  # TLS_AES_128_GCM_SHA256
        (0x00C6, []),  # TLS_SM4_GCM_SM3
        (0xE013, ["no_forward_secrecy"]),  # ECC_SM4_CBC_SM3
        (0xE011, []),  # ECDHE_SM4_CBC_SM3
        (0xE01C, ["weak_cipher", "no_forward_secrecy"]),  # RSA_SM4_CBC_SHA256
    ],
)
def test_suite_is_judged_by_the_words_of_its_name(number: int, issues: list[str]) -> None:
    assert suite_issues(SUITES[number], DEFAULT) == issues


def test_numbers_without_a_name_stay_numbers() -> None:
    assert suite_name(0xFAFA) == "0xFAFA"
    assert suite_name(None) is None
    assert group_name(29) == "x25519"


@pytest.fixture
def issues(fake: Any) -> Any:
    def of(profile: Profile = DEFAULT, **facts: Any) -> tuple[str, tuple[str, ...]]:
        sound = {"protocol": "tls", "protection": "sound", "version": "TLSv1.2", "suite": 0xC02F, "group": None}
        verdict = judge(fake.Transport(**{**sound, **facts}), Certificates(), profile)
        return verdict.protection, verdict.issues

    return of


def test_old_version_and_weak_suite_make_a_sound_transport_weak(issues: Any) -> None:
    told = ("tls_version", "weak_cipher", "no_forward_secrecy")
    assert issues(version="TLSv1.0", suite=0x0005) == ("weak", told)


def test_missing_forward_secrecy_alone_leaves_it_sound(issues: Any) -> None:
    assert issues(suite=0x009C) == ("sound", ("no_forward_secrecy",))


def test_the_profile_has_the_last_word_on_what_the_engine_calls_weak(issues: Any) -> None:
    lenient = Profile(
        least_version="TLSv1.0", weak_words=(), weak_together=(), weakening=("tls_version", "weak_cipher")
    )
    old = {"protection": "weak", "version": "TLSv1.0", "suite": 0xC013}
    assert issues(**old) == ("weak", ("tls_version",))
    assert issues(lenient, **old) == ("sound", ())
    rc4 = {"protection": "weak", "suite": 0xC011}
    assert issues(**rc4) == ("weak", ("weak_cipher",))
    assert issues(lenient, **rc4) == ("sound", ())
    # Keys that a later theft reveals: told by `default`, whoever brings them, and weak where a profile says so.
    strict = Profile(weakening=("no_forward_secrecy",))
    for suite, word in ((0x009C, "weak"), (0x00A8, "sound")):
        assert issues(protection=word, suite=suite) == ("sound", ("no_forward_secrecy",))
        assert issues(strict, protection=word, suite=suite) == ("weak", ("no_forward_secrecy",))


def test_what_the_engine_alone_knows_to_be_weak_has_an_issue(issues: Any) -> None:
    unnamed = {"protection": "weak", "suite": 0xFEFF}
    own = {"protocol": "rdp", "protection": "weak", "version": "RDP", "suite": None}
    for facts in (unnamed, own):
        assert issues(**facts) == ("weak", ("weak_cipher",))
        assert issues(Profile(weakening=()), **facts) == ("sound", ("weak_cipher",))


@pytest.mark.parametrize("cipher", ["3des-ctr", "des-cbc", "idea-cbc", "blowfish-ctr", "cast128-ctr", "arcfour"])
def test_ssh_ciphers_that_the_engine_calls_weak_have_an_issue(issues: Any, fake: Any, cipher: str) -> None:
    ssh = fake.Ssh(kex="curve25519-sha256", ciphers=(cipher, cipher), strict_kex=True)
    facts = {"protocol": "ssh", "protection": "weak", "version": "SSH-2.0", "suite": None, "ssh": ssh}
    assert issues(**facts) == ("weak", ("weak_cipher",))


def test_certificates_that_were_passed_over_are_told(issues: Any) -> None:
    assert issues(unread_certificates=True) == ("sound", ("cert_unreadable",))
    assert issues(Profile(weakening=("cert_unreadable",)), unread_certificates=True)[0] == "weak"


def test_clear_text_without_upgrade_has_both_issues(issues: Any) -> None:
    clear = {"protection": "none", "version": "", "suite": None, "upgrade": "not_offered"}
    assert issues(protocol="smtp", **clear) == ("none", ("plaintext_protocol", "starttls_absent"))
    assert issues(protocol="mysql", **clear) == ("none", ("plaintext_protocol",))


def test_a_taken_back_offer_is_told_whatever_the_protocol(issues: Any) -> None:
    _, told = issues(protocol="pgsql", protection="none", version="", suite=None, upgrade="stripped")
    assert told == ("plaintext_protocol", "starttls_stripped")


def test_short_primes_and_old_signatures_are_told(issues: Any) -> None:
    assert issues(dh_bits=1024) == ("weak", ("weak_key_exchange",))
    assert issues(dh_bits=2048) == ("sound", ())
    assert issues(signature=0x0201) == ("sound", ("weak_signature",))
    assert issues(signature=0x0804) == ("sound", ())


def test_fallback_counts_only_where_the_version_is_old(issues: Any) -> None:
    assert issues(fallback=True) == ("sound", ())
    assert issues(version="TLSv1.1", fallback=True) == ("weak", ("tls_version", "fallback_accepted"))
    assert issues(offered_version="TLSv1.1", version="TLSv1.1")[1] == ("tls_version", "old_offer")


def test_ssh_is_judged_by_what_was_agreed_on(issues: Any, fake: Any) -> None:
    ssh = {"protocol": "ssh", "version": "SSH-2.0", "suite": None}
    sound = fake.Ssh(
        kex="curve25519-sha256",
        host_key="ssh-ed25519",
        ciphers=("aes128-gcm@openssh.com",) * 2,
        macs=("implicit",) * 2,
        strict_kex=True,
    )
    assert issues(**ssh, ssh=sound) == ("sound", ())
    old = fake.Ssh(
        kex="diffie-hellman-group1-sha1",
        host_key="ssh-rsa",
        ciphers=("aes256-cbc", "arcfour256"),
        macs=("hmac-md5",) * 2,
        strict_kex=False,
    )
    worth, told = issues(**ssh, ssh=old)
    assert worth == "weak"
    assert told == ("weak_key_exchange", "weak_signature", "weak_cipher", "weak_mac", "no_strict_kex")
    assert issues(**{**ssh, "version": "SSH-1.5"}) == ("weak", ("ssh_version",))


def test_a_zone_may_demand_gm(issues: Any) -> None:
    only = Profile(gm=True, weakening=("not_gm",))
    assert issues(only) == ("weak", ("not_gm",))
    assert issues(only, version="TLSv1.3", suite=0x00C6) == ("sound", ())
    assert issues(only, version="TLCP", suite=0xE011, certificates=["aa", "bb"]) == ("sound", ())
    assert issues(only, version="TLCP", suite=0xE011, certificates=["aa"])[1] == ("tlcp_single_certificate",)


def test_noise_without_a_known_protocol_is_opaque(issues: Any) -> None:
    noise = {"protocol": "tcp", "protection": "unknown", "version": "", "suite": None}
    assert issues(**noise, opaque=(70_000, 0)) == ("unknown", ("opaque_transport",))
    assert issues(**noise, opaque=(1_000, 0)) == ("unknown", ())


def test_a_zone_may_demand_to_be_inspectable(issues: Any) -> None:
    open_to_proxies = Profile(inspectable=True)
    quic = {"protocol": "quic", "version": "QUICv1", "suite": 0x1301}
    assert issues(open_to_proxies, **quic) == ("sound", ("not_inspectable",))
    assert issues(open_to_proxies, ech=True) == ("sound", ("ech", "not_inspectable"))
    assert issues(open_to_proxies) == ("sound", ())
    assert issues(**quic) == ("sound", ())


def test_encrypted_hellos_hide_the_name_that_a_certificate_is_for(issues: Any) -> None:
    assert issues(ech=True) == ("sound", ("ech",))


def test_unknown_protection_is_never_called_plaintext(fake: Any) -> None:
    verdict = TransportPolicy().verdict(fake.Transport(protection="surprising"))
    assert (verdict.protection, verdict.issues) == ("unknown", ())


def test_profiles_are_those_of_zones(fake: Any) -> None:
    policy = TransportPolicy({"crm": Profile(gm=True, weakening=("not_gm",))})
    inside = fake.Transport(protocol="tls", protection="sound", version="TLSv1.3", suite=0x1301)
    outside = fake.Transport(
        protocol="tls",
        protection="sound",
        version="TLSv1.3",
        suite=0x1301,
        orig=fake.Endpoint("192.0.2.1", 1, "outside"),
        resp=fake.Endpoint("198.51.100.1", 443, "outside"),
    )
    assert policy.verdict(inside).issues == ("not_gm",)
    assert policy.verdict(outside).issues == ()
