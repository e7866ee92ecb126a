"""What notebook 13 says: the annual targets, what was asked and what was delivered."""

from __future__ import annotations

import pandas as pd

from ..judging.breakdown import apportioned
from ..judging.breakdown_regions import REST, SCHEMES
from ..judging.situations import Records
from ..records.units import SHARE, unit_of
from .kit import wording
from .kit.cells import Badge, Lines
from .kit.folds import Shown, Together
from .kit.grammar import Clause, tell
from .kit.names import indicator_names, indicator_units, target_titles
from .kit.rows import each
from .kit.table import Table
from .kit.text import Text
from .kit.wording import day, in_year, percent, pick, quantity, year
from .next_plan import pace, share_of_others

KEPT, BROKEN = "achieved", "missed"
GOAL_KINDS = {
    "annual": ("年度目标", "annual"),
    "plan": ("另定的目标", "set elsewhere"),
    "standing": ("没有年份", "without a year"),
}
COUNTED = (
    Clause(
        "规划以外另定的目标{n}项，其中年度目标{annual}项：达到{kept}项，未达到{missed}项，其余{rest}项"
        "还没有能判定的数",
        "{n} target{n:s} set outside the plan's text, {annual} of them for a year: {kept} kept, "
        "{missed} missed, for the other {rest} nothing published decides yet",
    ),
)
SOFT = Clause(
    "达到的{kept}项里，{sure}项在提出那天，只看历史就有九成以上的把握：定得很低",
    "Of the {kept} kept, {sure} had nine chances in ten or more on the day they were set, by their "
    "past alone: they asked little",
    lambda f: f["sure"] > 0,
)
WAY = (
    Clause(
        "{name}{year:year}年要求{goal}，{verb}规划目标在这一年的路上（匀速{straight:observed}，等速增长"
        "{growth:observed}）",
        "{name}: {goal} for {year:year} {verb} the plan's way in that year (straight line "
        "{straight:observed}, constant growth {growth:observed})",
    ),
    Clause("；实际{came}", "; it came to {came}"),
)
ON_WAY = {
    True: ("不低于", "is not below"),
    False: ("低于", "is below"),
}
WITHIN = (
    Clause(
        "规划目标{title}（{due:year}年）按印发那天已知的数分解到各地，与各地自己定的{n}项目标对照",
        "{title} (for {due:year}), divided among the regions by what was known on the day of "
        "issue, beside the {n} target{n:s} they set themselves",
    ),
    Clause(
        "。能对照的{ways}项中，{enough}项不低于按现有份额走到那一年应有的数",
        ". Of {ways} that can be compared, {enough} asked no less than what the share of "
        "today asks by that year",
        lambda f: f["ways"] > 0,
    ),
    Clause("；{n}项中达到{kept}项，未达到{broken}项", "; of the {n}, {kept} kept, {broken} missed"),
)
ENOUGH = {
    True: ("够", "enough"),
    False: ("不够", "too little"),
}
NONE_WITHIN = (
    "没有一项规划目标既能分解到下辖地区、又有地区给自己定了目标。",
    "No target of the plan can both be divided among the regions within and has one of theirs.",
)
NONE = ("没有登记年度目标。", "No annual target has been recorded.")


def count_words(rows: pd.DataFrame, *, lang: str = "zh") -> Text:
    """How many annual targets there are, and what came of them.

    Parameters
    ----------
    rows : DataFrame
        From `annual_targets.annual_targets`.
    """
    if rows.empty:
        return Text((pick(NONE, lang),))
    annual = rows[rows["kind"] == "annual"]
    kept = annual[annual["status"] == KEPT]
    missed = int((annual["status"] == BROKEN).sum())
    facts = {
        "n": len(rows),
        "annual": len(annual),
        "kept": len(kept),
        "missed": missed,
        "rest": len(annual) - len(kept) - missed,
        "sure": int((kept["said"].astype(float) >= 0.9).sum()),
    }
    lines = [tell([part], facts, lang=lang) for part in (*COUNTED, SOFT)]
    return Text(tuple(filter(None, lines)))


def asked_table(rows: pd.DataFrame, records: Records, *, lang: str = "zh") -> Table:
    """Year × target: asked, by whom and when, the odds that day, delivered, the verdict."""
    plan = records.plan
    names, units = indicator_names(plan, lang), indicator_units(plan)
    places = records.regions.set_index("region")[f"name_{lang}"]
    others = pd.concat([names, places])
    cells = [
        {
            "name": names[r.indicator_id],
            "region": places.get(r.region, r.region),
            "year": year(r.deadline) if pd.notna(r.deadline) else wording.MISSING,
            "target": Lines(_asked(r, others, lang), day(r.published) + _star(r)),
            "asks": pace(r.pace, r.asks, lang),
            "said": percent(r.said),
            "bold": share_of_others(r, lang),
            "delivered": _delivered(r, units[r.indicator_id], lang),
            "status": Badge(r.status, lang) if isinstance(r.status, str) else wording.MISSING,
        }
        for r in each(rows)
    ]
    columns = ["name", "region", "year", "target", "asks", "bold", "said", "delivered", "status"]
    return Table(
        pd.DataFrame(cells, columns=columns), lang, numeric=("target", "asks", "bold", "said")
    )


def _star(r) -> str:
    return "*" if r.published_estimated else ""


def _asked(r, others: pd.Series, lang: str) -> str:
    """As it was put: ≥1300家; 年均增速≥20%; not below the nation."""
    if r.measure == "gap" and r.value == 0:
        other = others.get(r.against, r.against)
        return pick((f"不低于{other}", f"not below: {other}"), lang)
    goal = wording.target(wording.comparator_of(r), r.value, r.value_high, r.unit, lang)
    if r.measure in ("", "level"):
        return goal
    put = wording.name_of(wording.READINGS, r.measure, lang)
    return put + pick(("", " "), lang) + goal


def _delivered(r, unit: str, lang: str) -> str:
    """The figure of the year itself; the latest before it where that is not known."""
    if pd.isna(r.latest_value):
        return wording.MISSING
    value = wording.marked(r.latest_value, r.latest_qualifier, unit, lang)
    own = pd.notna(r.deadline) and int(r.latest_year) == int(r.deadline)
    if not own:
        return value + in_year(r.latest_year, lang)
    if r.measure == "growth" and pd.notna(r.target_value):
        grown = _grown(r)
        if grown is not None:
            return value + pick((f"（{grown}）", f" ({grown})"), lang)
    return value


def _grown(r) -> str | None:
    """The growth that came, from the base that the target's own level implies."""
    base = r.target_value / (1 + r.value / 100)
    if not base > 0 or r.unit != SHARE:
        return None
    change = r.latest_value / base - 1
    return wording.signed(change, percent(change, 1))


def way_words(rows: pd.DataFrame, records: Records, *, lang: str = "zh") -> Text:
    """Whether the annual targets would have led to the plan's own."""
    plan = records.plan
    names, units = indicator_names(plan, lang), indicator_units(plan)
    told = rows[rows["on_way"].notna() & (rows["kind"] == "annual")]
    if told.empty:
        none = (
            "没有一项年度目标与规划的目标是同一个指标，无从比较。",
            "No annual target is of the same indicator as one of the plan's, so none compares.",
        )
        return Text((pick(none, lang),))
    lines = []
    for r in each(told):
        unit = units[r.indicator_id]
        came = _delivered(r, unit, lang)
        facts = {
            "name": names[r.indicator_id],
            "year": r.deadline,
            "goal": _asked(r, names, lang),
            "verb": pick(ON_WAY[bool(r.on_way)], lang),
            "straight": r.straight,
            "growth": r.constant_growth,
            "came": came if came != wording.MISSING else None,
        }
        lines.append(tell(WAY, facts, unit=unit, lang=lang))
    return Text(tuple(lines), "ul")


def within_shown(
    rows: pd.DataFrame, asked: pd.DataFrame, records: Records, *, lang: str = "zh"
) -> Shown:
    """The plan's targets broken down on the day of issue, and what each region within set itself.

    Parameters
    ----------
    rows : DataFrame
        From `pledges_within.pledges_within`.
    asked : DataFrame
        From `annual_targets.annual_targets`.
    """
    if rows.empty:
        return Text((pick(NONE_WITHIN, lang),))
    titles, units = target_titles(records.plan, lang), indicator_units(records.plan)
    parts = []
    for target, mine in rows.groupby("target_id", sort=False):
        unit = units[mine["indicator_id"].iloc[0]]
        told = asked.set_index("pledge_id").reindex(mine["pledge_id"].dropna())
        facts = {
            "title": titles[target],
            "due": int(mine["due"].iloc[0]),
            "n": len(told),
            "ways": int(mine["on_way"].notna().sum()),
            "enough": int(mine["on_way"].fillna(False).sum()),
            "kept": int(told["status"].eq(KEPT).sum()),
            "broken": int(told["status"].eq(BROKEN).sum()),
        }
        parts += [Text((tell(WITHIN, facts, lang=lang),)), _within(mine, told, unit, records, lang)]
    return Together(tuple(parts))


def _within(
    rows: pd.DataFrame, asked: pd.DataFrame, unit: str, records: Records, lang: str
) -> Table:
    whole = _whole(rows, unit)
    places = records.regions.set_index("region")[f"name_{lang}"]
    rest = pick(("未列入各地的部分", "not in any of them"), lang)
    cells = [
        {
            "region": rest if r.region == REST else places.get(r.region, r.region),
            "base_of": _known(r.base, unit, lang),
            **{s: _known(whole[s].get(r.region), unit, lang) for s in whole},
            "year": year(r.deadline) if pd.notna(r.deadline) else wording.MISSING,
            "due_then": _known(r.constant_growth, unit, lang),
            "target": wording.MISSING,
            "enough": wording.MISSING if pd.isna(r.on_way) else pick(ENOUGH[r.on_way], lang),
            "said": percent(r.said),
            "delivered": wording.MISSING,
            "status": wording.MISSING,
            **(_own(asked.loc[r.pledge_id], unit, lang) if r.pledge_id in asked.index else {}),
        }
        for r in each(rows)
    ]
    columns = ["region", "base_of", *whole, "year", "due_then", "target", "enough", "said"]
    return Table(
        pd.DataFrame(cells, columns=[*columns, "delivered", "status"]),
        lang,
        numeric=("base_of", *whole, "due_then", "target", "said"),
    )


def _own(r: pd.Series, unit: str, lang: str) -> dict[str, object]:
    return {
        "target": Lines(_asked(r, pd.Series(dtype=object), lang), day(r.published) + _star(r)),
        "delivered": _delivered(r, unit, lang),
        "status": Badge(r.status, lang),
    }


def _known(value: float | None, unit: str, lang: str) -> str:
    return wording.MISSING if value is None or pd.isna(value) else quantity(value, unit, lang)


def _whole(rows: pd.DataFrame, unit: str) -> dict[str, pd.Series]:
    """What each scheme gives each region, in whole units that add up to the target."""
    shares = rows[rows["base"].notna()].drop_duplicates("region").set_index("region")
    shown = [s for s in SCHEMES if shares[s].notna().all()]
    return {s: apportioned(shares[s], unit_of(unit).decimals) for s in shown}
