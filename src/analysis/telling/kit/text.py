"""Words that a notebook shows: a text, one that opens when asked for, sections with headings."""

from __future__ import annotations

import html
from dataclasses import dataclass

from . import inline


@dataclass(frozen=True)
class Text:
    """Generated prose that a notebook shows as a paragraph or a list."""

    parts: tuple[str, ...]
    role: str = "p"

    def __str__(self) -> str:
        return "\n".join(self.parts)

    def _repr_html_(self) -> str:
        return inline.dressed(self.body())

    def body(self) -> str:
        """The HTML itself, to stand within another element."""
        if self.role == "ul":
            items = "".join(f"<li>{html.escape(p)}</li>" for p in self.parts)
            return f"<ul>{items}</ul>"
        tag = "p" if self.role == "p" else f'p class="{self.role}"'
        return "".join(f"<{tag}>{html.escape(p)}</p>" for p in self.parts)


@dataclass(frozen=True)
class Folded:
    """A text that opens when it is asked for."""

    title: str
    text: Text

    def _repr_html_(self) -> str:
        head = f"<summary>{html.escape(self.title)}</summary>"
        return inline.dressed(f'<details class="how">{head}{self.text.body()}</details>')


@dataclass(frozen=True)
class Sections:
    """Headed sections, each a list of things that can show themselves as HTML."""

    parts: tuple[tuple[str, str, tuple], ...]

    def _repr_html_(self) -> str:
        return "".join(
            f'<section><h2 id="{html.escape(anchor)}">{html.escape(title)}</h2>'
            f"{''.join(p._repr_html_() for p in shown)}</section>"
            for anchor, title, shown in self.parts
        )
