"""What a check has to say about a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

LEVELS = {
    "error": ("错误", "error"),
    "warning": ("请核对", "warning"),
    "notice": ("提示", "notice"),
}


@dataclass(frozen=True)
class Finding:
    """One remark: how grave, where, the value there, and what to do, in both languages.

    Attributes
    ----------
    level : str
        "error" stops, "warning" needs to be accepted, "notice" is only said.
    code : str
        A short name of the rule.
    sheet, place : str
        The sheet and the cell (such as D7); "" where it concerns the whole.
    value : str
        What stands in the cell.
    """

    level: str
    code: str
    zh: str
    en: str
    sheet: str = ""
    place: str = ""
    value: str = ""

    def text(self, lang: str) -> str:
        """One line: where, what stands there, which rule, what to do."""
        seen = repr(self.value) if self.value else ""
        where = " ".join(part for part in (self.sheet, self.place, seen) if part)
        said = self.zh if lang == "zh" else self.en
        colon = "：" if lang == "zh" else ": "
        word = LEVELS[self.level][0 if lang == "zh" else 1]
        return f"[{word}] {where}{colon if where else ''}{said}"


def about_rows(
    rows: pd.DataFrame, level: str, code: str, zh: Iterable[str] | str, en: Iterable[str] | str
) -> list[Finding]:
    """One finding per row (sheet, place, value); a single text serves all."""
    if rows.empty:
        return []
    zh = [zh] * len(rows) if isinstance(zh, str) else list(zh)
    en = [en] * len(rows) if isinstance(en, str) else list(en)
    return [
        Finding(level, code, z, e, r.sheet, r.place, f"{r.value:.12g}")
        for r, z, e in zip(rows.itertuples(), zh, en, strict=True)
    ]


CELLS = 6  # of one cause that are named
SHOWN = {"error": 12, "warning": 12, "notice": 3}  # of one kind, on screen


def causes(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings of one cause together: the same rule in the same words, on one sheet."""
    together: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.level, finding.code, finding.sheet, finding.zh, finding.en)
        together.setdefault(key, []).append(finding)
    return [*together.values()]


def told(cause: Sequence[Finding], lang: str) -> str:
    """One line for a cause: the first cells, and how many there are."""
    first = cause[0]
    if len(cause) == 1 or first.level == "notice":
        return first.text(lang)
    named = first.code.startswith("unknown-")  # which names they are tells more than the cells
    places = [f"{f.place} {f.value!r}" if named else f.place for f in cause if f.place]
    shown = ", ".join(places[:CELLS])
    if len(places) > CELLS:
        shown += f" … ({len(places)})" if lang == "en" else f" …（共{len(places)}格）"
    values = {f.value for f in cause}
    return replace(first, place=shown, value=first.value if len(values) == 1 else "").text(lang)


def report(findings: Sequence[Finding], lang: str) -> str:
    """The remarks as lines, the gravest first, one cause once, alike ones shortened."""
    order = list(LEVELS)
    ranked = sorted(findings, key=lambda f: order.index(f.level))
    shown: list[str] = []
    seen: Counter[tuple[str, str]] = Counter()
    for cause in causes(ranked):
        level, code = cause[0].level, cause[0].code
        listed = [[f] for f in cause] if level == "notice" else [cause]
        for told_once in listed:
            seen[level, code] += 1
            if seen[level, code] <= SHOWN[level]:
                shown.append(told(told_once, lang))
    for (level, code), count in seen.items():
        if count > SHOWN[level]:
            more = count - SHOWN[level]
            shown.append(
                f"[{LEVELS[level][0]}] 同类的另有{more}处（{code}）"
                if lang == "zh"
                else f"[{LEVELS[level][1]}] {more} more of this kind ({code})"
            )
    return "\n".join(shown)
