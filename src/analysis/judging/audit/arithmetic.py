"""Rules that hold the plan's numbers against each other."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ...records.plans import Plan
from ...records.schema import FIGURES
from .findings import Finding, Findings, Known, promised, units


def multiple_vs_level(plan: Plan, known: Known) -> Findings:
    """A target put as a multiple and as a level that does not come to as much.

    Facts: multiple, level, baseline, ratio (level over baseline), due (multiple of the
    baseline), unit.
    """
    figures = plan.figures.set_index("figure_id")
    goals = plan.targets.assign(first=plan.targets["figure_ids"].str[0]).set_index("first")
    for c in _wrong(known, "multiple"):
        said = figures[figures.index.isin(c.figure_ids)]
        multiple = goals.loc[c.figure_ids[0]]
        base = multiple["baseline_value"]
        counted = figures[
            (figures["indicator_id"] == c.indicator_id)
            & figures["role"].isin(["baseline", "history"])
            & (figures["year"] == multiple["baseline_year"])
            & (figures["value"] == base)
        ]
        facts = {
            "multiple": c.stated,
            "level": said.loc[said["measure"] != "ratio", "value"].iloc[0],
            "baseline": base,
            "ratio": c.computed,
            "due": base * c.stated,
            "unit": units(plan)[c.indicator_id],
        }
        ids = (*said.index, *counted.index[:1])
        yield Finding("contradiction", ids, (c.indicator_id,), facts)


def _wrong(known: Known, check: str) -> Iterator:
    """The checks of one kind that do not agree."""
    checks = known.checks
    return checks[(checks["check"] == check) & checks["agrees"].eq(False)].itertuples()


def growth_vs_levels(plan: Plan, known: Known) -> Findings:
    """A stated growth that the two levels beside it do not give (增长N倍 is the ratio less one).

    Facts: stated, computed (times), is_ratio (what is stated is the one level over the other).
    """
    for c in _wrong(known, "growth"):
        is_ratio = bool(abs(c.computed + 1 - c.stated) <= 0.1)
        facts = {"stated": c.stated, "computed": c.computed, "is_ratio": is_ratio}
        yield Finding("contradiction", c.figure_ids, (c.indicator_id,), facts)


def count_vs_items(plan: Plan, known: Known) -> Findings:
    """A stated count and the items listed under it (`[[counts]]` of plan.toml).

    Facts: quote, stated, listed. The indicators are those not put the way that the count names.
    """
    figures = plan.figures.set_index("figure_id")
    for hint in plan.meta.get("counts", []):
        stated, quote = figures.loc[hint["figure"], ["value", "quote"]]
        figure_ids = hint.get("items", [])
        listed = len(figure_ids) + len(hint.get("listed", []))
        outside = [i for i in figure_ids if not _has_reading(plan, i, hint)]
        if listed == stated and not outside:
            continue
        odd = tuple(figures.loc[i, "indicator_id"] for i in outside)
        facts = {"quote": quote, "stated": stated, "listed": listed}
        yield Finding("contradiction", (hint["figure"], *figure_ids), odd, facts)


def _has_reading(plan: Plan, figure_id: str, hint: dict) -> bool:
    """Whether the item's indicator is promised in the way that the count names."""
    if "reading" not in hint:
        return True
    goals = promised(plan)
    mine = goals.loc[goals["figure_id"] == figure_id, "indicator_id"]
    ways = goals.loc[goals["indicator_id"].isin(mine), "measure"]
    _, renamed = FIGURES.former["target_kind"]
    return renamed.get(hint["reading"], hint["reading"]) in set(ways)


def parts_vs_total(plan: Plan, known: Known) -> Findings:
    """A whole and the sum of its parts (`[[sums]]` of plan.toml).

    Facts: stated, computed, unit.
    """
    for c in _wrong(known, "sum"):
        facts = {"stated": c.stated, "computed": c.computed, "unit": c.unit}
        yield Finding("contradiction", c.figure_ids, (c.indicator_id,), facts)


def per_head_population(plan: Plan, known: Known) -> Findings:
    """A per-head figure and a count that imply a population some publication contradicts.

    The publications are those of `[[identities]]` in plan.toml; they differ by vintage.

    Facts: people (implied) with its unit; fits, off (published populations that agree and that
    do not, by indicator_id); stated, corrected (the per-head figure, and what it would be on the
    first that does not). The indicator is the per-head figure's.
    """
    implied = known.checks[known.checks["check"] == "implied"]
    figures = plan.figures.set_index("figure_id")
    for figure_ids, rows in implied.groupby("figure_ids", sort=False):
        agrees = rows["agrees"].astype(bool)
        fits, off = rows[agrees], rows[~agrees]
        if off.empty:
            continue
        per_head, people = figures.loc[figure_ids[1]], rows["computed"].iloc[0]
        facts = {
            "people": people,
            "unit": rows["unit"].iloc[0],
            "fits": _by_indicator(fits),
            "off": _by_indicator(off),
            "stated": per_head["value"],
            "corrected": per_head["value"] * people / off["stated"].iloc[0],
        }
        severity = "ambiguity" if len(fits) else "contradiction"
        yield Finding(severity, tuple(figure_ids), (per_head["indicator_id"],), facts)


def _by_indicator(rows: pd.DataFrame) -> dict[str, float]:
    """The first stated number of each indicator_id."""
    return rows.drop_duplicates("indicator_id").set_index("indicator_id")["stated"].to_dict()
