from __future__ import annotations

import msgspec
import pytest

from sensor.document import DocumentError, parse


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    distinct: int = 0
    confidence: int = 0


class Outer(msgspec.Struct, forbid_unknown_fields=True):
    version: int
    inner: list[Inner] = []


def failure(text: str) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        parse(text, Outer)
    return caught.value


def test_misspelt_key_names_its_line_and_the_key_that_was_meant() -> None:
    error = failure("version: 1\ninner:\n  - confidence: 3\n  - confidence: 3\n    distinkt: 4\n")
    assert error.line == 5
    assert error.reason == "unknown key `distinkt` in `inner`"
    assert error.fix == "did you mean `distinct`?"


def test_key_that_resembles_nothing_lists_the_known_ones() -> None:
    assert failure("version: 1\nzzz: 1\n").fix == "known: inner, version"


def test_wrong_type_names_the_place() -> None:
    error = failure("version: 1\ninner:\n  - distinct: many\n")
    assert (error.line, error.reason) == (3, "inner.distinct: expected `int`, got `str`")


def test_duplicate_key_is_refused() -> None:
    error = failure("version: 1\nversion: 2\n")
    assert (error.line, error.reason) == (2, "key `version` is there twice")


def test_alias_is_refused() -> None:
    error = failure("version: 1\ninner: [&a {distinct: 1}, *a]\n")
    assert error.reason == "aliases are not allowed"


def test_broken_yaml_names_the_line() -> None:
    assert failure("version: 1\ninner: [\n").line == 3


@pytest.mark.parametrize("wrong", ["2027-13-45", "2027-02-30"])
def test_date_that_is_none_names_its_line(wrong: str) -> None:
    error = failure(f"version: 1\ninner:\n  - distinct: 3\n  - distinct: {wrong}\n")
    assert (error.line, error.reason) == (4, f"`{wrong}` is not what it looks like, a date or a number")


def test_empty_document_lacks_its_required_key() -> None:
    assert "version" in failure("").reason


def test_line_of_a_path_falls_back_to_the_nearest_ancestor() -> None:
    document = parse("version: 1\ninner:\n  - distinct: 1\n", Outer)
    assert document.line("inner", 0, "distinct") == 3
    assert document.line("inner", 0, "confidence") == 3
    assert document.line("nothing") == 1
