"""Draw the rooms of src/analysis and who imports whom: docs/architecture.svg, from the imports.

Run it after moving a module. A room is a box with its modules; an arrow goes from a room to one
whose modules it imports.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "analysis"
DRAWING = ROOT / "docs" / "architecture.svg"
# The way data take, top to bottom; intake stands beside it.
PATH = ("records", "projection", "judging", "telling", "briefing")
BESIDE = "intake"
ROOMS = (*PATH, BESIDE)
ROW, GAP, MARGIN = 18, 44, 20
GUTTER = 150  # left of the boxes, for arrows that pass rooms by
BOX, COLUMNS = 680, 4
SIDE, SIDE_BOX, SIDE_COLUMNS = GUTTER + BOX + 70, 250, 2  # the room beside
WIDTH = SIDE + SIDE_BOX + MARGIN
INK, LINE, EDGE, FILL, TITLE = "#1d2733", "#48566a", "#9fb0c3", "#f4f7fa", "#0b3c5d"


def modules(source: Path = SOURCE) -> list[str]:
    """Every module's name within the package."""
    return sorted(_name(path, source) for path in source.rglob("*.py"))


def _name(path: Path, source: Path) -> str:
    return ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__")


def imports(source: Path = SOURCE) -> list[tuple[str, str]]:
    """(importing module, imported module) for every import within the package, once each.

    Imports inside functions count; a name that is no module counts as its package.
    """
    known = set(modules(source))
    found = set()
    for path in source.rglob("*.py"):
        name = _name(path, source)
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        tree = ast.parse(path.read_text("utf-8"))
        found |= {(name, wanted) for wanted in _named(tree, package, known) if wanted != name}
    return sorted(found)


def _named(tree: ast.AST, package: str, known: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            home = ".".join(filter(None, [*above, node.module]))
            for alias in node.names:
                inner = f"{home}.{alias.name}".lstrip(".")
                yield inner if inner in known else home


def room_of(module: str) -> str:
    """The room a module is in; the module itself at the top."""
    return module.partition(".")[0]


def drawing(source: Path = SOURCE) -> str:
    """The picture as SVG text."""
    names = modules(source)
    held = {
        room: [n.partition(".")[2] for n in names if n.startswith(f"{room}.")] for room in ROOMS
    }
    places, top = {}, MARGIN
    for room in PATH:
        places[room] = Place(GUTTER, top, BOX, COLUMNS, len(held[room]))
        top += places[room].height + GAP
    beside = places["projection"].top
    places[BESIDE] = Place(SIDE, beside, SIDE_BOX, SIDE_COLUMNS, len(held[BESIDE]))
    named = [(room_of(a), room_of(b)) for a, b in imports(source)]
    ways = sorted({(a, b) for a, b in named if a != b and {a, b} <= set(ROOMS)})
    boxes = [_box(room, held[room], places[room]) for room in ROOMS]
    arrows = [_arrow(a, b, places) for a, b in ways]
    return "\n".join([_head(top - GAP + MARGIN), *arrows, *boxes, "</svg>", ""])


class Place(NamedTuple):
    """Where a room's box lies."""

    left: int
    top: int
    width: int
    columns: int
    held: int

    @property
    def height(self) -> int:
        return 34 + ROW * -(-self.held // self.columns)

    @property
    def bottom(self) -> int:
        return self.top + self.height


def _head(height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        f'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="{LINE}"/></marker></defs>'
    )


def _box(room: str, held: list[str], place: Place) -> str:
    step, left, top = (place.width - 12) // place.columns, place.left + 12, place.top
    cells = [
        _text(left + step * (n % place.columns), top + 42 + ROW * (n // place.columns), name, INK)
        for n, name in enumerate(held)
    ]
    frame = (
        f'<rect x="{place.left}" y="{top}" width="{place.width}" height="{place.height}" rx="6" '
        f'fill="{FILL}" stroke="{EDGE}"/>'
    )
    title = _text(left, top + 21, room, f'{TITLE}" font-size="15" font-weight="bold')
    return "\n".join([frame, title, *cells])


def _text(x: int, y: int, words: str, fill: str) -> str:
    return f'<text x="{x}" y="{y}" fill="{fill}">{escape(words)}</text>'


def _arrow(importer: str, imported: str, places: dict[str, Place]) -> str:
    """From a room to one that it imports: straight to a neighbour, else around the boxes."""
    start, end = places[importer], places[imported]
    if BESIDE in (importer, imported):
        return _line(*_around_right(importer, start, end))
    steps = PATH.index(importer) - PATH.index(imported)
    if steps == 1:
        x = GUTTER + BOX // 2
        return _line((x, start.top), (x, end.bottom + 1))
    x = GUTTER - 26 * (2 * steps - 3) - 9 * PATH.index(imported)
    low, high = start.top + 10 + 8 * steps, end.bottom - 10 - 6 * steps
    return _line((GUTTER, low), (x, low), (x, high), (GUTTER - 1, high))


def _around_right(importer: str, start: Place, end: Place) -> list[tuple[int, int]]:
    """The corners between the room beside and one of the path."""
    beside, other = (start, end) if importer == BESIDE else (end, start)
    edge, y = GUTTER + BOX, other.top + 14
    if other.top == beside.top:
        corners = [(beside.left, y), (edge + 1, y)]
    elif other.top < beside.top:
        corners = [(beside.left + 40, beside.top), (beside.left + 40, y), (edge + 1, y)]
    else:
        corners = [(beside.left + 90, beside.bottom + 1), (beside.left + 90, y), (edge, y)]
    return corners if importer == BESIDE else corners[::-1]


def _line(*corners: tuple[int, int]) -> str:
    path = "M" + " L".join(f"{x} {y}" for x, y in corners)
    return (
        f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.2" marker-end="url(#tip)"/>'
    )


def main() -> None:
    DRAWING.write_text(drawing(), encoding="utf-8")


if __name__ == "__main__":
    main()
