from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sensor.errors import ExitCode, RuleError
from sensor.ruleset.loader import load

if TYPE_CHECKING:
    from pathlib import Path

DETECTOR = "version: 1\ndetectors:\n  - id: acme.no\n    title: {en: x}\n    pattern: 'ACME[0-9]'\n"


def test_error_names_file_line_and_fix(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(DETECTOR + "    patern: x\n", encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load([str(path)])
    assert str(caught.value) == f"{path}:6: unknown key `patern` in `detectors` (did you mean `pattern`?)"
    assert caught.value.exit_code is ExitCode.USAGE


def test_same_id_in_two_packs_names_both_places(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(DETECTOR, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load([str(tmp_path)])
    assert caught.value.line == 3
    assert caught.value.reason == f"this id is taken by {tmp_path / 'a.yaml'}:3"


def test_directories_are_searched_in_name_order_and_a_pack_named_twice_loads_once(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.yml").write_text(DETECTOR, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no rule", encoding="utf-8")
    pack = load([str(tmp_path), str(tmp_path)])
    assert list(pack.detectors) == ["acme.no"]


@pytest.mark.parametrize("name", ["missing.yaml", ""])
def test_nothing_to_load_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(RuleError, match=r"no such file|holds no rule file"):
        load([str(tmp_path / name)])


def test_id_grammar_is_enforced(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    rule = "version: 1\nrules:\n  - {id: Bulk, title: {en: x}, severity: high, when: {}}\n"
    path.write_text(rule, encoding="utf-8")
    with pytest.raises(RuleError, match=r"a\.yaml:3: rules\.id"):
        load([str(path)])


def test_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("version: 1\n# 手机\n".encode("gbk"))
    with pytest.raises(RuleError, match=r"a\.yaml:2: is not UTF-8"):
        load([str(path)])
