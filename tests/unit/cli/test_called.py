"""A call sets up the command that it names; whatever names none sets up all of them."""

from __future__ import annotations

import pytest
from typer.main import get_command

from sensor.cli.app import app, called


def names(arguments: list[str]) -> list[str]:
    return list(get_command(called(arguments)).commands)  # type: ignore[attr-defined]


ALL = names([])


def test_every_command_is_reached_by_its_name() -> None:
    assert {"replay", "run", "rules", "alerts"} <= set(ALL)
    assert all(names([name, "--help"]) == [name] for name in ALL)


@pytest.mark.parametrize("arguments", [["--help"], ["-V"], ["replai"], ["--", "replay"]])
def test_what_names_no_command_sees_all(arguments: list[str]) -> None:
    assert names(arguments) == ALL


def test_calls_leave_nothing_behind() -> None:
    called(["replay"])
    assert list(get_command(app).commands) == ALL  # type: ignore[attr-defined]
