"""Warnings, causes and measures beside a verdict, as analysts wrote them."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ...judging.situations import Situation
from . import inline
from .names import target_titles
from .rows import each
from .wording import day, pick

KINDS = {
    "warning": ("预警", "Warning"),
    "cause": ("原因", "Cause"),
    "measure": ("措施", "Measure"),
    "note": ("说明", "Note"),
}
LANGUAGE = {"zh": "zh-Hans", "en": "en"}


@dataclass(frozen=True)
class Remark:
    """One remark: what it is, when and by whose office it was written, its words.

    Attributes
    ----------
    about : str
        The target's name; empty beside the target itself.
    kind, written, text : str
    spoken : {"zh", "en"}
        The language of the text: another than the page's where none was written in that.
    """

    about: str
    kind: str
    written: str
    text: str
    spoken: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.about, self.kind, self.written, self.text)))

    def __html__(self) -> str:
        about = f"<b>{html.escape(self.about)}</b> " if self.about else ""
        return (
            f"{about}<strong>{html.escape(self.kind)}</strong> "
            f'<span lang="{LANGUAGE[self.spoken]}">'
            f"{html.escape(self.text)}</span> <small>{html.escape(self.written)}</small>"
        )


@dataclass(frozen=True)
class Remarks:
    """Remarks one below another; nothing where there is none."""

    parts: tuple[Remark, ...]

    def __str__(self) -> str:
        return "\n".join(map(str, self.parts))

    def __html__(self) -> str:
        items = "".join(f"<li>{part.__html__()}</li>" for part in self.parts)
        return f'<ul class="remarks">{items}</ul>' if items else ""

    def _repr_html_(self) -> str:
        return inline.dressed(self.__html__()) if self.parts else ""


def remarks_beside(
    remarks: pd.DataFrame, figure_ids: Sequence[Sequence[str]], *, lang: str = "zh"
) -> list[Remarks]:
    """Of each target, given by its figure_ids, the remarks on it: newest first."""
    of: dict[str, list[Remark]] = {}
    for r in each(remarks):
        of.setdefault(r.target_id, []).append(_remark(r, "", lang))
    return [Remarks(tuple(x for i in ids for x in of.get(i, ()))) for ids in figure_ids]


def remark_list(now: Situation, *, lang: str = "zh") -> Remarks:
    """Every remark that holds, with its target's name: in the plan's order, newest first."""
    titles = target_titles(now.plan, lang)
    goals = now.plan.targets
    named = {
        i: (n, titles[t])
        for n, (t, ids) in enumerate(zip(goals["target_id"], goals["figure_ids"], strict=True))
        for i in ids
    }
    told = [r for r in each(now.remarks) if r.target_id in named]
    ordered = sorted(told, key=lambda r: named[r.target_id][0])
    return Remarks(tuple(_remark(r, named[r.target_id][1], lang) for r in ordered))


def _remark(r, about: str, lang: str) -> Remark:
    texts = {"zh": r.text_zh, "en": r.text_en}
    spoken = lang if texts[lang] else next(k for k, text in texts.items() if text)
    written = pick(("，", ", "), lang).join((day(r.date), r.role))
    return Remark(about, pick(KINDS[r.kind], lang), written, texts[spoken], spoken)
