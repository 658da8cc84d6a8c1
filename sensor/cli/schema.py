"""``leaktap schema``, ``rules schema`` and ``config schema``: what is published, generated from the types."""

from __future__ import annotations

from pathlib import Path

from sensor.cli.console import out_documents, say
from sensor.daemon.config import Config
from sensor.errors import OutputError, UsageError
from sensor.model import schema
from sensor.ruleset.syntax import PackSyntax


def rules_schema() -> str:
    """The JSON Schema of rule files, as ``rules/schema.json`` holds it."""
    return schema.encode(schema.document_schema(PackSyntax, "leaktap rule file, version 1"))


def configuration_schema() -> str:
    """The JSON Schema of the configuration."""
    return schema.encode(schema.document_schema(Config, "leaktap configuration, version 1"))


def rules() -> int:
    """Prints the schema of rule files."""
    out_documents([rules_schema().encode()])
    return 0


def configuration() -> int:
    """Prints the schema of the configuration."""
    out_documents([configuration_schema().encode()])
    return 0


def records(stream: str | None, directory: str | None) -> int:
    """Prints one stream's schema, or writes all of them into a directory."""
    if (stream is None) is (directory is None):
        reason = "name a stream to print, or --out DIR to write all"
        raise UsageError(reason)
    if stream is not None:
        out_documents([schema.encode(schema.record_schema(stream)).encode()])
        return 0
    root = Path(str(directory))
    try:
        root.mkdir(parents=True, exist_ok=True)
        for name in schema.RECORDS:
            (root / f"{name}.json").write_text(schema.encode(schema.record_schema(name)), encoding="utf-8")
    except OSError as error:
        message = f"{directory}: {error.strerror or 'cannot be written'}"
        raise OutputError(message) from error
    say(f"leaktap: wrote {len(schema.RECORDS)} schemas to {directory}")
    return 0
