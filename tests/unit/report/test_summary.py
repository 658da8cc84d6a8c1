from __future__ import annotations

import pytest

from sensor.report.summary import share, size


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 10, "0 %"),
        (10, 10, "100 %"),
        (9_999, 10_000, "99.9 %"),
        (1, 10_000_000, "0.1 %"),
        (1, 3, "33.3 %"),
        (0, 0, "0 %"),
    ],
)
def test_share_never_rounds_to_all_or_nothing(part: int, whole: int, text: str) -> None:
    assert share(part, whole) == text


def test_size_has_binary_units() -> None:
    assert [size(n) for n in (0, 1023, 1024, 5 << 20, 3 << 40)] == ["0 B", "1023 B", "1.0 KiB", "5.0 MiB", "3.0 TiB"]
