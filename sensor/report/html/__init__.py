"""The HTML report: one self-contained page for people who answer for the data.

The page loads nothing and runs nothing: no script, no font, no image, no network. Its policy (CSP) allows only the
style sheet whose hash it carries, so even a flaw in escaping could not run or fetch anything. All text is escaped by
the template engine; text that a peer controls is bounded, made visible and isolated first.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jinja2
from markupsafe import Markup

from sensor.errors import OutputError
from sensor.model.coverage import STATES
from sensor.report.html import text, view, words
from sensor.report.html.ledger import ledger
from sensor.report.html.picture import flow_picture, timeline
from sensor.report.html.verdict import verdict
from sensor.report.services import WORST_FIRST

if TYPE_CHECKING:
    from sensor.report.data import ReportData

CAPTURES: Final = 30
TRANSPORTS: Final = 40
SERVICES: Final = 60
CERTIFICATES: Final = 60
ANOMALIES: Final = 60
PROTOCOLS: Final = 40
TEXT_LIMIT: Final = 2000


def write(path: Path | str, data: ReportData) -> None:
    """Writes the report.

    Raises:
        OutputError: The file cannot be written.
    """
    page = render(data)
    try:
        Path(path).write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{path}: cannot write the report: {error.strerror or error}") from error


def render(data: ReportData) -> str:
    """Renders the report as one HTML page."""
    templates = environment()
    style = asset("style.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    leaks = view.leaks(data)
    alerts, alerts_more = view.rule_alerts(data)
    return templates.get_template("page.html.j2").render(
        data=data,
        run=data.run,
        style=Markup(style),  # noqa: S704 - our own file, not anybody's input
        style_hash=f"sha256-{digest}",
        verdict=verdict(data),
        leaks=leaks,
        alerts=alerts,
        alerts_more=alerts_more,
        titles={leak.detector: leak.title for leak in data.leaks},
        transports=sorted(data.transports, key=lambda group: (WORST_FIRST.index(group.protection), -group.flows)),
        alert_total=sum(data.alert_counts.values()),
        flow=flow_picture(leaks.all_pairs),
        timeline=timeline(data),
        ledger=ledger(data.coverage),
        limits={
            "captures": CAPTURES,
            "transports": TRANSPORTS,
            "services": SERVICES,
            "certificates": CERTIFICATES,
            "anomalies": ANOMALIES,
            "protocols": PROTOCOLS,
        },
        states=STATES,
        never_stored=words.NEVER_STORED,
    )


def asset(name: str) -> str:
    """A template or style sheet beside this module."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _finalize(value: object) -> object:
    """The last word on whatever a template prints: no text gets out unbounded or with characters that do not show."""
    return text.visible(value, TEXT_LIMIT) if isinstance(value, str) and not isinstance(value, Markup) else value


def environment() -> jinja2.Environment:
    """The template engine: escapes all, knows our filters and words."""
    templates = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        loader=jinja2.FunctionLoader(asset),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(
        peer=text.peer,
        place=text.place,
        visible=text.visible,
        number=text.number,
        size=text.size,
        moment=text.moment,
        distinct=text.distinct,
    )
    templates.globals.update(
        span=text.span,
        share=text.share,
        words=words.words,
        tables={
            "severity": words.SEVERITY,
            "band": words.BAND,
            "direction": words.DIRECTION,
            "protection": words.PROTECTION,
            "visibility": words.VISIBILITY,
            "coverage": words.COVERAGE,
            "issue": words.ISSUE,
            "why": words.WHY,
            "anomaly": words.ANOMALY,
        },
    )
    return templates
