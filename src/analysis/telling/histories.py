"""A figure's vintages with their sources, as a short text."""

from __future__ import annotations

import pandas as pd

from ..records.plans import Plan
from .kit import wording
from .kit.wording import pick


def history_text(rows: pd.DataFrame, plan: Plan, sources: pd.DataFrame, lang: str) -> str:
    """The vintages as lines: year, value, publication, source, and what became of the row."""
    if rows.empty:
        return "本库未收录它的数" if lang == "zh" else "no figure in this collection"
    table = plan.indicators.set_index("indicator_id").loc[rows["indicator_id"].iloc[0]]
    titles = sources.drop_duplicates("source_id").set_index("source_id")["title"]
    lines = [f"{table[f'name_{lang}']}（{table.name}）"]
    lines += [
        _line(row, titles.get(row.source_id, row.source_id), lang) for row in rows.itertuples()
    ]
    if rows["published_estimated"].any():
        lines.append(pick(("* 发布日期为推定", "* day of publication estimated"), lang))
    return "\n".join(lines)


def _line(row, title: str, lang: str) -> str:
    day = "" if pd.isna(row.reference_date) else f"{row.reference_date:-%m-%d}"
    if not getattr(row, "annual", True):
        day = f" [{row.start:%Y-%m-%d} – {row.end:%Y-%m-%d}]"
    word = wording.name_of(wording.QUALIFIERS, row.qualifier, lang)
    exact = "" if row.qualifier == "exact" else f" [{word}]"
    by = row.corrected_by
    gone = pick((f"（已更正，见 #{by}）", f" (corrected, see #{by})"), lang) if by else ""
    star = "*" if row.published_estimated else ""
    return (
        f"  {int(row.year)}{day}  {_exactly(row.value, row.unit, lang)}{exact}{gone}  "
        f"{row.published:%Y-%m-%d}{star}  {row.grade}  {title}  #{row.observation_id}"
    )


def _exactly(value: float, unit: str, lang: str) -> str:
    """Every digit, with the unit."""
    digits = wording.number(value, lang=lang, exact=True)
    rounded = wording.quantity(0.0, unit, lang, observed=True)
    return rounded.replace("0", digits, 1)
