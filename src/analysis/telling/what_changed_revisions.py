"""What differs from what was first published: revised, replaced, or written more precisely."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..records.plans import Plan
from .kit import wording
from .kit.folds import Shown, folded
from .kit.names import indicator_names
from .kit.table import Table
from .kit.text import Text
from .kit.wording import CHANGES, percent, pick, quantity, signed, year

REPLACED = ("revised", "source", "precision")
FEW = 3  # up to so many figures are named in a sentence; the table lists every one


def figure(name: str, at: object, before: float, after: float, unit: str, lang: str) -> str:
    """One figure: name, year, and the value before and after, of which one may be missing."""
    values = [quantity(v, unit, lang, observed=True) for v in (before, after) if pd.notna(v)]
    head = f"{name}{year(at)}年：" if lang == "zh" else f"{name}, {year(at)}: "
    return head + " → ".join(values)


def bracketed(told: list[str], lang: str) -> str:
    """What is told, in brackets."""
    return f"（{'；'.join(told)}）" if lang == "zh" else f" ({'; '.join(told)})"


def revision_table(
    rows: pd.DataFrame, plan: Plan, sources: Mapping[str, str], *, lang: str = "zh"
) -> Shown:
    """`vintages.revisions` for readers: revisions first, then what another source replaced.

    A figure that is only written more precisely, or that differs by less than a hundredth of a
    percent, is not shown as a change.
    """
    names = indicator_names(plan, lang)
    ordered = _visible(rows).sort_values("kind", kind="stable")
    return folded(ordered, plan, lambda part: _revisions(part, names, sources, lang), lang=lang)


def _revisions(
    rows: pd.DataFrame, names: pd.Series, sources: Mapping[str, str], lang: str
) -> Table:
    cells = [
        {
            "name": names[r.indicator_id],
            "year": year(r.year),
            "first": _held(r.first, r.first_published, r.unit, lang),
            "revised": _held(r.latest, r.latest_published, r.unit, lang),
            "kind": pick(CHANGES[r.kind], lang),
            "relative": signed(r.relative, percent(r.relative, 2)),
            "source": sources.get(r.latest_source_id, r.latest_source_id),
        }
        for r in rows.itertuples()
    ]
    columns = ["name", "year", "first", "revised", "kind", "relative", "source"]
    numeric = ("year", "first", "revised", "relative")
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=numeric, nothing=("", ""))


def _visible(rows: pd.DataFrame) -> pd.DataFrame:
    """Real changes, large enough to show in the two decimals of a percentage."""
    small = rows["relative"].abs() < 0.5e-4
    return rows[(rows["kind"] != "precision") & ~small]


def _held(value: float, published: pd.Timestamp, unit: str, lang: str) -> str:
    written, on = quantity(value, unit, lang, observed=True), wording.day(published)
    return f"{written}（{on}）" if lang == "zh" else f"{written} ({on})"


def revision_words(rows: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """How many figures were revised, which, and how many were replaced by another source's."""
    if rows.empty:
        none = ("没有一个数与首次公布的不同。", "Every figure stands as first published.")
        return Text((pick(none, lang),))
    counts = rows["kind"].value_counts().reindex(list(REPLACED), fill_value=0)
    words = _revised_zh if lang == "zh" else _revised_en
    return Text((words(counts, _named_revisions(rows, plan, lang)),))


def _named_revisions(rows: pd.DataFrame, plan: Plan, lang: str) -> str:
    """The revised figures by name where they are few, with the value before and after."""
    real, names = rows[rows["kind"] == "revised"], indicator_names(plan, lang)
    if not 0 < len(real) <= FEW:
        return ""
    told = [
        figure(names[r.indicator_id], r.year, r.first, r.latest, r.unit, lang)
        for r in real.itertuples()
    ]
    return bracketed(told, lang)


def _revised_zh(counts: pd.Series, named: str) -> str:
    parts = [
        f"被同一系列的文件修订的{counts['revised']}个{named}"
        if counts["revised"]
        else "没有一个是被同一系列的文件修订的"
    ]
    if counts["source"]:
        parts.append(f"换用另一来源的{counts['source']}个，两数口径可能不同，不算修订")
    if counts["precision"]:
        parts.append(f"只是精度不同的{counts['precision']}个")
    return f"现用的值与首次公布的不同的有{counts.sum()}个数：{'；'.join(parts)}。"


def _revised_en(counts: pd.Series, named: str) -> str:
    parts = [
        f"{counts['revised']} revised by a document of the same series{named}"
        if counts["revised"]
        else "none revised by a document of the same series"
    ]
    if counts["source"]:
        parts.append(
            f"{counts['source']} taken from another source, whose scope may differ, so that is no "
            "revision"
        )
    if counts["precision"]:
        parts.append(f"{counts['precision']} only given to another precision")
    differ = "figure in use now differs" if counts.sum() == 1 else "figures in use now differ"
    return f"{counts.sum()} {differ} from what was first published: {'; '.join(parts)}."
