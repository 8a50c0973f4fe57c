"""A report as one HTML page that needs nothing else and runs nothing.

Jinja escapes every value; control and direction-changing characters are shown by their number. A
Content-Security-Policy admits this page's own style sheet, by its hash, and pictures inside it.
"""

import base64
import hashlib
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from flows.escaping import one_line, printable
from flows.jobs.rules import rules_for
from flows.settings import Settings
from flows.show.report.content import Content, content_of
from transforms.schema.closed_sets import LABELS
from warehouse.catalog.lake import Lake
from warehouse.files import complete

_VALUE_WIDTH = 400
_LINE_WIDTH = 2000


def write_report(settings: Settings, out: Path, run_id: str | None, *, page_count: int) -> Content:
    """Write a report on a run of the lake, and give what it shows.

    Args:
        settings: where the lake is, and whose rules hold.
        out: the file.
        run_id: the run; None for the last one.
        page_count: how many pages to draw, at most.

    Raises:
        NoSuchRunError: there is no such run.
        RuleError: a rule of the user's own is wrong.
        LakeError: the lake can't be used.
        OSError: the file can't be written.
    """
    rules = rules_for(settings)
    with Lake.open(settings.lake, read_only=True) as lake:
        today = datetime.now(UTC).date()
        content = content_of(lake, run_id, rules=rules, day=today, page_count=page_count)
    write(out, render(content))
    return content


def render(content: Content) -> str:
    """The page."""
    style = files("flows.show.report").joinpath("page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"style-src 'sha256-{digest}'"
    )
    environment = Environment(
        loader=PackageLoader("flows.show.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "value": lambda text: one_line(str(text), _VALUE_WIDTH),
        "text": lambda text: printable(text[:_LINE_WIDTH]),
        "label": lambda label: label if label in LABELS else "other",
        "picture": _picture,
        "count": lambda number: f"{number:,}",
        "time": lambda moment: f"{moment:%Y-%m-%d %H:%M} UTC",
    }
    page = environment.get_template("page.html.j2")
    # The style sheet is a file of ours; its hash holds only for exactly these characters.
    return page.render(content=content, policy=policy, style=Markup(style))  # noqa: S704


def _picture(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def write(out: Path, page: str) -> None:
    """Write a page in one go: who opens the file meanwhile sees the old page or the new one.

    Raises:
        OSError: the file can't be written.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with complete(out) as aside:
        # What a page's text can't say in UTF-8 is never in it: lone surrogates are escaped above.
        aside.write_text(page, encoding="utf-8")
