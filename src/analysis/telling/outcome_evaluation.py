"""The final evaluation as 09 tells it: each promise, what came of it, and what is still missing."""

from __future__ import annotations

import pandas as pd

from ..judging.attainment import EVENT_KINDS
from ..judging.outcome import Retrospective
from ..records.vintages import FROM, UP_TO
from .kit import wording
from .kit.cells import Badge, Lines, Named
from .kit.folds import Fold, Folds, Shown, folded
from .kit.names import indicator_names, indicator_units, reason_name, target_names
from .kit.statuses import OUTCOME_NAMES
from .kit.table import Table
from .kit.text import Text
from .kit.wording import day, percent, pick, year

ORDER = {"reached": 0, "missed": 1, "not_shown": 2, "direct": 0, "related": 1, "none": 2}
INNER = str.maketrans("“”", "‘’")  # quotation marks inside a quotation
STATUS_OF = {"reached": "achieved", "missed": "missed", "not_shown": "not_shown"}
TIMING_NAMES = {
    "early": ("{}年已达到，比期限早", "reached in {}, before the deadline"),
    "on_time": ("{}年达到，如期", "reached in {}, when due"),
    "late": ("{}年才达到，晚于期限", "reached in {}, after the deadline"),
    "seen_before": ("{}年曾达到，到期的数没有公布", "met in {}; no figure of the deadline's year"),
}


def evaluation_words(rows: pd.DataFrame, found: Retrospective, *, lang: str = "zh") -> Text:
    """How many promises were reached, missed or not shown, and on what evidence."""
    plan = found.now.plan
    counts = rows["finding"].value_counts()
    open_ = rows[rows["finding"] == "not_shown"]
    kinds = open_["kind"].value_counts()
    reached, missed, rest = (int(counts.get(f, 0)) for f in ("reached", "missed", "not_shown"))
    early = int((rows["timing"] == "early").sum())
    direct, near, none = (int(kinds.get(k, 0)) for k in ("direct", "related", "none"))
    name, n, at = plan.meta[f"short_{lang}"], len(rows), found.now.last_day
    part = bool(plan.meta.get("text_ends_after"))
    if lang == "zh":
        of = f"{name}所存部分原文里的{n}项承诺" if part else f"{name}的{n}项承诺"
        said = f"截至{at}，{of}：达到{reached}项"
        said += f"（{'都' if early == reached else f'其中{early}项'}早于期限）" if early else ""
        said += f"，未达到{missed}项，尚不能判定{rest}项。"
        why = (
            f"尚不能判定的{rest}项里，{direct}项有规划期内的数或报道、但不足以判定，"
            f"{near}项只有旁证，{none}项没有找到任何证据；每一项还缺哪个数、找谁要，见下表。"
        )
    else:
        of = f"of the {n} promises {'in the part held here of the text ' * part}of {name}"
        said = f"By {at}, {of}, {reached} were reached"
        ahead = "all" if early == reached > 1 else early
        said += f" ({ahead} before the deadline)" if early else ""
        said += f", {missed} missed, and of {rest} the outcome is not shown. "
        why = (
            f"Of these {rest}, {direct} have figures or reports of the plan's years that do not "
            f"settle them, {near} have only what bears on them, and of {none} no evidence was "
            "found; the table says which figure is missing, and who has it."
        )
    return Text((said + (why if rest else ""),))


def evaluation_table(rows: pd.DataFrame, found: Retrospective, *, lang: str = "zh") -> Shown:
    """Each promise: what was asked, what came of it, when, shown by what, how sure, what else."""
    plan = found.now.plan
    rows = rows.sort_values(["finding", "kind"], key=lambda c: c.map(ORDER), kind="stable")
    names = target_names(rows, plan, lang)
    goals = found.rows.set_index(["target_id", "reading"])
    units = indicator_units(plan)

    def show(part: pd.DataFrame) -> Table:
        cells = [
            {
                "name": Named(names[r.Index], r.indicator_id),
                "target": Lines(
                    _asked(r, goals.loc[(r.target_id, r.reading)], units, lang),
                    _also(r, rows, found, units, lang),
                ),
                "outcome": Lines(
                    Badge(STATUS_OF[r.finding], lang),
                    _when(r, lang) or _short(r, goals.loc[(r.target_id, r.reading)], units, lang),
                ),
                "shown_by": _shown_by(r, found, units[r.indicator_id], lang),
                "sure": _sure(r, found, lang),
                "settles": _settles(r, lang),
            }
            for r in part.itertuples()
        ]
        columns = ["name", "target", "outcome", "shown_by", "sure", "settles"]
        return Table(pd.DataFrame(cells, columns=columns), lang, numeric=("target",))

    return folded(rows, plan, show, lang=lang)


def _asked(r, goal: pd.Series, units: pd.Series, lang: str) -> str:
    if r.reading in EVENT_KINDS:
        asked = wording.name_of(wording.READINGS, r.reading, lang)
    else:
        asked = wording.target(
            wording.comparator_of(goal),
            goal["target_value"],
            goal["value_high"],
            units[r.indicator_id],
            lang,
        )
    return f"{asked}（{year(r.deadline)}）" if lang == "zh" else f"{asked} ({year(r.deadline)})"


def _also(r, rows: pd.DataFrame, found: Retrospective, units: pd.Series, lang: str) -> str:
    """What else the plan asks of the same indicator by the same year, with its chance."""
    shown = set(zip(rows["target_id"], rows["reading"], strict=True))
    mine = found.rows[found.rows["indicator_id"] == r.indicator_id]
    told = []
    for other in mine[mine["deadline"] == r.deadline].itertuples():
        if (other.target_id, other.reading) in shown or pd.isna(other.target_value):
            continue
        unit, sign = units[r.indicator_id], wording.comparator_of(other)
        goal = wording.target(sign, other.target_value, other.value_high, unit, lang)
        kind = wording.name_of(wording.READINGS, other.reading, lang)
        chance = "" if pd.isna(other.probability) else percent(other.probability)
        told.append(
            f"又写{kind}，合{goal}" + (f"（可能性{chance}）" if chance else "")
            if lang == "zh"
            else f"also as {kind}: {goal}" + (f" ({chance})" if chance else "")
        )
    return pick(("；", "; "), lang).join(told)


def _when(r, lang: str) -> str:
    if r.timing:
        return pick(TIMING_NAMES[r.timing], lang).format(year(r.first_year))
    if r.outcome == "redefined":
        return pick(OUTCOME_NAMES["redefined"], lang)
    return ""


def _short(r, goal: pd.Series, units: pd.Series, lang: str) -> str:
    """How far below a target that asks for at least so much it stayed."""
    if r.finding != "missed" or r.reading in EVENT_KINDS or pd.notna(goal["value_high"]):
        return ""
    gap, asked = goal["target_value"] - r.value, goal["target_value"]
    if not (gap > 0 and asked > 0) or r.qualifier in (*FROM, *UP_TO):
        return ""
    about = pick(("约", "about "), lang) if r.qualifier in ("about", "between") else ""
    size = about + wording.quantity(gap, units[r.indicator_id], lang)
    share = percent(r.value / asked)
    return pick((f"差{size}，完成{share}", f"{size} short, {share} done"), lang)


def _shown_by(r, found: Retrospective, unit: str, lang: str) -> object:
    """The figure or report that decides, or the latest there is, with its document and grade."""
    source = found.now.sources.get(r.source_id, "") if isinstance(r.source_id, str) else ""
    grade = pick((f"{r.grade}级", f"grade {r.grade}"), lang) if r.grade else ""
    comma = pick(("，", ", "), lang)
    cited = comma.join(filter(None, (source, grade)))
    if r.reading in EVENT_KINDS and isinstance(r.state, str):
        state = wording.name_of(wording.EVENT_STATES, r.state, lang)
        words = f"“{r.report.translate(INNER)}”" if r.report and lang == "zh" else ""
        return Lines(f"{state}{comma}{day(r.published)}", comma.join(filter(None, (words, cited))))
    if pd.notna(r.value):
        value, when = known_value(r, unit, lang), year(r.value_year)
        return Lines(f"{value}（{when}）" if lang == "zh" else f"{value} ({when})", cited)
    nothing = pick(("没有找到公布的数或报道", "nothing published was found"), lang)
    return Lines(nothing, _beside(r, found, lang))


def known_value(r, unit: str, lang: str) -> str:
    """A published value as a table shows it; a range by both its ends: 5620–5720家."""
    if r.qualifier == "between" and pd.notna(r.least) and pd.notna(r.most) and r.least < r.most:
        return wording.target("range", r.least, r.most, unit, lang)
    return wording.marked(r.value, r.qualifier, unit, lang)


def _beside(r, found: Retrospective, lang: str) -> str:
    """What bears on a promise of which nothing itself is known."""
    names = indicator_names(found.now.plan, lang)
    places = found.now.regions.set_index("region")[f"name_{lang}"]
    told = []
    for indicator, region, at, value, unit, qualifier in r.found:
        where = "" if region == found.now.region else str(places[region])
        written = wording.marked(value, qualifier, unit, lang)
        told.append(
            f"{where}{names[indicator]}{written}（{year(at)}）"
            if lang == "zh"
            else f"{where}{': ' * bool(where)}{names[indicator]} {written} ({year(at)})"
        )
    lead = pick(("旁证：", "what bears on it: "), lang)
    return lead + pick(("；", "; "), lang).join(told) if told else ""


def _sure(r, found: Retrospective, lang: str) -> object:
    """How sure the statement is: by the figure's source where it is settled, else the chance."""
    if r.finding != "not_shown":
        if r.qualifier == "between":
            told = (
                "由占比等推算，取整的余地内结论不变",
                "worked out from a share; its rounding changes nothing",
            )
        elif r.qualifier in FROM:
            told = ("公布的下限已经够", "the published floor suffices")
        else:
            told = ("公布的数或报道已经定论", "settled by what was published")
        return pick(told, lang)
    if pd.notna(r.probability):
        said = f"已达到的可能性{percent(r.probability)}"
        in_english = f"{percent(r.probability)} chance that it was met"
        return Lines(pick((said, in_english), lang), _rests_on(r, found, lang))
    none = {
        "direct": ("不给概率：", "no probability: "),
        "related": ("只有旁证，不给概率", "only what bears on it, no probability"),
        "none": ("没有证据，不给概率", "no evidence, no probability"),
    }[r.kind]
    return pick(none, lang) + (reason_name(r.reason, lang) if r.kind == "direct" else "")


def _rests_on(r, found: Retrospective, lang: str) -> str:
    """What a chance is projected from: how good, and whether only from before the plan."""
    told = []
    if pd.notna(r.value_year) and r.value_year < int(found.now.plan.meta["start"]):
        at = year(r.value_year)
        told.append(pick((f"只据{at}年的数推算", f"projected from {at} alone"), lang))
    if isinstance(r.evidence, str) and r.evidence:
        weakest = (f"推算所用材料{r.evidence}级", f"weakest source of it: grade {r.evidence}")
        told.append(pick(weakest, lang))
    return pick(("，", "; "), lang).join(told)


def _settles(r, lang: str) -> object:
    what, body = getattr(r, f"settles_{lang}"), getattr(r, f"body_{lang}")
    if r.finding != "not_shown" or not (what or body):
        return wording.MISSING
    return Lines(what or pick(("到期年份的数", "the figure of the deadline's year"), lang), body)


def search_table(rows: pd.DataFrame, found: Retrospective, *, lang: str = "zh") -> Shown:
    """What was looked for, of each promise not shown, those without evidence first."""
    plan, order = found.now.plan, {"none": 0, "related": 1, "direct": 2}
    told = rows[(rows["finding"] == "not_shown") & rows[f"looked_for_{lang}"].ne("")]
    told = told.sort_values("kind", key=lambda k: k.map(order), kind="stable")
    names = target_names(told, plan, lang)
    kinds = {
        "none": ("没有证据", "no evidence"),
        "related": ("只有旁证", "what bears on it"),
        "direct": ("有数，不足以判定", "figures that do not settle it"),
    }
    days = {day(d) for d in told["looked_at"]}
    cells = [
        {
            "name": names[r.Index],
            "kind_of_finding": pick(kinds[r.kind], lang),
            "looked_for": getattr(r, f"looked_for_{lang}"),
            "date": day(r.looked_at),
        }
        for r in told.itertuples()
    ]
    columns = ["name", "kind_of_finding", "looked_for", *(["date"] if len(days) > 1 else [])]
    table = Table(pd.DataFrame(cells, columns=columns), lang)
    if told.empty:
        return table
    title = pick(("找过什么", "What was looked for"), lang)
    once = days.pop() if len(days) == 1 else ""
    n = len(told)
    said = pick((f"{n}项{once and f'，{once}'}", f"{n} promises{once and f', {once}'}"), lang)
    return Folds((Fold(title, said, table),), lang)
