"""The page as a whole: complete in itself, safe against hostile text, honest about what it leaves out."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import msgspec
import pytest

from sensor.errors import OutputError
from sensor.report import html as report_html
from sensor.report.data import ReportData
from sensor.report.html import view

if TYPE_CHECKING:
    from pathlib import Path

VOID = {"meta", "br", "link", "img", "input", "hr", "wbr"}
LOADING = {"src", "srcset", "data", "action", "formaction", "background", "poster", "ping", "style"}


class Page(html.parser.HTMLParser):
    """Reads a page as a browser would and checks that every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def values(self, name: str) -> list[str]:
        return [value or "" for _, attribute, value in self.attributes if attribute == name]


@pytest.fixture(params=["big_leak", "nothing", "hostile", "many"])
def any_report(request: pytest.FixtureRequest) -> ReportData:
    data = request.getfixturevalue(request.param)
    assert isinstance(data, ReportData)
    return data


def test_page_loads_nothing_and_runs_nothing(any_report: ReportData) -> None:
    page = Page(report_html.render(any_report))
    assert page.open == []
    assert not {"script", "link", "iframe", "object", "embed", "img", "base", "form"} & set(page.tags)
    names = {name for _, name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not names & LOADING
    assert all(target.startswith("#") for target in page.values("href"))


def test_policy_allows_only_the_hash_of_the_style_sheet_in_the_page(big_leak: ReportData) -> None:
    text = report_html.render(big_leak)
    found = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert found is not None
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    policy = next(value for value in Page(text).values("content") if "default-src" in value)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in found[1]
    assert "@import" not in found[1]


def test_hostile_text_is_shown_as_text(hostile: ReportData) -> None:
    text = report_html.render(hostile)
    page = Page(text)
    assert "<script>alert(1)</script>" in "".join(page.text)
    assert "49" not in re.findall(r">(\d+)</bdi>", text)
    assert "{{ 7*7 }}" in "".join(page.text)
    for character in "\u202e\u2066\u2028\x00\x1b":
        assert character not in text
    assert "\\u{202e}txt.exe" in text
    assert "A" * 2001 not in text
    text.encode("utf-8")


@pytest.mark.parametrize("name", ["nothing", "big_leak"])
def test_what_was_too_weak_to_be_shown_is_counted(request: pytest.FixtureRequest, name: str) -> None:
    data: ReportData = request.getfixturevalue(name)
    assert "weaker finding" not in report_html.render(data)
    weak = msgspec.structs.replace(data, findings_weaker=1200, least_confidence=60)
    assert "1,200 weaker findings are not in this report (confidence below 60)" in report_html.render(weak)


def test_drawings_are_well_formed(any_report: ReportData) -> None:
    drawings = re.findall(r"<svg.*?</svg>", report_html.render(any_report), re.DOTALL)
    assert drawings
    for drawing in drawings:
        ET.fromstring(drawing)  # noqa: S314 - our own output, small


def test_headings_are_in_both_languages_and_anchors_exist(big_leak: ReportData) -> None:
    text = report_html.render(big_leak)
    assert re.search(r'<html lang="en">', text)
    assert (
        len(re.findall(r"<h2", text))
        == len(re.findall(r'<h2[^>]*>[^<]+<span lang="zh-Hans">[^<]+</span></h2>', text))
        >= 8
    )
    page = Page(text)
    identifiers = page.values("id")
    assert len(identifiers) == len(set(identifiers))
    assert {target.removeprefix("#") for target in page.values("href")} <= set(identifiers)
    assert set(page.values("aria-labelledby")) <= set(identifiers)


def test_who_sent_what_to_whom_is_told(big_leak: ReportData) -> None:
    text = " ".join("".join(Page(report_html.render(big_leak)).text).split())
    for told in (
        "10.20.0.14",
        "203.0.113.9",
        "collect.partner.example",
        "PRC resident ID number",
        "≈ 1,204",
        "1101**********002X",
        "http.request.body[json]:data[*].idCard",
        "in the clear",
        "very likely",
        "check digit, field name",
        "Many people's data in clear text",
        "批量个人信息明文传输",
        "PIPL art. 51(3)",
        "not yet checked against the source",
        "What to do:",
        "TLS_RSA_WITH_AES_128_CBC_SHA",
        "outdated TLS version",
        "Bytes are missing inside a TCP stream.",
        "crm-monday.pcapng",
        "1.50 MB of the encrypted bytes are only weakly protected",
        big_leak.run.ruleset,
    ):
        assert told in text


def test_revealed_values_and_digests_stay_out(big_leak: ReportData) -> None:
    revealed = tuple(
        msgspec.structs.replace(finding, values=("11010519491231002X",), digests=("f00d" * 8,))
        for finding in big_leak.findings
    )
    run = msgspec.structs.replace(big_leak.run, revealed=True)
    text = report_html.render(msgspec.structs.replace(big_leak, findings=revealed, run=run))
    assert "11010519491231002X" not in text
    assert "f00d" not in text
    assert "This report does not contain them." in text


def test_long_lists_are_cut_and_say_so(many: ReportData) -> None:
    text = report_html.render(many)
    plain = " ".join("".join(Page(text).text).split())
    leaks = view.leaks(many)
    assert text.count('<article class="pair') == view.PAIRS
    assert f"and {leaks.pairs_more} more pairs of hosts with {leaks.more_findings:,} findings" in plain
    assert f"In all: {sum(leak.count for leak in many.leaks):,} occurrences" in plain
    assert "A further 77 groups are not in this report" in plain
    assert "Drawn from the first 500 of 1,234,567 findings." in plain
    assert "and 32 more kinds with" in plain
    assert "and 30 more codes, 2,235 times" in plain
    assert "20 more zone pairs" in plain
    assert len(text) < 500_000


def test_same_data_gives_the_same_page(big_leak: ReportData) -> None:
    assert report_html.render(big_leak) == report_html.render(big_leak)


def test_report_is_written_as_utf8(tmp_path: Path, hostile: ReportData) -> None:
    path = tmp_path / "报告.html"
    report_html.write(path, hostile)
    assert path.read_bytes().decode("utf-8") == report_html.render(hostile)


def test_unwritable_path_is_an_output_error(tmp_path: Path, nothing: ReportData) -> None:
    with pytest.raises(OutputError, match="cannot write the report"):
        report_html.write(tmp_path / "absent" / "report.html", nothing)
