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
    if _QUIET.get() or not in_kernel():
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


def in_kernel() -> bool:
    """Whether what is shown goes to a notebook that is being worked in, not to a page."""
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return type(get_ipython()).__name__ == KERNEL


@cache
def _style() -> str:
    from .drawing import chart_variables
    from .statuses import ink_variables, status_rules

    within = ".analysis "
    dark = 'body[data-jp-theme-light="false"] .analysis,.vscode-dark .analysis'
    return (
        f".analysis{{{chart_variables()}{ink_variables()}--chart-ground:transparent;"
        "--quiet:var(--jp-content-font-color2,var(--vscode-descriptionForeground,#55606a));"
        "--line:var(--jp-border-color2,var(--vscode-widget-border,#d9dee3));max-width:70rem}"
        f"{dark}{{{chart_variables(dark=True)}{ink_variables(dark=True)}--chart-ground:transparent}}"
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
        ".analysis :is(.source,.note,.take,figcaption span){color:var(--quiet);font-size:.82em}"
        ".analysis figure.chart{margin:.6em 0;max-width:30rem}"
        ".analysis figcaption :is(strong,span){display:block}"
        ".analysis figure svg{display:block;width:100%;height:auto}"
        ".analysis .chart-grid{display:grid;gap:1.4em;"
        "grid-template-columns:repeat(auto-fill,minmax(18.5rem,1fr))}"
        ".analysis .badge{white-space:nowrap;font-weight:600}"
        ".analysis :lang(zh):is(em,i,cite,q){font-style:normal}"
        f"{status_rules(within)}{SMALL_DRAWINGS}{LISTS}"
    )


# Trends, bars and counts drawn small: what is not filled is not black.
SMALL_DRAWINGS = (
    ".analysis :is(.spark,.waybar){display:block;overflow:visible}"
    ".analysis .spark{width:132px;height:40px}"
    ".analysis .waybar{width:120px;height:14px;margin:.15rem 0 .1rem}"
    ".analysis .spark polyline{fill:none;stroke:var(--chart-accent);stroke-width:1.6;"
    "stroke-linejoin:round}"
    ".analysis .spark .ahead{stroke-dasharray:3 2;stroke-width:1.2}"
    ".analysis .spark .band{fill:var(--chart-band80);fill-opacity:.5}"
    ".analysis .spark :is(.last,.lone){fill:var(--chart-accent)}"
    ".analysis .waybar .track{fill:var(--chart-grid)}"
    ".analysis .waybar .tick{fill:var(--chart-ink)}"
    ".analysis .figures{display:block}"
    ".analysis .tally{max-width:44rem}"
    ".analysis .tally svg{display:block;width:100%;height:.8rem}"
)
# Lists that are laid out: counts, lanes of targets, remarks; controls that only a page's script
# brings to life stay away.
LISTS = (
    ".analysis :is(.tally,.strip,.remarks) ul,.analysis ul.remarks{list-style:none;padding:0;"
    "margin:.3rem 0}"
    ".analysis :is(.tally,.strip) ul{display:flex;flex-wrap:wrap;gap:.3rem .6rem}"
    ".analysis .strip .lane{display:grid;grid-template-columns:9.5rem 1fr;gap:.2rem 1rem;"
    "padding:.35rem 0;border-top:1px solid var(--line)}"
    ".analysis .strip p{margin:0}"
    ".analysis .strip li{margin:0;padding:.1rem .5rem;border:1px solid var(--line);"
    "border-radius:4px;background:linear-gradient(to right,var(--chart-grid) var(--odds,0%),"
    "transparent var(--odds,0%))}"
    ".analysis ul.remarks{padding-left:.7rem;border-left:3px solid var(--at-risk)}"
    ".analysis .sift{display:none}"
    ".analysis .aside{position:absolute;width:1px;height:1px;overflow:hidden;"
    "clip-path:inset(50%);white-space:nowrap}"
    ".analysis details.fold{border-top:1px solid var(--line);padding:.2rem 0}"
    ".analysis details.fold>summary span{color:var(--quiet);font-size:.87em;margin-left:.5rem}"
)
