"""What is wrong with what a window shows: too wide, too small, words over words or hard to read."""

from functools import cache
from pathlib import Path

from support.browsing import WIDTHS

SMALLEST = 12  # CSS pixels
HAIR = 0.5  # units of a drawing that its words may share
EDGE = 1.0  # CSS pixels that a word may stick out of its card
LEAST = 4.5  # contrast of words with their ground, WCAG 2.2, 1.4.3 (3 for large ones)
MOST = 8  # faults of a kind that are told
KINDS = {
    "overlaps": ("over each other", HAIR),
    "beyond": ("beyond its card", EDGE),
    "faint": ("hard to read", LEAST),
}
LEVELS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def violations(page) -> list[str]:
    """What axe-core finds wrong at levels A and AA, with where."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": LEVELS, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response
    assert len(found["passes"]) > 10, "axe ran"
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def unfolded(page) -> None:
    """Open every fold of a page: what is in it is looked at, too."""
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")


def look(page, width: int, scheme: str) -> list[str]:
    """Everything that is wrong with a page in a window of this width and scheme.

    Sideways scroll, what lies beyond the window, text below 12 px, words of a drawing over each
    other, words beyond their card, and words (of drawings too: over the shape below them) that
    have too little contrast with their own ground.
    """
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.emulate_media(color_scheme=scheme)
    frame = page.evaluate(_checks(), ["frame", SMALLEST])
    told = [f"{frame['over']} px too wide"] * (frame["over"] > 0)
    told += [f"beyond the window: {what}" for what in frame["beyond"][:MOST]]
    told += [f"too small: {what}" for what in frame["small"][:MOST]]
    for kind, (name, least) in KINDS.items():
        told += [f"{name}: {what}" for what in page.evaluate(_checks(), [kind, least])[:MOST]]
    return [f"{width} {scheme}: {what}" for what in told]


@cache
def _checks() -> str:
    return Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
