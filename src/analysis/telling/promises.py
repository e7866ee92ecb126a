"""What notebook 12 says: twenty-five years of promises, what came of them, what odds were worth."""

from __future__ import annotations

import pandas as pd

from ..judging.track_record import (
    BASE_RATE,
    CORRECTED,
    kept_by,
    known_by,
    reliability,
    with_share,
)
from ..judging.trials import OURS
from ..records import dates
from ..records.rounding import fixed
from .kit import wording
from .kit.folds import Fold, Folds, Shown
from .kit.grammar import Clause, tell
from .kit.rows import each
from .kit.statuses import OUTCOME_NAMES
from .kit.table import Table
from .kit.text import Text
from .kit.verdict_table import FORCE_NAMES
from .kit.wording import day, in_year, percent, pick
from .methods_names import method_name

KIND_NAMES = {
    "level": ("绝对量", "a level"),
    "share": ("比率", "a share"),
    "growth": ("年均增速", "growth a year"),
    "change": ("升降幅度", "a rise or a cut"),
    "cumulative": ("几年累计", "a total over years"),
    "other": ("其他", "other"),
}
NO_FORCE = ("未标明", "not stated")
BY = ("plan", "force", "kind")
BY_NAMES = {
    "plan": ("按规划", "By plan"),
    "force": ("按约束性和预期性", "By standing"),
    "kind": ("按指标的写法", "By how it is put"),
}
EXTRA = {
    BASE_RATE: ("不看数据，一律按其他规划的达到率", "no data: the share kept in the other plans"),
    CORRECTED: (
        "本项目的概率，按其他规划校正",
        "our odds, corrected by the other plans",
    ),
}
COUNTED = (
    Clause(
        "{plans}个规划（{first}至{last}印发）的{n}项主要目标，{decided}项已有结果：达到{kept}项，"
        "占{share:share}（95%区间{low:share}至{high:share}，按各项独立计）",
        "{n} main targets of {plans} plans (issued {first} to {last}); {decided} are decided: "
        "{kept} kept, {share:share} (95% interval {low:share} to {high:share}, as if each were "
        "decided by itself)",
    ),
)
SAID = Clause(
    "{said}项在印发那天能给出概率，平均说{mean:share}，实际达到{share:share}：只看历史，把承诺说低了",
    "{said} could be given odds on the day of issue: {mean:share} on average, and {share:share} "
    "were kept: history alone makes too little of a promise",
    lambda f: f["mean"] < f["share"],
)
SAID_HIGH = Clause(
    "{said}项在印发那天能给出概率，平均说{mean:share}，实际达到{share:share}",
    "{said} could be given odds on the day of issue: {mean:share} on average, and {share:share} "
    "were kept",
)
FEW = (
    "这些结果只来自几个五年，共有的景气和口径让它们一起动，区间偏窄；结果多由提出目标的部门自己公布。",
    "They share a few five-year periods, whose booms and definitions move them together, so the "
    "intervals are too narrow; and most outcomes are published by those who set the target.",
)
NOT_YET = (
    "当日还有目标没有结果，得分要等结果齐了才算得出，这里不列。",
    "On this day some promises were still open: the scores could not be known and are not shown.",
)
NOTED = "†"
NOTHING = ("当日还没有已见分晓的规划。", "On this day no plan had come to its end.")


def count_words(promises: pd.DataFrame, *, lang: str = "zh") -> Text:
    """How many were kept, and what had been said of them."""
    decided = promises[promises["outcome"].isin(["met", "missed"])]
    if decided.empty:
        return Text((pick(NOTHING, lang),))
    whole = with_share(
        pd.DataFrame({"decided": [len(decided)], "kept": [decided["outcome"].eq("met").sum()]})
    ).iloc[0]
    facts = {
        "plans": promises["plan"].nunique(),
        "first": promises["issued"].min()[:4],
        "last": promises["issued"].max()[:4],
        "n": len(promises),
        **whole.to_dict(),
        **{c: int(whole[c]) for c in ("decided", "kept")},
    }
    told = decided[decided["said"].notna()]
    odds = {
        "said": len(told),
        "mean": told["said"].mean(),
        "share": told["outcome"].eq("met").mean() if len(told) else None,
    }
    lines = [tell(COUNTED, facts, lang=lang), tell([(SAID, SAID_HIGH)], odds, lang=lang)]
    return Text((*filter(None, lines), pick(FEW, lang)))


def kept_table(promises: pd.DataFrame, *, lang: str = "zh") -> Table:
    """How often promises were kept: by plan, by standing, by how they are put."""
    names = _plan_names(promises, lang)
    rows = [
        {
            "kind_of_finding": pick(BY_NAMES[by], lang),
            "which": _kind(by, r[0], names, lang),
            "decided": str(int(r.decided)),
            "kept": str(int(r.kept)),
            "share": _share(r, lang),
        }
        for by in BY
        for r in kept_by(promises, by).itertuples(index=False)
    ]
    return Table(pd.DataFrame(rows), lang, numeric=("decided", "kept", "share"))


def _plan_names(promises: pd.DataFrame, lang: str) -> pd.Series:
    return promises.drop_duplicates("plan").set_index("plan")[f"plan_{wording.language(lang)}"]


def _kind(by: str, code: object, names: pd.Series, lang: str) -> str:
    if by == "plan":
        return str(names.get(code, code))
    if by == "kind":
        return pick(KIND_NAMES[str(code)], lang)
    return pick(FORCE_NAMES.get(str(code), NO_FORCE), lang)


def _share(r, lang: str) -> str:
    span = f"{percent(r.low)}–{percent(r.high)}"
    return percent(r.share) + pick((f"（{span}）", f" ({span})"), lang)


def reliability_table(promises: pd.DataFrame, *, lang: str = "zh") -> Table | None:
    """Odds on the day of issue against what came; None where none was given."""
    found = reliability(promises)
    if found.empty:
        return None
    rows = [
        {
            "odds": f"{percent(r['from'])}–{percent(r['to'])}",
            "said": percent(r["said"]),
            "decided": str(int(r["decided"])),
            "share": _share(r, lang),
        }
        for _, r in found.iterrows()
    ]
    return Table(pd.DataFrame(rows), lang, numeric=("odds", "said", "decided", "share"))


def score_table(
    scores: pd.DataFrame,
    *,
    promises: pd.DataFrame,
    as_of: dates.Day = None,
    left: str = "all",
    lang: str = "zh",
) -> Table | None:
    """Each method's scores beside ours on the same questions; None before they could be known.

    Parameters
    ----------
    left : {"all", "issue"}
        All days, or the day of issue alone.
    """
    if not known_by(as_of, promises):
        return None
    mine = scores[(scores["left"] == left) & (scores["method"] != OURS)]
    rows = [
        {
            "peer": pick(EXTRA[r.method], lang)
            if r.method in EXTRA
            else method_name(r.method, lang),
            "promises": str(r.promises),
            "questions": str(r.questions),
            "brier": fixed(r.brier, 3),
            "log": fixed(r.log, 3),
            "ours": f"{fixed(r.ours_brier, 3)} / {fixed(r.ours_log, 3)}",
            "ahead_by": _ahead(r, lang),
        }
        for r in each(mine.sort_values(["better", "method"], ascending=[False, True]))
    ]
    return Table(pd.DataFrame(rows), lang, numeric=tuple(rows[0])[1:] if rows else ())


def _ahead(r, lang: str) -> str:
    value = wording.signed(r.better, fixed(r.better, 3))
    if pd.isna(r.better_low):
        return value
    low, high = (wording.signed(v, fixed(v, 3)) for v in (r.better_low, r.better_high))
    return value + pick((f"（{low}至{high}）", f" ({low} to {high})"), lang)


def score_words(
    scores: pd.DataFrame, *, promises: pd.DataFrame, as_of: dates.Day = None, lang: str = "zh"
) -> Text:
    """Who is surely ahead of our odds, and of whom they are; what the correction is worth."""
    if not known_by(as_of, promises):
        return Text((pick(NOT_YET, lang),))
    table = scores[scores["left"] == "all"].set_index("method")
    issue = scores[scores["left"] == "issue"].set_index("method")
    rules = table.drop(index=[OURS, BASE_RATE, CORRECTED])
    mixed = rules[(rules["kept"] > 0) & (rules["kept"] < 1)]  # who saw but one end tells nothing
    behind, ahead = mixed[mixed["better_low"] > 0], mixed[mixed["better_high"] < 0]
    none = pick(("没有", "none"), lang)

    def named(rows: pd.DataFrame) -> str:
        return pick(("、", ", "), lang).join(method_name(m, lang) for m in rows.index) or none

    facts = {
        "behind": named(behind),
        "ahead": named(ahead),
        "n": len(mixed),
        "lower": int((mixed["better"] > 0).sum()),
        **{
            f"{m}_{on}": fixed(t.loc[m, "brier"], 3)
            for m in (OURS, BASE_RATE, CORRECTED)
            for on, t in (("all", table), ("issue", issue))
        },
    }
    zh = (
        Clause(
            "在双方都答得上的问题上，{n}种方法里有{lower}种的Brier得分比本项目的概率差；超出误差而落后的："
            "{behind}；超出误差而领先的：{ahead}",
            "On the questions that both could answer, {lower} of {n} methods score a worse Brier "
            "than our odds; beyond chance behind: {behind}; beyond chance ahead: {ahead}",
        ),
        Clause(
            "印发那天，本项目的概率得{ours_issue}，一律按其他规划的达到率说得{base_rate_issue}，按其他"
            "规划校正后得{corrected_issue}；各年合计依次为{ours_all}、{base_rate_all}、{corrected_all}",
            "On the day of issue our odds score {ours_issue}, always saying the share kept in the "
            "other plans scores {base_rate_issue}, and our odds corrected by the other plans "
            "{corrected_issue}; over all years {ours_all}, {base_rate_all} and {corrected_all}",
        ),
    )
    return Text(tuple(tell([clause], facts, lang=lang) for clause in zh))


def promise_folds(promises: pd.DataFrame, *, lang: str = "zh") -> Shown:
    """Every promise: its number, the odds on the day of issue, what came, as first published."""
    names = _plan_names(promises, lang)
    parts = [
        Fold(str(names[plan]), _counts(rows, lang), _promises(rows, lang))
        for plan, rows in promises.groupby("plan", sort=False)
    ]
    return Folds(tuple(parts), lang) if parts else Text((pick(NOTHING, lang),))


def _counts(rows: pd.DataFrame, lang: str) -> str:
    counts = rows["outcome"].value_counts()
    told = [
        pick((f"{pick(n, lang)}{counts[o]}项", f"{counts[o]} {pick(n, lang)}"), lang)
        for o, n in OUTCOME_NAMES.items()
        if o in counts
    ]
    return pick(("，", ", "), lang).join(told)


def _unit(unit: object, lang: str) -> str:
    """A unit as the reader's language has it; none where only its Chinese name is known here."""
    named = wording.unit_name(str(unit), lang)
    return "" if lang != "zh" and wording.HANZI.search(named) else str(unit)


def _promises(rows: pd.DataFrame, lang: str) -> Table:
    cells = [
        {
            "name": r.name_zh if lang == "zh" else r.name_en,
            "target": _stated(r, lang),
            "said": percent(r.said),
            "evidence": r.evidence if isinstance(r.evidence, str) else wording.MISSING,
            "actual": _came(r, lang),
            "first": _first(r, lang),
            "outcome": pick(OUTCOME_NAMES[r.outcome], lang) + (NOTED if _noted(r) else ""),
            **({"note": r.note if _noted(r) else ""} if lang == "zh" else {}),
        }
        for r in each(rows)
    ]
    return Table(pd.DataFrame(cells), lang, numeric=("target", "said", "actual", "first"))


def _noted(r) -> bool:
    return isinstance(r.note, str) and bool(r.note)


def noted_words(lang: str = "zh") -> Text:
    """What the mark behind an outcome stands for."""
    said = (
        f"{NOTED} 口径、价格或数据有需要说明之处，见“说明”一列。",
        f"{NOTED} The source's definition, prices or vintage need a note, which stands on the "
        "Chinese page.",
    )
    return Text((pick(said, lang),), "note")


def _stated(r, lang: str) -> str:
    goal = wording.target(
        r.comparator, r.stated_value, r.value_high, _unit(r.stated_unit, lang), lang
    )
    if goal == wording.MISSING:
        return goal
    put = "" if r.reading == "level" else wording.name_of(wording.READINGS, r.reading, lang)
    added = pick((f"（{put}）", f" ({put})"), lang) if put else ""
    return goal + added + in_year(r.deadline, lang)


def _came(r, lang: str) -> str:
    if pd.isna(r.value):
        return wording.MISSING
    return wording.marked(r.value, r.qualifier, _unit(r.unit, lang), lang) + in_year(
        r.value_year, lang
    )


def _first(r, lang: str) -> str:
    """What was first published of the deadline's year, where that is another figure."""
    if pd.isna(r.first_value) or r.first_value == r.value:
        return wording.MISSING
    told = wording.quantity(r.first_value, _unit(r.unit, lang), lang, observed=True)
    return told + pick((f"（{day(r.first_published)}）", f" ({day(r.first_published)})"), lang)
