"""What changed, in words and tables: figures, targets, and which figure moved which target."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..judging.attainment import READING
from ..judging.attribution import attribution, in_few_rows
from ..judging.changes import Comparison, moves, target_moves
from ..records.plans import Plan
from ..records.rounding import fixed
from .kit import wording
from .kit.folds import Shown, folded
from .kit.names import indicator_names, indicator_units, status_name, target_titles
from .kit.table import Table
from .kit.text import Sections, Text
from .kit.wording import CHANGES, percent, pick, points, quantity, signed, year
from .what_changed_revisions import FEW, REPLACED, bracketed, figure
from .what_changed_targets import came_or_went, goal, move

COUNTED = {
    "new": ("新公布{}个数", "{} new figure{}"),
    "revised": ("修订{}个", "{} revised"),
    "source": ("换用另一来源{}个", "{} taken from another source"),
    "precision": ("仅精度不同{}个", "{} given to another precision"),
    "withdrawn": ("撤下{}个", "{} withdrawn"),
}
# What is no observation: a counted target can only be moved by the shift, an event by reports.
OTHER_CAUSES = {
    "shift": ("同类地区的新数据", "new data of other regions"),
    "event": ("事件报道", "events reported"),
}
# Of figures by the day on which they were recorded: an old one may be new here.
NEW_HERE = ("新登记{}个数", "{} figure{} new here")
WHOLE = ("合计", "Whole change")
CAUSE_COLUMNS = (
    *("name", "cause", "published", "chances", "points_moved", "median_moved", "status"),
)


def _period(found: Comparison, lang: str) -> str:
    if found.recorded:
        since = (
            f"按登记日期看，{found.since}之后",
            f"By the day of recording, after {found.since}",
        )
        return pick(since, lang)
    if found.built:
        day = (f"（{found.since}）", f" ({found.since})") if found.since else ("", "")
        return pick((f"上一次生成简报{day[0]}以来", f"Since the previous build{day[1]}"), lang)
    days = (f"{found.since}之后、截至{found.until}", f"After {found.since} and by {found.until}")
    return pick(days, lang)


def changed_words(found: Comparison, *, lang: str = "zh") -> Text:
    """What came out or was replaced on the indicators that the plan names, and what elsewhere."""
    planned, others = _planned(found, named=True), _planned(found, named=False)
    when, place = _period(found, lang), found.after.region_name(lang)
    if lang == "zh":
        here = (
            f"规划所列指标{_tally(planned, found, lang)}"
            if len(planned)
            else "规划所列指标的数没有变化"
        )
        lead = f"{when}，{place}{here}{_list_few(planned, found, lang)}。"
        away = (
            f"规划没有列出的指标另{_tally(others, found, lang)}{_list_few(others, found, lang)}。"
        )
    else:
        none = f"{when}, no figure of {place} changed on an indicator the plan names"
        here = f"{when}, on the indicators the plan names, {place}: {_tally(planned, found, lang)}"
        lead = f"{here if len(planned) else none}{_list_few(planned, found, lang)}."
        away = f" On indicators outside the plan: {_tally(others, found, lang)}"
        away += f"{_list_few(others, found, lang)}."
    return Text((lead + (away if len(others) else ""),))


def _planned(found: Comparison, *, named: bool) -> pd.DataFrame:
    """The changed figures of the indicators that the plan names, or of the others."""
    changed = found.changed
    return changed[changed["indicator_id"].isin(found.after.plan.named) == named]


def _tally(changed: pd.DataFrame, found: Comparison, lang: str) -> str:
    """How many figures there are of each kind; a kind without any is not mentioned."""
    counts, words = changed["kind"].value_counts(), COUNTED
    if found.recorded:
        words = COUNTED | {"new": NEW_HERE}
    told = [
        pick(words[kind], lang).format(counts[kind], "s" * int(counts[kind] != 1))
        for kind in COUNTED
        if kind in counts
    ]
    return ("，" if lang == "zh" else ", ").join(told)


def _list_few(changed: pd.DataFrame, found: Comparison, lang: str) -> str:
    """Figures named with the value before and after: all if few, else the real changes if few."""
    minor = changed["kind"].isin(["new", "precision"])
    listed = changed if len(changed) <= FEW else changed[~minor]
    if not 0 < len(listed) <= FEW:
        return ""
    names = indicator_names(found.after.plan, lang)
    told = [
        figure(names[c.indicator_id], c.year, c.before, c.after, c.unit, lang)
        + pick(("，", ", "), lang)
        + pick(CHANGES[c.kind], lang)
        for c in listed.itertuples()
    ]
    return bracketed(told, lang)


def moves_words(found: Comparison, *, lang: str = "zh", only: pd.Index | None = None) -> Text:
    """One sentence for each target that moved, or is another; one that says so where none did.

    Parameters
    ----------
    only : Index, optional
        Rows of `changes.moves` that are told; every one when left out.
    """
    rows, goals = moves(found), target_moves(found)
    none_left = only is not None and rows["moved"].any()
    rows = rows if only is None else rows.loc[only]
    titles = target_titles(found.after.plan, lang)
    steps = goals[goals["kind"] == "moved"]
    other = rows["target_id"].isin(steps["target_id"])
    told = [
        move(m, steps[steps["target_id"] == m.target_id], titles, lang)
        for m in rows[rows["moved"] | other].itertuples()
    ]
    told += [came_or_went(g, titles, lang) for g in goals[goals["kind"] != "moved"].itertuples()]
    if told or none_left:
        return Text(tuple(told), "ul")
    still = (
        "没有一项目标的达标概率或判断发生变化。",
        "No target's probability or verdict has moved.",
    )
    return Text((pick(still, lang),))


ROUNDED = 6  # decimals of a point by which 0.05 is five points
MUCH = 5.0  # points of probability from which a move is told on the first page
SMALLER = (
    "另有{n}项目标的概率变动不到{much}个百分点，判断没有变。",
    "{n} more moved by less than {much} points, with the same verdict.",
)


def most_moved(found: Comparison, *, lang: str = "zh") -> Text:
    """`moves_words` of what matters: another verdict, another target, `MUCH` points or more."""
    rows = moves(found)
    points_moved = (100.0 * rows["probability_change"].abs()).fillna(0.0)
    other = rows["status_before"] != rows["status_after"]
    steps = target_moves(found)
    replaced = rows["target_id"].isin(steps.loc[steps["kind"] == "moved", "target_id"])
    much = other | replaced | (points_moved.round(ROUNDED) >= MUCH)
    told = list(moves_words(found, lang=lang, only=rows.index[much]).parts)
    small = int((rows["moved"] & ~much).sum())
    if small:
        said = pick(SMALLER, lang).format(n=small, much=fixed(MUCH))
        told.append(said)
    return Text(tuple(told), "ul" if len(told) > 1 else "p")


def changed_table(found: Comparison, *, lang: str = "zh") -> Shown:
    """The changed observations of the indicators that the plan names."""
    rows = _planned(found, named=True)
    return folded(rows, found.after.plan, lambda part: _changed(part, found, lang), lang=lang)


def _changed(changed: pd.DataFrame, found: Comparison, lang: str) -> Table:
    sources, names = found.after.sources, indicator_names(found.after.plan, lang)
    rows = [
        {
            "name": names[c.indicator_id],
            "year": year(c.year),
            "before": quantity(c.before, c.unit, lang, observed=True),
            "after": quantity(c.after, c.unit, lang, observed=True),
            "kind": pick(CHANGES[c.kind], lang),
            "published": wording.day(c.published) + ("*" if c.published_estimated else ""),
            "source": sources.get(c.source_id, c.source_id),
        }
        for c in changed.itertuples()
    ]
    columns = ["name", "year", "before", "after", "kind", "published", "source"]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=("year", "before", "after"))


CHANGED_SECTION = (
    (
        "新公布和改动的数",
        "只列规划所列的指标；带*的发布日期原文未印，按规则推定。换了来源的两个数口径可能不同，"
        "后一个并不是对前一个的修订。",
    ),
    (
        "Figures that are new or replaced",
        "Indicators the plan names. A publication date with * is not printed in the source and is "
        "set by rule. Figures of two sources may differ in scope: one does not revise the other.",
    ),
)
TARGET_PUT_IN = (
    "目标本身改了的，在这些数之后换上新目标再算一次。",
    " A target that is another itself is put in after them.",
)
CAUSE_SECTION = (
    (
        "是哪个数推动的",
        "从此前已知的数出发，把变动的数按发布次序一个一个放进去，每放一个重新推算一次；推算还参照各地同类"
        "指标实际走得多快，这一项随各地的新数据而变，列在最后一行。各行相加等于合计。",
    ),
    (
        "Which figure moved it",
        "Starting from what was known before, the changed figures are put in one at a time, in "
        "order of publication, and everything is projected again after each. A projection also "
        "leans on how fast such indicators really moved in regions of the same panel; what newer "
        "data of theirs do stands in the last row. The rows sum to the whole.",
    ),
)


def changed_section(found: Comparison, *, lang: str = "zh") -> Sections:
    """`changed_table` under its heading; nothing where no figure of the plan's changed."""
    if _planned(found, named=True).empty:
        return Sections(())
    return _section("changed-figures", CHANGED_SECTION, changed_table(found, lang=lang), lang)


def attribution_section(found: Comparison, *, lang: str = "zh") -> Sections:
    """`attribution_table` under its heading; nothing where no target moved."""
    if not moves(found)["moved"].any():
        return Sections(())
    other = target_moves(found)["kind"].eq("moved").any()
    more = pick(TARGET_PUT_IN, lang) if other else ""
    table = attribution_table(found, lang=lang)
    return _section("moved-by", CAUSE_SECTION, table, lang, more)


def _section(anchor: str, words: tuple, table: Shown, lang: str, more: str = "") -> Sections:
    title, intro = pick(words, lang)
    return Sections(((anchor, title, (Text((intro + more,)), table)),))


def moves_table(found: Comparison, *, lang: str = "zh") -> Shown:
    """Each target that has a probability on either day or a new status, on both days."""
    rows = moves(found)
    judged = rows[["probability_before", "probability_after"]].notna().any(axis=1)
    moved = target_moves(found).query("kind == 'moved'")["target_id"]
    told = rows[judged | rows["moved"] | rows["target_id"].isin(moved)]
    old = found.before.verdicts[lambda v: v["target_id"].isin(moved)].set_index("target_id")
    plan = found.after.plan
    return folded(told, plan, lambda part: _moves(part, old, plan, lang), lang=lang)


def _moves(rows: pd.DataFrame, old: pd.DataFrame, plan: Plan, lang: str) -> Table:
    titles, units = _titles_units(plan, lang)
    cells = [
        {
            "name": titles[m.target_id],
            "target": _two(
                *(
                    wording.target(
                        wording.comparator_of(v),
                        v.target_value,
                        v.value_high,
                        units[m.indicator_id],
                        lang,
                    )
                    for v in (old.loc[m.target_id] if m.target_id in old.index else m, m)
                )
            ),
            "chances": _two(percent(m.probability_before), percent(m.probability_after)),
            "points_moved": points(m.probability_change),
            "medians": _two(
                *(
                    wording.number(v, units[m.indicator_id], lang)
                    for v in (m.median_before, m.median_after)
                )
            ),
            "status": _two(*(status_name(s, lang) for s in (m.status_before, m.status_after))),
        }
        for m in rows.itertuples()
    ]
    columns = ["name", "target", "chances", "points_moved", "medians", "status"]
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=tuple(columns[1:5]))


def _titles_units(plan: Plan, lang: str) -> tuple[pd.Series, pd.Series]:
    return target_titles(plan, lang), indicator_units(plan)


def _two(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def attribution_table(found: Comparison, *, lang: str = "zh") -> Shown:
    """Why each target moved: a row for each changed figure, one for the rest, and their sum.

    A single cause is its own sum, and has one row.
    """
    titles, units = _titles_units(found.after.plan, lang)
    moved = moves(found).query("moved")
    why, goals = attribution(found).merge(moved[READING], on=READING), target_moves(found)
    steps = {name: rows for name, rows in goals[goals["kind"] == "moved"].groupby("target_id")}
    causes = dict(list(why.groupby("target_id", sort=False)))

    def show(part: pd.DataFrame) -> Table:
        cells = [
            cell
            for m in part.itertuples()
            for cell in _causes(m, causes[m.target_id], steps, titles, units, lang)
        ]
        return Table(
            pd.DataFrame(cells, columns=CAUSE_COLUMNS),
            lang,
            numeric=("chances", "points_moved", "median_moved"),
            nothing=("", ""),  # the sentences above it say that nothing moved
        )

    return folded(moved, found.after.plan, show, lang=lang)


def _causes(
    m,
    why: pd.DataFrame,
    steps: Mapping[str, pd.DataFrame],
    titles: pd.Series,
    units: pd.Series,
    lang: str,
) -> list[dict]:
    same = why["status_before"] == why["status_after"]
    still = same & (why["probability_change"].fillna(0) == 0)
    told = in_few_rows(why[~still | why["cause"].isin(["observation", "target"])])
    rows = [_cause_cells(a, steps, titles, units, lang) for a in told.itertuples()]
    whole = [_effect_cells(m, pick(WHOLE, lang), titles, units, lang)]
    return rows + (whole if len(rows) != 1 else [])


def _cause_cells(
    a, steps: Mapping[str, pd.DataFrame], titles: pd.Series, units: pd.Series, lang: str
) -> dict[str, str]:
    if a.cause == "target":
        rows = list(steps[a.target_id].itertuples())
        goals = [goal(rows[0], "before", lang), *(goal(g, "after", lang) for g in rows)]
        told = pick(("目标：", "the target: "), lang) + " → ".join(goals)
        when = wording.day(rows[-1].in_force)
        return _effect_cells(a, told, titles, units, lang) | {"published": when}
    if a.cause != "observation":
        return _effect_cells(a, pick(OTHER_CAUSES[a.cause], lang), titles, units, lang)
    if a.count > 1:
        span = f"{year(a.first_year)}–{year(a.year)}"
        told = pick((f"{span}年的{a.count}个数", f"{a.count} figures of {span}"), lang)
        return _effect_cells(a, told, titles, units, lang) | {"published": wording.day(a.published)}
    held = a.before if a.kind == "withdrawn" else a.after
    value = quantity(held, units[a.indicator_id], lang, observed=True)
    told = f"{year(a.year)}年{value}" if lang == "zh" else f"{value} for {year(a.year)}"
    if a.kind in REPLACED:
        old = wording.number(a.before, units[a.indicator_id], lang, observed=True)
        told += f"（原为{old}）" if lang == "zh" else f" (was {old})"
    if a.kind == "withdrawn":
        told += "（已撤下）" if lang == "zh" else " (withdrawn)"
    return _effect_cells(a, told, titles, units, lang) | {"published": wording.day(a.published)}


def _effect_cells(
    row, cause: str, titles: pd.Series, units: pd.Series, lang: str
) -> dict[str, str]:
    unit, change = units[row.indicator_id], row.median_change
    return {
        "name": titles[row.target_id],
        "cause": cause,
        "published": "",
        "chances": _two(percent(row.probability_before), percent(row.probability_after)),
        "points_moved": points(row.probability_change),
        "median_moved": wording.MISSING
        if pd.isna(change)
        else signed(change, wording.number(change, unit, lang)),
        "status": _two(*(status_name(s, lang) for s in (row.status_before, row.status_after))),
    }
