"""The verdict never says more than was seen."""

from __future__ import annotations

import msgspec

from sensor.report.data import AnomalyGroup, Damage, ReportData
from sensor.report.html.verdict import verdict


def with_states(data: ReportData, **states: int) -> ReportData:
    """The report with one outgoing ledger row in these states."""
    row = data.coverage[0]
    cleared = {name: states.get(name, 0) for name in row.bytes.__struct_fields__}
    return msgspec.structs.replace(
        data, coverage=(msgspec.structs.replace(row, bytes=type(row.bytes)(**cleared), total=sum(states.values())),)
    )


def test_leak_names_kinds_senders_and_receivers(big_leak: ReportData) -> None:
    told = verdict(big_leak)
    assert told.tone == "critical"
    assert told.sentence.en == (
        "8 kinds of data left crm without sound protection, from 3 senders to 3 receivers: "
        "PRC resident ID number (≈ 1,204), Chinese personal name (≈ 1,190), PRC mobile number (≥ 980) and 5 more kinds."
    )
    assert "8 类数据" in told.sentence.zh


def test_leak_wholly_in_clear_text_is_called_that(big_leak: ReportData) -> None:
    told = verdict(msgspec.structs.replace(big_leak, leaks=big_leak.leaks[:1]))
    assert (
        told.sentence.en
        == "1 kind of data left crm in the clear, from 1 sender to 1 receiver: PRC resident ID number (≈ 1,204)."
    )


def test_internal_traffic_is_no_leak(big_leak: ReportData) -> None:
    told = verdict(msgspec.structs.replace(big_leak, leaks=big_leak.leaks[-1:], alerts=()))
    assert told.tone == "info"
    assert "none left crm unprotected" in told.sentence.en


def test_sound_protection_is_no_leak(big_leak: ReportData) -> None:
    leak = msgspec.structs.replace(big_leak.leaks[0], protection="sound", visibility="decrypted")
    assert verdict(msgspec.structs.replace(big_leak, leaks=(leak,), alerts=())).tone == "info"


def test_broken_transport_rule_without_data_is_told(big_leak: ReportData) -> None:
    told = verdict(msgspec.structs.replace(big_leak, leaks=(), alerts=big_leak.alerts[-1:]))
    assert told.label.en == "Rules broken"
    assert told.tone == big_leak.alerts[-1].severity


def test_clean_run_says_over_what(nothing: ReportData) -> None:
    told = verdict(nothing)
    assert told.tone == "clean"
    assert told.sentence.en == "No leak was found; more than 99.9 % of the payload that left crm could be judged."
    assert told.sentence.zh == "未发现泄露；离开 crm 的载荷中超过 99.9 % 可判断。"
    assert "27.4 MB" in told.over.en


def test_run_that_judged_little_is_inconclusive(nothing: ReportData) -> None:
    told = verdict(with_states(nothing, inspected=49, encrypted=51))
    assert told.tone == "unsure"
    assert told.sentence.en == "No leak was found, but only 49.0 % of the payload that left crm could be judged."
    assert told.sentence.zh == "未发现泄露，但离开 crm 的载荷中仅 49.0 % 可判断。"


def test_half_judged_is_enough_to_speak(nothing: ReportData) -> None:
    assert verdict(with_states(nothing, inspected=25, decrypted=25, lost=50)).tone == "clean"


def test_run_without_payload_says_nothing(nothing: ReportData) -> None:
    told = verdict(msgspec.structs.replace(nothing, coverage=()))
    assert told.tone == "unsure"
    assert told.sentence.en == "No payload was seen, so nothing can be said."


def unread(data: ReportData, packets: int, **reasons: int) -> ReportData:
    anomalies = tuple(
        AnomalyGroup(code=code, layer="wire", flows=0, count=count, detail=None) for code, count in reasons.items()
    )
    stats = data.run.stats | {"invalid": sum(reasons.values())}
    run = msgspec.structs.replace(data.run, packets=packets, stats=stats)
    return msgspec.structs.replace(data, run=run, anomalies=(*data.anomalies, *anomalies))


def test_packets_that_could_not_be_read_are_no_absence_of_payload(nothing: ReportData) -> None:
    told = verdict(unread(msgspec.structs.replace(nothing, coverage=()), 14, link_type_unknown=14))
    assert told.tone == "unsure"
    assert told.sentence.en == "No payload could be read, so nothing can be said."
    assert told.over.en == "None of the packets that could be read holds payload."
    assert told.caveats[0].en == (
        "14 of 14 packets could not be read (link_type_unknown 14): what they carried was not judged."
    )


def test_packets_that_could_not_be_read_are_counted_by_reason(nothing: ReportData) -> None:
    few = unread(nothing, 1000, header_truncated=2, header_invalid=3)
    assert verdict(few).tone == "clean"
    assert "5 of 1,000 packets could not be read (header_invalid 3, header_truncated 2)" in verdict(few).caveats[0].en
    most = verdict(unread(nothing, 9, header_truncated=5))
    assert (most.tone, most.sentence.en) == ("unsure", "No leak was found, but most packets could not be read.")
    assert verdict(nothing).caveats == ()


def test_clean_run_over_damaged_captures_warns(nothing: ReportData) -> None:
    run = msgspec.structs.replace(
        nothing.run,
        damaged=(Damage(path="a.pcap", offset=24, reason="record cut short"),),
        faults=1,
        deterministic=False,
        evicted_scopes=1200,
    )
    caveats = [caveat.en for caveat in verdict(msgspec.structs.replace(nothing, run=run)).caveats]
    evicted = caveats.pop()
    assert evicted.startswith("Rules stopped counting in 1,200 scopes (of two hosts, a flow or a message) for want of")
    assert caveats == [
        "1 capture could not be read to the end; what could be read is judged here.",
        "leaktap itself failed 1 time; the flows concerned are counted as skipped.",
        "A budget or overload event occurred: another run over the same captures may differ.",
    ]
