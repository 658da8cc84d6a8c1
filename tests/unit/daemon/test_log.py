from __future__ import annotations

import json
import logging
from typing import Any

from sensor.daemon.log import ConsoleFormatter, JsonFormatter


def record(message: str, **extra: Any) -> logging.LogRecord:
    made = logging.makeLogRecord(
        {"name": "leaktap.daemon", "levelno": 20, "levelname": "INFO", "msg": message, **extra}
    )
    made.created = 1_700_000_000.25
    return made


def test_json_holds_message_and_fields() -> None:
    line = json.loads(JsonFormatter().format(record("listening", sources=["eth1"], rules=3)))
    assert line == {
        "ts": "2023-11-14T22:13:20.250Z",
        "level": "info",
        "logger": "leaktap.daemon",
        "message": "listening",
        "sources": ["eth1"],
        "rules": 3,
    }


def test_what_a_line_says_of_itself_is_not_overwritten() -> None:
    line = json.loads(JsonFormatter().format(record("overload", level=3, ts="never", overload_level=3)))
    assert (line["level"], line["level_"], line["overload_level"]) == ("info", 3, 3)
    assert line["ts"].startswith("2023")


def test_console_is_one_line() -> None:
    line = ConsoleFormatter().format(record("listening", rules=3))
    assert line == "2023-11-14T22:13:20.250Z info    daemon: listening rules=3"


def test_what_an_exception_quotes_is_not_told() -> None:
    try:
        raise ValueError("13800138000")  # noqa: TRY301 - a value that must not be seen
    except ValueError as error:
        made = record("a fault", exc_info=(type(error), error, error.__traceback__))
    for formatter in (JsonFormatter(), ConsoleFormatter()):
        line = formatter.format(made)
        assert "13800138000" not in line
        assert "ValueError at test_log.py:" in line
