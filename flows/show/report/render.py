"""A report as one self-contained HTML page without scripts.

Jinja escapes every value; control and direction-changing characters are shown as escapes. A
Content-Security-Policy allows only the page's own style sheet, by its hash, and inline images.
"""

import base64
import hashlib
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dateline.flows.jobs.report import Report, read_report
from dateline.flows.settings import Settings
from dateline.flows.show.markup import FILTERS
from dateline.flows.show.report.content import Content, content_of
from dateline.warehouse.files import complete


def write_report(settings: Settings, out: Path, run_id: str | None, *, page_count: int) -> Report:
    """Write a report on a run of the lake, and return what was read for it.

    Args:
        settings: the folder of the lake, and the rules in effect.
        out: the file.
        run_id: the run; None for the latest.
        page_count: maximum sample pages.

    Raises:
        NoSuchRunError: the run does not exist.
        RuleError: a custom rule is invalid.
        LakeError: the lake cannot be read.
        OSError: the file cannot be written.
    """
    report = read_report(settings, run_id, page_count=page_count)
    write_page(out, render(content_of(report)))
    return report


def render(content: Content) -> str:
    """The page in HTML."""
    style = files("dateline.flows.show.report").joinpath("page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"style-src 'sha256-{digest}'"
    )
    # The style sheet is a file of ours, and its hash holds only for exactly these characters.
    trusted_style = Markup(style)  # noqa: S704
    page = _environment().get_template("page.html.j2")
    return page.render(content=content, policy=policy, style=trusted_style)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dateline.flows.show.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= FILTERS
    return environment


def write_page(out: Path, page: str) -> None:
    """Replace the file atomically: a reader sees the old page or the new one.

    Raises:
        OSError: the file cannot be written.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with complete(out) as temporary:
        # Lone surrogates, which UTF-8 cannot encode, have been escaped.
        temporary.write_text(page, encoding="utf-8")
