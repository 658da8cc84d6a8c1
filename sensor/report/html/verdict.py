"""The one sentence at the top, and what must be known beside it.

It never says more than was seen: "nothing found" stands beside the share of bytes that could be judged, and a run that
judged little is inconclusive, not clean.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sensor.model.coverage import JUDGED
from sensor.report.html.text import number, share, size
from sensor.report.html.view import distinct_of, is_exposed, is_locked, severities, together, worst
from sensor.report.html.words import Words

if TYPE_CHECKING:
    from sensor.report.data import LeakGroup, ReportData

MOSTLY: Final = 0.5
KINDS: Final = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """How much of the payload could be judged. ``judged`` of ``total`` bytes; ``scope`` says of what."""

    judged: int
    total: int
    scope: Words

    @property
    def share(self) -> str:
        """The share in percent, in words that never round up to all."""
        return share(self.judged, self.total)

    @property
    def spoken(self) -> Words:
        """The share as it stands in a sentence."""
        en = self.share.replace("> ", "more than ").replace("< ", "less than ")
        zh = self.share.replace("> ", "超过 ").replace("< ", "不足 ")
        return Words(en, zh if zh != self.share else f" {zh}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``tone`` is a severity, ``clean`` or ``unsure``. ``caveats`` are sentences."""

    tone: str
    label: Words
    sentence: Words
    over: Words
    caveats: tuple[Words, ...]
    outgoing: Judged
    everything: Judged


def verdict(data: ReportData) -> Verdict:
    """Judges a run."""
    outgoing = judged(data, outgoing=True)
    everything = judged(data, outgoing=False)
    tone, label, sentence = _judge(data, outgoing if outgoing.total else everything)
    return Verdict(tone, label, sentence, _over(data, outgoing, everything), _caveats(data), outgoing, everything)


def judged(data: ReportData, *, outgoing: bool) -> Judged:
    """Adds up the ledger, of all traffic or of what left the home zone."""
    rows = [row for row in data.coverage if not outgoing or row.direction == "egress"]
    done = sum(getattr(row.bytes, state) for row in rows for state in JUDGED)
    scope = (
        Words(f"payload that left {data.run.home}", f"离开 {data.run.home} 的载荷")
        if outgoing
        else Words("all payload", "全部载荷")
    )
    return Judged(done, sum(row.total for row in rows), scope)


def _judge(data: ReportData, scope: Judged) -> tuple[str, Words, Words]:
    exposed = [leak for leak in data.leaks if is_exposed(leak)]
    readable = not all(is_locked(leak) for leak in data.leaks)
    if exposed:
        return _exposed(data, exposed)
    if data.alerts:
        tone = worst(alert.severity for alert in data.alerts)
        if readable:
            text = Words(
                "No personal data or credentials were seen leaving unprotected, but rules were broken.",
                "未发现个人信息或凭证以未受保护方式外发，但有规则被触发。",
            )
        else:
            text = Words(
                "No personal data or credentials were found, but rules were broken.",
                "未发现个人信息或凭证，但有规则被触发。",
            )
        return tone, Words("Rules broken", "触发规则"), text
    if scope.total == 0:
        return (
            "unsure",
            Words("Nothing to judge", "无可判断"),
            Words("No payload could be read, so nothing can be said.", "未能读取任何载荷，无法下结论。")
            if data.unread
            else Words("No payload was seen, so nothing can be said.", "未见任何载荷，无法下结论。"),
        )
    if readable:
        text = Words(
            f"Personal data or credentials were seen, but none left {data.run.home} unprotected.",
            f"发现个人信息或凭证，但均未以未受保护方式离开 {data.run.home}。",
        )
        return "info", Words("No unprotected leak", "无未受保护外发"), text
    most_unread = data.unread > MOSTLY * data.run.packets
    if most_unread or scope.judged < MOSTLY * scope.total:
        text = (
            Words("No leak was found, but most packets could not be read.", "未发现泄露，但多数报文无法读取。")
            if most_unread
            else Words(
                f"No leak was found, but only {scope.spoken.en} of the {scope.scope.en} could be judged.",
                f"未发现泄露，但{scope.scope.zh}中仅{scope.spoken.zh} 可判断。",
            )
        )
        return "unsure", Words("Inconclusive", "无法定论"), text
    text = Words(
        f"No leak was found; {scope.spoken.en} of the {scope.scope.en} could be judged.",
        f"未发现泄露；{scope.scope.zh}中{scope.spoken.zh} 可判断。",
    )
    return "clean", Words("Nothing found", "未发现泄露"), text


def _exposed(data: ReportData, exposed: list[LeakGroup]) -> tuple[str, Words, Words]:
    severity_of = severities(data)
    tone = worst(severity_of.get((leak.sender_ip, leak.receiver_ip, leak.detector), "none") for leak in exposed)
    kinds: dict[str, list[LeakGroup]] = defaultdict(list)
    for leak in exposed:
        kinds[leak.title or leak.detector].append(leak)
    ranked = sorted(kinds.items(), key=lambda item: (-together(item[1]), item[0]))
    listed = ", ".join(f"{title} ({distinct_of(groups)})" for title, groups in ranked[:KINDS])
    more = len(ranked) - KINDS
    listed += f" and {_count(more, 'more kind')}" if more > 0 else ""
    senders = len({leak.sender_ip for leak in exposed})
    receivers = len({leak.receiver_ip for leak in exposed})
    how = "in the clear" if all(leak.protection == "none" for leak in exposed) else "without sound protection"
    how_zh = "以明文" if how == "in the clear" else "以未受有效保护的方式"
    home = data.run.home
    return (
        "low" if tone in ("none", "info") else tone,
        Words("Data left unprotected", "数据未受保护外发"),
        Words(
            f"{_count(len(ranked), 'kind')} of data left {home} {how}, from {_count(senders, 'sender')} to "
            f"{_count(receivers, 'receiver')}: {listed}.",
            f"{len(ranked)} 类数据{how_zh}离开 {home}（{senders} 个发送方，{receivers} 个接收方）。",
        ),
    )


def _over(data: ReportData, outgoing: Judged, everything: Judged) -> Words:
    if everything.total == 0 and data.unread:
        return Words("None of the packets that could be read holds payload.", "可读报文中没有载荷。")
    if everything.total == 0:
        return Words("The captures hold no payload.", "抓包中没有载荷。")
    whole = f"Over {size(everything.total)} of payload, {everything.spoken.en} of which could be judged"
    whole_zh = f"共 {size(everything.total)} 载荷，可判断{everything.spoken.zh}"
    if outgoing.total == 0:
        return Words(f"{whole}; none of it left the home zone.", f"{whole_zh}；其中无外发。")
    return Words(
        f"{whole}; of the {size(outgoing.total)} that went out, {outgoing.spoken.en}.",
        f"{whole_zh}；外发 {size(outgoing.total)}，可判断{outgoing.spoken.zh}。",
    )


def _caveats(data: ReportData) -> tuple[Words, ...]:
    run = data.run
    caveats: list[Words] = []
    if data.unread:
        why = ", ".join(f"{each.code} {number(each.count)}" for each in data.why_unread)
        caveats.append(
            Words(
                f"{number(data.unread)} of {_count(run.packets, 'packet')} could not be read ({why}): "
                "what they carried was not judged.",
                f"{number(run.packets)} 个报文中有 {number(data.unread)} 个无法读取（{why}），其内容未判断。",
            )
        )
    if run.damaged:
        caveats.append(
            Words(
                f"{_count(len(run.damaged), 'capture')} could not be read to the end; "
                "what could be read is judged here.",
                f"{len(run.damaged)} 个抓包文件未能完整读取；可读部分已判断。",
            )
        )
    if run.faults:
        caveats.append(
            Words(
                f"leaktap itself failed {_count(run.faults, 'time')}; the flows concerned are counted as skipped.",
                f"leaktap 自身故障 {run.faults} 次；相关流计为跳过。",
            )
        )
    if not run.deterministic:
        caveats.append(
            Words(
                "A budget or overload event occurred: another run over the same captures may differ.",
                "发生预算或过载事件：重复运行结果可能不同。",
            )
        )
    if run.evicted_scopes:
        caveats.append(
            Words(
                f"Rules stopped counting in {_count(run.evicted_scopes, 'scope')} (of two hosts, a flow or a message) "
                "for want of memory, the quietest first: a slow leak in one of them is not told.",
                f"内存不足，规则停止统计 {number(run.evicted_scopes)} 个范围（主机对、会话或消息），最久未活动者优先；"
                "其中的缓慢泄露不会告警。",
            )
        )
    if run.revealed:
        caveats.append(
            Words(
                "This run was told to reveal values to its findings file. This report does not contain them.",
                "本次运行按要求在发现记录中写出原值；本报告不含原值。",
            )
        )
    return tuple(caveats)


def _count(count: int, noun: str) -> str:
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"
