"""What the numbers of a watch mean, and what mends it: every check of a mirror.

``examine`` is a function of the numbers alone. Each check says what was measured and, unless all is well, what that
means for what can be found, and the command or setting that mends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec

from sensor.model.coverage import JUDGED
from sensor.model.record import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sensor.daemon.mirror import Readings, Watched

Severity: TypeAlias = Literal["ok", "note", "warning", "problem"]

_NS: Final = 1_000_000_000
_SKEW_NS: Final = 2 * _NS
_MIN_SAMPLE: Final = 8
_NEVER: Final = 2.0  # no share is as large
_FEW_TALKS: Final = 5
_UNITS: Final = ("B", "KiB", "MiB", "GiB", "TiB")
_STEP: Final = 1024
_SWITCH: Final = (
    "on the switch: `monitor session 1 source interface gi1/0/1 both` (Cisco), "
    "`port-mirroring to observe-port 1 both` (Huawei), `mirroring-group 1 mirroring-port gi1/0/1 both` (H3C)"
)


class Check(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer.

    Attributes:
        id: What was looked at.
        severity: How it is: ``ok``, ``note`` (good to know), ``warning`` (something is missed), ``problem`` (much is).
        subject: The interface, destination or file that it is about; empty: all of it.
        measured: The numbers, in a sentence.
        numbers: The same for programs: counts, bytes, or seconds where the name ends so.
        means: What that means for what can be found.
        mend: The command or setting that mends it.
    """

    id: str
    severity: Severity
    subject: str = ""
    measured: str
    numbers: Mapping[str, float] = msgspec.field(default_factory=dict)
    means: Text | None = None
    mend: str = ""


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """All answers of a watch that took ``seconds``."""

    seconds: float
    checks: tuple[Check, ...]

    @property
    def problems(self) -> int:
        """How many answers are problems."""
        return sum(check.severity == "problem" for check in self.checks)


def examine(watched: Watched) -> Diagnosis:
    """Says what the numbers of a watch mean."""
    checks: list[Check] = []
    for readings in watched.interfaces:
        for look in _OF_INTERFACE:
            checks += look(readings)
        if readings.packets:
            for look in _OF_TRAFFIC:
                checks += look(readings)
    if any(readings.packets for readings in watched.interfaces):
        for judge in _OF_ALL:
            checks += judge(watched)
    return Diagnosis(seconds=watched.seconds, checks=tuple(checks))


def share(part: float, whole: float) -> str:
    """A part in percent, with as many digits as it needs to be told from none and from all."""
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 0.1:  # noqa: PLR2004 - one digit would say 0.0
        return "under 0.1 %"
    if 99.9 < percent < 100:  # noqa: PLR2004 - one digit would say 100.0
        return "over 99.9 %"
    return f"{percent:.0f} %" if percent in (0, 100) else f"{percent:.1f} %"


def size(count: float) -> str:
    """Bytes for people: ``3.7 KiB``."""
    unit = 0
    while count >= _STEP and unit < len(_UNITS) - 1:
        count /= _STEP
        unit += 1
    return f"{count:.1f} {_UNITS[unit]}" if unit else f"{count:.0f} B"


def _graded(part: float, whole: float, *, warning: float, problem: float) -> Severity:
    """Grades a share that should be nothing."""
    ratio = part / whole if whole else 0.0
    if ratio >= problem:
        return "problem"
    return "warning" if ratio >= warning else "note" if part else "ok"


def _ok(name: str, of: Readings, measured: str, numbers: Mapping[str, float] | None = None) -> Check:
    return Check(id=name, severity="ok", subject=of.name, measured=measured, numbers=numbers or {})


def _interface(of: Readings) -> Iterator[Check]:
    if of.up and not of.was_down:
        yield _ok("interface", of, "it is up")
        return
    yield Check(
        id="interface",
        severity="warning" if of.up else "problem",
        subject=of.name,
        measured="it was down for a while" if of.up else of.trouble or "it is down",
        means=Text(en="While it is down nothing is seen.", zh="接口未启用，期间看不到任何流量。"),
        mend=f"ip link set {of.name} up; if it stays down: cable, transceiver, or the port of the switch is shut",
    )


def _promiscuous(of: Readings) -> Iterator[Check]:
    if of.promiscuous is None:
        return
    if of.promiscuous:
        yield _ok("promiscuous", of, "it takes frames for any address")
        return
    yield Check(
        id="promiscuous",
        severity="problem",
        subject=of.name,
        measured="it takes only frames for its own address",
        means=Text(
            en="A mirror's frames are for other hosts; the card drops them.", zh="网卡未处于混杂模式，会丢弃镜像帧。"
        ),
        mend=f"capture.promiscuous: true (the default), or ip link set {of.name} promisc on",
    )


def _silence(of: Readings) -> Iterator[Check]:
    if of.packets:
        payload = f", {size(of.payload)} of payload" if of.payload else ""
        measured = f"{of.packets:,} packets came{payload}"
        numbers = {"packets": of.packets, "payload_bytes": of.payload}
        yield _ok("silence", of, measured, numbers)
        return
    hidden = of.passed or 0
    if of.filtered and hidden:
        measured = f"none of the {hidden:,} packets that the interface counted passed the filter"
        mend = "capture.filter, or capture.own_traffic: true if the sensor's own traffic is to be seen"
    else:
        measured = "no packet came"
        mend = "look whether the mirror session is active and this is its destination port; another cable or port"
    yield Check(
        id="silence",
        severity="problem",
        subject=of.name,
        measured=measured,
        numbers={"packets": 0, "interface_packets": hidden},
        means=Text(en="Nothing can be found here.", zh="没有收到任何数据包。"),
        mend=mend,
    )


def _filter(of: Readings) -> Iterator[Check]:
    # Super-frames count once here and several times there: then the two numbers cannot be compared.
    if not of.filtered or not of.passed or not of.packets or of.oversize:
        return
    held = max(0, of.passed - of.received)
    busy = 2 * held > of.passed
    yield Check(
        id="filter",
        severity="warning" if busy else "ok",
        subject=of.name,
        measured=f"the filter holds back {share(held, of.passed)} of {of.passed:,} packets",
        numbers={"held_back": held, "interface_packets": of.passed},
        means=Text(
            en="Most of what arrives is not looked at: the sensor's own traffic, SSH to it, what capture.filter names.",
            zh="大部分流量被过滤器排除（传感器自身流量或 capture.filter）。",
        )
        if busy
        else None,
        mend="give the mirror an interface of its own, or narrow capture.filter" if busy else "",
    )


def _no_mirror(of: Readings) -> Iterator[Check]:
    seen = of.group + of.own + of.others
    numbers = {"others": of.others, "own": of.own, "group": of.group, "not_ip": of.not_ip}
    if of.others:
        measured = f"{share(of.others, seen)} of the IP packets are between other hosts"
        yield _ok("mirror", of, measured, numbers)
        return
    parts = [(of.own, "this host's own"), (of.group, "broadcast or multicast"), (of.not_ip, "not IP")]
    told = ", ".join(f"{count:,} {what}" for count, what in parts if count) or f"{of.packets:,} that are no flow"
    yield Check(
        id="mirror",
        severity="problem",
        subject=of.name,
        measured=f"no packet between other hosts; only {told}",
        numbers=numbers,
        means=Text(en="This is an ordinary port, not a mirror.", zh="该端口不是镜像口，只能看到广播、组播或本机流量。"),
        mend=f"make it the destination of a mirror session {_SWITCH}; "
        "on a virtual switch allow promiscuous mode for its port group",
    )


def _tunnels(of: Readings) -> Iterator[Check]:
    deep = of.anomalies["tunnel_too_deep"]
    if not of.tunnels and not deep:
        return
    told = ", ".join(f"{name} ({count:,} flows)" for name, count in sorted(of.tunnels.items()))
    numbers = {**of.tunnels, "too_deep": deep}
    if not deep:
        measured = f"taken off and judged inside: {told}"
        yield _ok("tunnels", of, measured, numbers)
        return
    yield Check(
        id="tunnels",
        severity="warning",
        subject=of.name,
        measured=f"{deep:,} packets have more tunnels in one another than are taken off"
        + (f"; {told}" if told else ""),
        numbers=numbers,
        means=Text(en="What is inside of these is not judged.", zh="隧道嵌套过深，内部内容未检测。"),
        mend="limits: {tunnel_depth: 16}, or mirror before the outer tunnel is put on",
    )


def _truncated(of: Readings) -> Iterator[Check]:
    cut, total = of.coverage.get("truncated", 0), of.payload
    if not total:
        return
    severity = _graded(cut, total, warning=0.0001, problem=0.01)
    numbers = {"truncated_bytes": cut, "payload_bytes": total}
    if severity == "ok":
        yield _ok("snaplen", of, "packets are whole", numbers)
        return
    if of.snaplen:
        mend = f"capture.snaplen: 0 (it is {of.snaplen})"
    else:
        mend = "on the switch: a mirror that does not truncate (`no mtu-truncate`); an MTU that its tunnel fits"
    yield Check(
        id="snaplen",
        severity=severity,
        subject=of.name,
        measured=f"{share(cut, total)} of the payload ({size(cut)}) was cut off the ends of packets",
        numbers=numbers,
        means=Text(
            en="What was cut off cannot be judged, and messages around it come apart.",
            zh="数据包被截断，截去部分无法检测。",
        ),
        mend=mend,
    )


def _oversize(of: Readings) -> Iterator[Check]:
    if not of.received:
        return
    numbers = {"oversize": of.oversize, "received": of.received}
    if not of.oversize:
        yield Check(
            id="offload", severity="ok", subject=of.name, measured="packets are as on the wire", numbers=numbers
        )
        return
    yield Check(
        id="offload",
        severity="warning",
        subject=of.name,
        measured=f"{of.oversize:,} of {of.received:,} packets are larger than the wire carries",
        numbers=numbers,
        means=Text(
            en="Card or kernel join packets before they are captured: what is seen is not what was on the wire.",
            zh="网卡卸载功能在捕获前合并了数据包。",
        ),
        mend=f"ethtool -K {of.name} gro off lro off tso off gso off",
    )


def _checksums(of: Readings) -> Iterator[Check]:
    if of.sampled < _MIN_SAMPLE:
        return
    numbers = {"sampled": of.sampled, "wrong": of.wrong}
    measured = f"{share(of.wrong, of.sampled)} of {of.sampled:,} sampled TCP and UDP checksums are wrong"
    if not of.wrong:
        yield _ok("checksums", of, measured, numbers)
        return
    # Offload is only to blame where this host itself takes part: a mirror's packets have crossed a wire.
    if of.own > of.others:
        means = Text(
            en="Most packets are this host's own, and the adapter fills checksums in after they were captured. "
            "leaktap does not rely on them: nothing is missed.",
            zh="校验和由网卡在捕获之后填写，不影响检测。",
        )
        yield Check(
            id="checksums",
            severity="note",
            subject=of.name,
            measured=measured,
            numbers=numbers,
            means=means,
            mend=f"only if other tools need them: ethtool -K {of.name} rx off tx off",
        )
        return
    yield Check(
        id="checksums",
        severity=_graded(of.wrong, of.sampled, warning=0.05, problem=_NEVER),
        subject=of.name,
        measured=measured,
        numbers=numbers,
        means=Text(
            en="These packets were mirrored before their sender's adapter filled the checksum in (a virtual switch), "
            "or are damaged on their way here. The first is harmless, damaged bytes are judged as they are.",
            zh="镜像发生在发送方网卡填写校验和之前，或镜像链路损坏了数据包。",
        ),
        mend=f"rule damage out: ethtool -S {of.name} | grep -iE 'crc|err' should stay 0; else change the cable. "
        "On the sending host, only if other tools need them: ethtool -K IFACE tx off",
    )


def _clock(of: Readings) -> Iterator[Check]:
    if of.skew_ns is None:
        return
    seconds = of.skew_ns / _NS
    numbers = {"skew_seconds": round(seconds, 3)}
    if abs(of.skew_ns) <= _SKEW_NS:
        measured = "packets bear the time of day"
        yield _ok("clock", of, measured, numbers)
        return
    yield Check(
        id="clock",
        severity="problem",
        subject=of.name,
        measured=f"packets are {abs(seconds):,.1f} s {'older than' if seconds > 0 else 'ahead of'} the time of day",
        numbers=numbers,
        means=Text(en="Alerts bear a wrong time and will not match other logs.", zh="数据包时间戳与系统时间不一致。"),
        mend="capture.timestamps: kernel, or synchronise the adapter's clock (phc2sys -s CLOCK_REALTIME -c "
        f"{of.name} -O 0); timedatectl shows whether the time of day is right",
    )


def _drops(of: Readings) -> Iterator[Check]:
    arrived = of.received + of.nic_drops
    layers = (
        (
            "drops_nic",
            of.nic_drops,
            arrived,
            "the network card",
            "网卡丢包。",
            f"ethtool -G {of.name} rx 4096 (ethtool -g {of.name} shows the most it can)",
        ),
        (
            "drops_ring",
            of.ring_drops,
            of.received,
            "the kernel ring",
            "内核环形缓冲区丢包。",
            "workers: as many as there are cores; capture.ring: 256MiB; capture.filter for what need not be judged",
        ),
    )
    for name, lost, whole, where, chinese, mend in layers:
        severity = _graded(lost, whole, warning=0.0, problem=0.001)
        numbers = {"dropped": lost, "arrived": whole}
        measured = f"{where} dropped {share(lost, whole)} of {whole:,} packets" if lost else f"{where} dropped nothing"
        means = Text(en="They were never seen; streams with a hole are judged in part.", zh=chinese) if lost else None
        yield Check(
            id=name,
            severity=severity if lost else "ok",
            subject=of.name,
            measured=measured,
            numbers=numbers,
            means=means,
            mend=mend if lost else "",
        )


def _gaps(of: Readings) -> Iterator[Check]:
    lost, total = of.coverage.get("lost", 0), of.payload
    if not total:
        return
    severity = _graded(lost, total, warning=0.001, problem=0.01)
    numbers = {"lost_bytes": lost, "payload_bytes": total}
    if severity == "ok":
        yield _ok("gaps", of, "streams have no holes", numbers)
        return
    dropped = of.nic_drops + of.ring_drops
    if dropped:
        en, mend = "The drops of this host explain holes; mend those first.", "see the drops of card and ring"
    else:
        en = "They were lost before they came here, for this host dropped nothing: the mirror is oversubscribed."
        mend = (
            "mirror fewer ports, or to a faster one; the switch counts output drops of the mirror's destination "
            "(`show interface gi1/0/24 counters`, `display interface`)"
        )
    yield Check(
        id="gaps",
        severity=severity,
        subject=of.name,
        measured=f"{share(lost, total)} of the payload ({size(lost)}) is missing inside of TCP streams",
        numbers=numbers,
        means=Text(en=en, zh="TCP 流中存在缺失数据，镜像口可能超载。"),
        mend=mend,
    )


def _overload(of: Readings) -> Iterator[Check]:
    numbers = {"level": of.level, "skipped_bytes": of.overload_bytes, "flows_evicted": of.flows_evicted}
    if not (of.level or of.overload_bytes or of.flows_evicted):
        yield _ok("overload", of, "the sensor keeps up", numbers)
        return
    mend = []
    if of.level or of.overload_bytes:
        mend.append("workers: as many as there are cores; capture.filter for what need not be judged")
    if of.flows_evicted:
        mend.append("memory: more, and fewer or smaller rings")
    yield Check(
        id="overload",
        severity=_graded(of.overload_bytes, of.payload, warning=0.0, problem=0.01),
        subject=of.name,
        measured=f"overload level {of.level} of 4; {size(of.overload_bytes)} of payload passed over, "
        f"{of.flows_evicted:,} flows evicted for memory",
        numbers=numbers,
        means=Text(
            en="The sensor gave traffic up on purpose, because it could not keep up.",
            zh="传感器过载，主动放弃了部分流量。",
        ),
        mend="; ".join(mend),
    )


def _judged(of: Readings) -> Iterator[Check]:
    total = of.payload
    if not total:
        return
    judged = sum(of.coverage.get(state, 0) for state in JUDGED)
    encrypted = of.coverage.get("encrypted", 0)
    rest = {state: count for state, count in of.coverage.items() if state not in JUDGED and state != "encrypted"}
    told = "".join(f", {state} {share(count, total)}" for state, count in sorted(rest.items()))
    few = 20 * sum(rest.values()) > total
    yield Check(
        id="judged",
        severity="note" if few else "ok",
        subject=of.name,
        measured=f"of {size(total)} of payload {share(judged, total)} was judged; "
        f"{share(encrypted, total)} is encrypted{told}",
        numbers={f"{state}_bytes": count for state, count in of.coverage.items()},
        means=Text(
            en="Of what was neither judged nor encrypted nothing is known, good or bad (docs/reference/coverage.md).",
            zh="既未检测也未加密的部分，无法判断是否泄露。",
        )
        if few
        else None,
    )


def _one_sided(all_of: Watched) -> Iterator[Check]:
    talks = all_of.talks
    if not talks.total:
        yield Check(
            id="one_sided",
            severity="note",
            measured="no TCP conversation with payload was seen",
            means=Text(
                en="Whether both directions are mirrored cannot be told.", zh="未见 TCP 会话，无法判断镜像是否双向。"
            ),
            mend="watch longer: --seconds 600",
        )
        return
    severity = _graded(talks.one_sided, talks.total, warning=0.02, problem=0.2)
    numbers = {
        "conversations": talks.total,
        "one_sided": talks.one_sided,
        "sent_only": talks.sent,
        "received_only": talks.received,
        "elsewhere": talks.elsewhere,
        "uncounted_flows": talks.uncounted,
    }
    few = " (few: watch longer to be sure)" if talks.total < _FEW_TALKS else ""
    if severity == "ok":
        measured = f"both directions of all {talks.total:,} TCP conversations were seen{few}"
        yield Check(id="one_sided", severity="ok", measured=measured, numbers=numbers)
        return
    parts = (
        (talks.sent, f"only what zone {all_of.home} sends"),
        (talks.received, f"only what zone {all_of.home} receives"),
        (talks.elsewhere, "one direction within a zone or between others"),
    )
    told = ", ".join(f"{what} in {count:,}" for count, what in parts if count)
    yield Check(
        id="one_sided",
        severity=severity,
        measured=f"{share(talks.one_sided, talks.total)} of {talks.total:,} TCP conversations are halves: {told}{few}",
        numbers=numbers,
        means=Text(
            en="Half of each such conversation is not seen; a request without its answer tells less of what left.",
            zh="镜像只包含单方向流量。",
        ),
        mend=f"mirror both directions {_SWITCH}. Two halves of a tap: `-i eth1 -i eth2`. "
        "If only some are: their answers take another link; mirror that one as well",
    )


def _split(all_of: Watched) -> Iterator[Check]:
    split, whole = all_of.talks.split, all_of.talks.whole
    if tagged := split.get("vlan", 0):
        apart = all_of.by_vlan
        yield Check(
            id="vlan",
            severity=_graded(tagged, whole, warning=0.0, problem=0.02) if apart else "note",
            measured=f"{share(tagged, whole)} of {whole:,} TCP conversations have another VLAN tag, or none, one way",
            numbers={"split": tagged, "conversations": whole},
            means=Text(
                en="flow.key has vlan: each of them is judged as two halves."
                if apart
                else "leaktap joins them; tools that tell flows apart by tag see two halves.",
                zh="双向流量的 VLAN 标签不一致。",
            ),
            mend="take vlan out of flow.key; on the switch: mirror with tags in both directions"
            if apart
            else "on the switch: mirror with tags in both directions (Cisco: `encapsulation replicate`)",
        )
    if tunnelled := split.get("tunnel", 0):
        yield Check(
            id="tunnel_ids",
            severity="warning",
            measured=f"{share(tunnelled, whole)} of {whole:,} TCP conversations have another tunnel id one way",
            numbers={"split": tunnelled, "conversations": whole},
            means=Text(
                en="Tunnel ids tell tenants apart: each of these is judged as two halves.",
                zh="双向流量的隧道标识（VNI）不一致，会被当作两条单向流。",
            ),
            mend="mirror before the tunnel is put on, at the hosts' ports",
        )
    if halves := split.get("interface", 0):
        yield Check(
            id="halves",
            severity="ok",
            measured=f"{share(halves, whole)} of {whole:,} TCP conversations come as halves on two interfaces: a tap",
            numbers={"split": halves, "conversations": whole},
            means=Text(en="One sensor has to listen to both.", zh="分路器的两个方向，需同时监听。"),
            mend="leaktap run " + " ".join(f"-i {readings.name}" for readings in all_of.interfaces),
        )


def _duplicates(all_of: Watched) -> Iterator[Check]:
    packets = sum(readings.packets for readings in all_of.interfaces)
    copies = sum(readings.duplicates for readings in all_of.interfaces)
    repeated = all_of.talks.repeated
    severity = _graded(copies + repeated, packets, warning=0.05, problem=_NEVER)
    numbers = {"duplicates": copies, "repeated": repeated, "packets": packets}
    if severity == "ok":
        yield Check(id="duplicates", severity="ok", measured="every packet came once", numbers=numbers)
        return
    told = f"{share(copies + repeated, packets)} of {packets:,} packets are copies of one that had come"
    if repeated:
        told += f" ({repeated:,} under another tag, in another tunnel or on another interface)"
    yield Check(
        id="duplicates",
        severity=severity,
        measured=told,
        numbers=numbers,
        means=Text(
            en="leaktap drops copies before it counts anything; they cost capacity of the mirror and of the sensor.",
            zh="镜像中存在重复数据包（同一端口收发都被镜像，或多个端口重复镜像）。",
        ),
        mend="mirror each packet once: the uplink alone, or every port in one direction "
        "(`monitor session 1 source interface gi1/0/1 rx`), not a VLAN and its ports both",
    )


# Always; only of an interface that shows something; of all interfaces together.
_OF_INTERFACE: Final[tuple[Callable[[Readings], Iterator[Check]], ...]] = (_interface, _promiscuous, _silence)
_OF_TRAFFIC: Final[tuple[Callable[[Readings], Iterator[Check]], ...]] = (
    _filter,
    _no_mirror,
    _tunnels,
    _truncated,
    _oversize,
    _checksums,
    _clock,
    _drops,
    _gaps,
    _overload,
    _judged,
)
_OF_ALL: Final[tuple[Callable[[Watched], Iterator[Check]], ...]] = (_one_sided, _split, _duplicates)
