"""How tables, charts and text look in a notebook that is being worked in.

A briefing has its own style sheet. A notebook in JupyterLab (or VS Code) has none of ours, so
there, and only there, what is shown brings a few rules with it, which follow the theme.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from .typography import FAMILY, font_face_css

KERNEL = "ZMQInteractiveShell"  # ipykernel's shell; the briefings run in a shell of their own
_QUIET: ContextVar[bool] = ContextVar("quiet", default=False)


def dressed(page: str, *, glyphs: bool = False) -> str:
    """A piece of HTML, in its style where a kernel asks for it; as it is elsewhere.

    Parameters
    ----------
    glyphs : bool
        Bring the shipped font's glyphs of its text as well: a drawing was measured with them.
    """
    if _QUIET.get() or not _in_kernel():
        return page
    font = ""
    if glyphs:
        # Of two faces of one name a browser uses the later, so that each has its own.
        family = f"{FAMILY} {hashlib.sha256(page.encode()).hexdigest()[:8]}"
        font = font_face_css(page).replace(FAMILY, family)
        page = page.replace(f"'{FAMILY}'", f"'{family}'")
    return f'<style>{font}{_style()}</style><div class="analysis">{page}</div>'


@contextmanager
def undressed() -> Iterator[None]:
    """What is made in the block is part of something that will be dressed as a whole."""
    token = _QUIET.set(True)
    try:
        yield
    finally:
        _QUIET.reset(token)


def _in_kernel() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return type(get_ipython()).__name__ == KERNEL


@cache
def _style() -> str:
    from .drawing import chart_variables
    from .statuses import STATUSES

    badges = "".join(
        f".analysis .badge.{s}{{color:{colour}}}" for s, colour in STATUSES["colour"].items()
    )
    return (
        f".analysis{{{chart_variables()}--chart-ground:transparent;"
        "--quiet:var(--jp-content-font-color2,var(--vscode-descriptionForeground,#55606a));"
        "--line:var(--jp-border-color2,var(--vscode-widget-border,#d9dee3));max-width:70rem}"
        f'body[data-jp-theme-light="false"] .analysis,.vscode-dark .analysis'
        f"{{{chart_variables(dark=True)}--chart-ground:transparent}}"
        ".analysis table{border-collapse:collapse;font-size:.87em;line-height:1.45;"
        "font-variant-numeric:tabular-nums;margin:.4em 0}"
        ".analysis table :is(th,td){text-align:left!important;vertical-align:top;"
        "padding:.35em .9em .35em 0;border:0;border-bottom:1px solid var(--line);"
        "max-width:26em;white-space:normal}"
        ".analysis table :is(th,td).num{text-align:right!important}"
        ".analysis table .short{white-space:nowrap}"
        ".analysis thead th{color:var(--quiet)}"
        ".analysis caption{text-align:left;font-weight:600}"
        ".analysis small{display:block;color:var(--quiet);font-weight:400}"
        ".analysis :is(.source,.note,figcaption span){color:var(--quiet);font-size:.82em}"
        ".analysis figure.chart{margin:.6em 0;max-width:30rem}"
        ".analysis figcaption :is(strong,span){display:block}"
        ".analysis figure svg{display:block;width:100%;height:auto}"
        ".analysis .chart-grid{display:grid;gap:1.4em;"
        "grid-template-columns:repeat(auto-fill,minmax(18.5rem,1fr))}"
        ".analysis .badge{white-space:nowrap;font-weight:600}"
        f"{badges}"
        'body[data-jp-theme-light="false"] .analysis .badge,.vscode-dark .analysis .badge'
        "{color:inherit}"
    )
