from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensor.errors import ConfigError
from sensor.report import inventory
from sensor.transport.database import Contents
from sensor.transport.services import Certificate, Service

if TYPE_CHECKING:
    from pathlib import Path

DAY = 86_400 * 10**9
NOW = 1_760_000_000 * 10**9
EVIL = '=HYPERLINK("http://x","y")<script>alert(1)</script>\u202e'


def held() -> Contents:
    leaf = Certificate(
        sha256="aa" * 32,
        subject=EVIL,
        issuer="CN=Example CA",
        names=("crm.example.cn",),
        names_beyond=2,
        not_before_s=1_700_000_000,
        not_after_s=1_760_864_000,
        key="RSA 2048",
        trusted=False,
        first_ns=NOW,
        last_ns=NOW,
    )
    endless = Certificate(sha256="bb" * 32, subject="CN=for ever", not_before_s=1, not_after_s=253_402_300_799)
    service = Service(
        address="2001:db8::9",
        port=443,
        protocol="tls",
        sni="crm.example.cn",
        zone="outside",
        protection="sound",
        first_ns=NOW,
        last_ns=NOW,
        chain=(leaf.sha256,),
        leaves={leaf.sha256: NOW},
    )
    return Contents(services=(service,), certificates={leaf.sha256: leaf, endless.sha256: endless}, drift=(), facts={})


def rows(by: dict[str, str] | None = None) -> list[inventory.Row]:
    return inventory.rows(held(), now_ns=NOW, soon_ns=30 * DAY, by=by or {})


def test_row_says_what_pci_asks_for() -> None:
    used, unused = rows({"*.example.cn": "CRM team", "*": "nobody"})
    assert (used.used_at, used.sni, used.issuer, used.key, used.trusted) == (
        "[2001:db8::9]:443",
        "crm.example.cn",
        "CN=Example CA",
        "RSA 2048",
        "no",
    )
    assert (used.not_after, used.days_left, used.state, used.owner) == (
        "2025-10-19T08:53:20Z",
        10,
        "expires_soon",
        "CRM team",
    )
    assert used.names == "crm.example.cn, and 2 more"
    assert (unused.used_at, unused.not_after, unused.state, unused.trusted, unused.owner) == (
        "",
        "9999-12-31T23:59:59Z",
        "valid",
        "unknown",
        "nobody",
    )


@pytest.mark.parametrize(
    ("pattern", "owner"),
    [("[[]2001:db8::9]:443", "x"), ("2001:DB8::9", "x"), ("aaaa*", "x"), ("CRM.example.cn", "x"), ("other", "")],
)
def test_owner_is_found_by_any_name(pattern: str, owner: str) -> None:
    assert rows({pattern: "x"})[0].owner == owner


def test_cells_are_no_formulas() -> None:
    text = inventory.as_csv(rows())
    read = list(csv.DictReader(io.StringIO(text)))
    assert read[0]["subject"] == f"'{EVIL}"
    assert (read[0]["days_left"], len(read), text.count("\r\n")) == ("10", 2, 3)


@given(st.text(max_size=20))
def test_no_text_becomes_a_formula(text: str) -> None:
    shown = inventory.cell(text)
    assert shown in (text, f"'{text}")
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_number_stays_a_number() -> None:
    assert inventory.cell(-5) == "-5"


def test_json_is_an_array_of_rows() -> None:
    assert [row["sha256"] for row in json.loads(inventory.as_json(rows()))] == ["aa" * 32, "bb" * 32]


def test_page_runs_and_loads_nothing() -> None:
    page = inventory.as_html(rows(), made_ns=NOW)
    assert "<script" not in page
    assert re.findall(r"""(?:src|href)\s*=|url\(|@import""", page) == []
    assert "default-src 'none'" in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert "1 expires_soon" in page


@pytest.mark.parametrize("text", ["owners: 5\n", "owner: {a: b}\n", "owners: {a: [b]}\n", "\t"])
def test_file_of_owners_is_checked(tmp_path: Path, text: str) -> None:
    path = tmp_path / "owners.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"owners\.yaml"):
        inventory.owners(str(path))
    path.write_text("owners: {'*.example.cn': CRM team}\n", encoding="utf-8")
    assert inventory.owners(str(path)) == {"*.example.cn": "CRM team"}
