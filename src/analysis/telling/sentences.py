"""Sentences made from the numbers of the assessment, in Chinese and in English."""

from __future__ import annotations

import pandas as pd

from ..judging.attainment import EVENT_KINDS, LIKELY, promises
from ..records.plans import Plan
from .kit import wording
from .kit.grammar import STOP, Clause, say, tell
from .kit.names import indicator_names, indicator_units, likelihood_name, reason_name
from .kit.statuses import REASONS, STATUSES
from .kit.text import Text
from .kit.wording import interval, percent, pick, with_reading

HEADLINE = Clause(
    "{plan}共有{n}项可列出的目标（到{end:year}年），数据截至{last:year}年：{counts}。",
    "Of the {n} target{n:s} of {plan} (to {end:year}), on data to {last:year}: {counts}.",
)
HEADLINE_WITHOUT_DATA = Clause(
    "{plan}共有{n}项可列出的目标，尚无公布数据：{counts}。",
    "Of the {n} target{n:s} of {plan}, with nothing published yet: {counts}.",
)


def headline(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """The state of the whole plan in one sentence, counted by promise, not by reading."""
    best = promises(verdicts)
    counts = best["status"].value_counts().reindex(STATUSES.index).dropna().astype(int)
    told = [
        say(
            "{n}项{status}",
            "{n} {status}",
            {"n": n, "status": STATUSES.loc[s, f"name_{lang}"]},
            lang=lang,
        )
        for s, n in counts.items()
    ]
    facts = {
        "plan": plan.meta[f"short_{lang}"],
        "n": len(best),
        "end": verdicts["deadline"].max(),
        "last": verdicts["latest_year"].max(),
        "counts": pick(("，", ", "), lang).join(told),
    }
    parts = [(HEADLINE, HEADLINE_WITHOUT_DATA)]
    said = tell(parts, facts, lang=lang, stop=False)
    return Text(tuple(filter(None, (said, _named(verdicts, best, plan, lang)))))


ELSEWHERE = Clause(
    "；{name}按{reading}算为{status}（概率{probability:share}）",
    "; {name} read as a {reading} is {status} (probability {probability:share})",
)


def _named(verdicts: pd.DataFrame, best: pd.DataFrame, plan: Plan, lang: str) -> str:
    """Which targets have which verdict, and which of them another reading judges worse."""
    names = indicator_names(plan, lang)
    comma, colon, semi = (
        pick(("、", ", "), lang),
        pick(("：", ": "), lang),
        pick(("；", "; "), lang),
    )
    judged = best[best["status"] != "not_assessable"]
    groups = [
        STATUSES.loc[s, f"name_{lang}"]
        + colon
        + comma.join(
            _with_chance(names[r.indicator_id], r.probability, lang)
            for r in judged[judged["status"] == s].itertuples()
        )
        for s in STATUSES.index
        if (judged["status"] == s).any()
    ]
    worse = [
        tell(
            [ELSEWHERE],
            {
                "name": names[r.indicator_id],
                "probability": r.probability,
                "reading": wording.name_of(wording.READINGS, r.reading, lang),
                "status": STATUSES.loc[r.status, f"name_{lang}"],
            },
            lang=lang,
            stop=False,
        )
        for r in _worse(verdicts, judged).itertuples()
    ]
    said = semi.join(groups) + "".join(worse)
    return said[:1].upper() + said[1:] + STOP[lang] if said else ""


def _with_chance(name: str, probability: float, lang: str) -> str:
    """A name with its probability, in figures and in words: 高新技术企业（52%，两可之间）."""
    if pd.isna(probability):
        return name
    open_, between, close = pick((("（", "，", "）"), (" (", ", ", ")")), lang)
    return (
        f"{name}{open_}{percent(probability)}{between}{likelihood_name(probability, lang)}{close}"
    )


def _worse(verdicts: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """The other readings of judged targets whose verdict comes later in `STATUSES`."""
    key = ["indicator_id", "deadline"]
    others = verdicts[
        ~verdicts["target_id"].isin(judged["target_id"]) & (verdicts["status"] != "not_assessable")
    ]
    both = others.merge(judged[[*key, "status"]], on=key, suffixes=("", "_counted"))
    rank = {s: at for at, s in enumerate(STATUSES.index)}
    return both[both["status"].map(rank) > both["status_counted"].map(rank)]


TOTALS = Clause(
    "{readings}个读法分属{n}项目标：{numeric}项有数字（{numeric_readings}个读法），"
    "{events}项是事件；一句话有两种读法的，按绝对量计入",
    "The {readings} readings belong to {n} targets: {numeric} with a number "
    "({numeric_readings} readings) and {events} events; where a sentence has two readings the "
    "level counts",
)
UNKNOWN = Clause("。{n}项无法评估：{why}", ". Of these, {n} are not assessable: {why}")


def reconciliation(verdicts: pd.DataFrame, *, lang: str = "zh") -> Text:
    """How readings add up to targets, and why some of these cannot be assessed."""
    best = promises(verdicts)
    event = best["reading"].isin(EVENT_KINDS)
    why = best.loc[best["status"] == "not_assessable", "reason"].value_counts()
    counted = [
        say("{why}{n}项", "{why} {n}", {"why": reason_name(r, lang), "n": why[r]}, lang=lang)
        for r in REASONS.index
        if r in why.index
    ]
    facts = {
        "readings": len(verdicts),
        "n": len(best),
        "numeric": int((~event).sum()),
        "events": int(event.sum()),
        "numeric_readings": int((~verdicts["reading"].isin(EVENT_KINDS)).sum()),
    }
    unknown = {"n": int(why.sum()), "why": pick(("，", "; "), lang).join(counted)}
    return Text(
        (tell([TOTALS], facts, lang=lang, stop=False) + tell([UNKNOWN], unknown, lang=lang),),
        "note",
    )


EVENT_RULE = (
    "突破以运行为准：有报道说已经运行，才算已达到；论证、启动、获批、设立都还在路上，宣布全覆盖只是宣布，"
    "都记为无法评估。规划只说“零”的突破，没有写到哪一步算数；这是本项目较严的读法。",
    "A breakthrough counts as achieved when it is reported to operate. Planned, started, approved "
    "and established are steps on the way, and a claim of full coverage is a claim: both stay not "
    "assessable. The plan itself speaks only of a breakthrough from zero and does not say which step "
    "counts; this is this project's stricter reading.",
)


def event_rule(lang: str = "zh") -> Text:
    """When an event counts as achieved."""
    return Text((pick(EVENT_RULE, lang),), "note")


LATEST = Clause(
    "{name}{latest_year:year}年达{latest_value:observed}",
    "{name}: {latest_value:observed} in {latest_year:year}",
)
MET = (
    Clause(
        "，已达到{deadline:year}年目标（{goal}）",
        ", which already meets the {deadline:year} target ({goal})",
    ),
    Clause(
        "；到{deadline:year}年仍达标的概率为{probability:share}",
        "; the probability that it still does in {deadline:year} is {probability:share}",
        lambda f: f["latest_year"] < f["deadline"],
    ),
)
MISSED = (
    Clause(
        "，没有达到{deadline:year}年目标（{goal}）",
        ", which misses the {deadline:year} target ({goal})",
    ),
)
UNASSESSED = (
    Clause(
        "，{deadline:year}年目标{goal}",
        ", against a target of {goal} by {deadline:year}",
    ),
    Clause("；无法评估：{why}", "; not assessable: {why}"),
)
# The share of the way, (c − b) / (T − b), is named as such: 完成率 is often c / T, which credits
# the plan with its own baseline.
OPEN = (
    (
        Clause(
            "，离{deadline:year}年目标（{goal}）比{baseline_year:year}年{base}更远（路程{share_travelled:share}）",
            ", farther from the {deadline:year} target ({goal}) than at the {baseline_year:year} "
            "{base} ({share_travelled:share} of the way)",
            lambda f: f["share_travelled"] < 0,
        ),
        Clause(
            "，从{baseline_year:year}年{base}到目标（{goal}）的路程走了{share_travelled:share}",
            ", {share_travelled:share} of the way from the {baseline_year:year} {base} to the target "
            "({goal})",
        ),
        Clause("，{deadline:year}年目标{goal}", ", against a target of {goal} by {deadline:year}"),
    ),
    Clause("，时间已过{share_time:share}", ", with {share_time:share} of the time gone"),
    Clause(
        "；今后每年须{growth_required:growth}",
        "; from here it must {growth_required:growth} a year",
    ),
    Clause(
        "（{baseline_year:year}年以来年均{growth_actual:growth}）",
        " ({growth_actual:rate} a year since {baseline_year:year})",
    ),
    (
        Clause(
            "；按现有趋势，{deadline:year}年达标的概率为{probability:share}",
            "; on the trend so far the probability of meeting the target by {deadline:year} is "
            "{probability:share}",
        ),
        Clause(
            "；按近年增速外推，{deadline:year}年为{projected:computed}",
            "; recent growth continued gives {projected:computed} in {deadline:year}",
        ),
    ),
)
BASE_NAMES = {"projected": ("推算基期", "projected baseline")}
BASE = ("基期", "baseline")


def sentences(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """One sentence per target with a number and an observation.

    Every number in it is written as in the verdict table: published values with the digits of
    their source, projected ones with those of their unit, shares whole, growth with one decimal.
    """
    names, units = indicator_names(plan, lang), indicator_units(plan)
    told = verdicts[verdicts["target_value"].notna() & verdicts["latest_value"].notna()]
    return Text(tuple(_sentence(v, names, units, lang) for v in told.itertuples()), "ul")


def _sentence(v, names: pd.Series, units: pd.Series, lang: str) -> str:
    unit = units[v.indicator_id]
    return tell((LATEST, *_rest(v)), verdict_facts(v, names, unit, lang), unit=unit, lang=lang)


def _rest(v) -> tuple:
    """The clauses a verdict calls for."""
    if v.met:
        return MET
    if v.status == "missed":
        return MISSED
    return UNASSESSED if v.reason else OPEN


def verdict_facts(v, names: pd.Series, unit: str, lang: str) -> dict[str, object]:
    """What the clauses on a verdict may name: its columns, and these in words.

    Returns
    -------
    dict
        The row's columns with name (reading added), goal (5000家以上), why and base.
    """
    return {
        **v._asdict(),
        "name": with_reading(names[v.indicator_id], v.reading, lang),
        "goal": wording.aim(wording.comparator_of(v), v.target_value, v.value_high, unit, lang),
        "why": reason_name(v.reason, lang),
        "base": pick(BASE_NAMES.get(v.baseline_basis, BASE), lang),
    }


TITLE_MET = Clause(
    "{name}：已达到{deadline:year}年目标（{goal}）",
    "{name}: the {deadline:year} target ({goal}) is met",
)
TITLE_MISSED = Clause(
    "{name}：没有达到{deadline:year}年目标（{goal}）",
    "{name}: the {deadline:year} target ({goal}) was missed",
)
TITLE_UNASSESSED = Clause("{name}：{why}，无法评估", "{name}: not assessable, {why}")
TITLE_OPEN = (
    Clause(
        "{name}：{deadline:year}年达标（{goal}）概率{probability:share}",
        "{name}: {probability:share} chance of reaching {goal} by {deadline:year}",
    ),
    Clause(
        "{name}：{deadline:year}年目标{goal}", "{name}: {goal} by {deadline:year} is the target"
    ),
)
TITLE_PLAIN = (
    Clause(
        "{name}：推算{year:year}年为{value:computed}",
        "{name}: projected {value:computed} in {year:year}",
    ),
    Clause(
        "{name}：{first_year:year}年以来年均{rate:growth}",
        "{name}: {rate:rate} a year since {first_year:year}",
    ),
    Clause("{name}", "{name}"),
)


def finding(
    verdicts: pd.DataFrame, rows: pd.DataFrame, plan: Plan, indicator_id: str, *, lang: str = "zh"
) -> str:
    """What a chart of one indicator shows, as its title.

    Parameters
    ----------
    verdicts : DataFrame
        From `assess`; may be empty or without this indicator.
    rows : DataFrame
        The indicator's projections.
    """
    names, unit = indicator_names(plan, lang), indicator_units(plan)[indicator_id]
    mine = verdicts[(verdicts["indicator_id"] == indicator_id) & verdicts["target_value"].notna()]
    best = promises(mine)
    if best.empty:
        facts = {"name": names[indicator_id], **_course(rows)}
        return tell([TITLE_PLAIN], facts, unit=unit, lang=lang, stop=False)
    v = next(best.itertuples())
    titles = {MET: TITLE_MET, MISSED: TITLE_MISSED, UNASSESSED: TITLE_UNASSESSED, OPEN: TITLE_OPEN}
    facts = {**verdict_facts(v, names, unit, lang), "name": names[indicator_id]}
    return tell([titles[_rest(v)]], facts, unit=unit, lang=lang, stop=False)


def _course(rows: pd.DataFrame) -> dict[str, object]:
    """The last projected value; else the growth between the first and the last published one."""
    ahead = rows[(rows["kind"] == "projected") & rows["value"].notna()].sort_values("year")
    if len(ahead):
        return {
            "year": ahead["year"].iloc[-1],
            "value": ahead["value"].iloc[-1],
            "first_year": None,
            "rate": None,
        }
    seen = rows[rows["kind"] == "observed"].sort_values("year")
    years = float(seen["year"].iloc[-1] - seen["year"].iloc[0]) if len(seen) else 0.0
    grows = years > 0 and seen["value"].iloc[0] > 0 and seen["value"].iloc[-1] > 0
    rate = (seen["value"].iloc[-1] / seen["value"].iloc[0]) ** (1 / years) - 1 if grows else None
    return {
        "year": None,
        "value": None,
        "rate": rate,
        "first_year": seen["year"].iloc[0] if grows else None,
    }


WATCHED = (
    ("behind", ("落后或有风险", "Behind or at risk")),
    (
        "overdue",
        ("期限已到，本库没有结果", "The deadline has come and this collection holds no result"),
    ),
    (
        "silent",
        (
            "本库没有可用的数，建议请主管部门提供",
            "No usable figure in this collection; ask the bureau in charge",
        ),
    ),
    ("unseen", ("事件类目标，尚未见报道", "Events of which no report was found")),
    ("under_way", ("事件类目标，已有进展，还不算达到", "Events under way, not yet achieved")),
    ("broken", ("口径已变，需重新约定目标", "Definition changed; the target needs restating")),
)


def watch_list(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """What to watch: targets behind, those nobody gives figures or reports for, stale ones."""
    names = indicator_names(plan, lang)
    best = promises(verdicts)
    why, unknown = best["reason"], best["status"] == "not_assessable"
    # A report of the state carries no year of its own; the newest figure says how far we see.
    overdue = unknown & (best["deadline"] <= best["latest_year"].max())
    masks = {
        "behind": best["status"].isin(["off_track", "at_risk"]),
        "overdue": overdue,
        "silent": why.isin(["no_observation", "one_point", "before_baseline"]) & ~overdue,
        "unseen": (why == "no_evidence") & ~overdue,
        "under_way": (why == "event") & ~overdue,
        "broken": why == "definition_break",
    }
    colon, between = pick((("：", "、"), (": ", "; ")), lang)
    return Text(
        tuple(
            f"{pick(words, lang)}{colon}"
            + between.join(dict.fromkeys(names[i] for i in best.loc[masks[key], "indicator_id"]))
            for key, words in WATCHED
            if masks[key].any()
        ),
        "ul",
    )


UNTARGETED = Clause(
    "{name}：推算{year:year}年为{written}",
    "{name}: projected {written} in {year:year}",
)


NO_TARGET = (
    "本规划没有为下列指标设定目标：",
    "This plan sets no target for these:",
)


def untargeted_sentences(rows: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """Indicators with a baseline, no target and a history: projected, and not judged."""
    rows = rows[rows["n_history"] > 1]
    names, units = indicator_names(plan, lang), indicator_units(plan)
    told = rows.assign(
        name=rows["indicator_id"].map(names),
        written=[
            interval(r.value, r.low80, r.high80, units[r.indicator_id], lang)
            for r in rows.itertuples()
        ],
    )
    said = tuple(tell([UNTARGETED], r._asdict(), lang=lang) for r in told.itertuples())
    return Text((pick(NO_TARGET, lang), *said) if said else (), "ul")


def scale_note(lang: str = "zh") -> Text:
    """How a probability becomes a word."""
    likely = percent(LIKELY)
    if lang == "zh":
        return Text(
            (
                f"判断规则：达标概率不低于{likely}为进展顺利，低于{percent(1 - LIKELY)}为进展滞后，"
                "其间为存在风险；给不出概率时，按实际与所需年均增速之比（0.95、0.60）判断。",
            ),
            "note",
        )
    return Text(
        (
            f"Rule: on track from a probability of {likely}, off track below {percent(1 - LIKELY)}, "
            "at risk between; where no probability can be given, by actual over promised annual "
            "growth (0.95 and 0.60).",
        ),
        "note",
    )


PLAN_WORDS = Clause(
    "《{title}》{part_zh}共有{n}个数量表述，其中{goals}处是目标或任务（涉及{counted}个指标），{based}处是基期数",
    "{part_en} {title} holds {n} quantitative statement{n:s}: {goals} are targets or commitments, on {counted} "
    "indicator{counted:s}, and {based} are baselines",
)


def plan_words(plan: Plan, *, lang: str = "zh") -> Text:
    """How many numbers the plan holds, and how many of them are promises."""
    promised = plan.figures["role"].isin(["target", "commitment"])
    facts = {
        "title": plan.meta[pick(("title", "title_en"), lang)],
        **_part_held(plan),
        "n": len(plan.figures),
        "goals": int(promised.sum()),
        "counted": plan.figures.loc[promised, "indicator_id"].nunique(),
        "based": int((plan.figures["role"] == "baseline").sum()),
    }
    return Text((tell([PLAN_WORDS], facts, lang=lang),))


def _part_held(plan: Plan) -> dict[str, str]:
    """Which part of the plan's text the numbers come from, where it is not the whole."""
    end = plan.meta.get("text_ends_after", "")
    if not end:
        return {"part_zh": "全文", "part_en": "The text of"}
    return {"part_zh": f"本项目所存的部分（止于{end}）", "part_en": "The part held here of"}


def baseline_words(
    verdicts: pd.DataFrame, projections: pd.DataFrame, plan: Plan, *, lang: str = "zh"
) -> Text:
    """How fast each targeted indicator with a past grew to the base year."""
    names = indicator_names(plan, lang)
    seen = projections[projections["kind"] == "observed"].sort_values("year")
    lines = []
    for v in verdicts.drop_duplicates("indicator_id").itertuples():
        before = seen[(seen["indicator_id"] == v.indicator_id) & (seen["year"] < v.baseline_year)]
        if before.empty or pd.isna(v.baseline_value) or v.baseline_basis == "projected":
            continue
        first = before[before["year"] <= v.baseline_year - 5].tail(1)
        first = before.iloc[0] if first.empty else first.iloc[0]
        lines.append(_pace(v, first, names, plan, lang))
    if lines:
        return Text(tuple(lines), "ul")
    nothing = ("没有基期以前的公布数。", "Nothing before the base year has been published.")
    return Text((pick(nothing, lang),))


PACE = Clause(
    "{name}：{first_year:year}年{first:observed}，{baseline_year:year}年{baseline_value:observed}，"
    "是前者的{ratio}倍，年均{rate:growth}",
    "{name}: {first:observed} in {first_year:year}, {baseline_value:observed} in "
    "{baseline_year:year}, {ratio} times that, {rate:rate} a year",
    lambda f: f["baseline_value"] != f["first"],
)
UNCHANGED = Clause(
    "{name}：{first_year:year}年和{baseline_year:year}年都是{first:observed}，持平",
    "{name}: {first:observed} in {first_year:year} and in {baseline_year:year}, unchanged",
)


def _pace(v, first: pd.Series, names: pd.Series, plan: Plan, lang: str) -> str:
    ratio = v.baseline_value / first["value"]
    facts = {
        **v._asdict(),
        "name": names[v.indicator_id],
        "first": first["value"],
        "first_year": first["year"],
        "ratio": f"{ratio:.2f}",
        "rate": ratio ** (1 / (int(v.baseline_year) - int(first["year"]))) - 1,
    }
    return tell([(PACE, UNCHANGED)], facts, unit=indicator_units(plan)[v.indicator_id], lang=lang)


PROJECTION_WORDS = Clause(
    "规划的指标中{seen}个有公布数，其中{single}个只有一个数，推算只能靠参照类；其余{several}个有自己的历史可依",
    "Of the plan's indicators {seen} have published figures; {single} of them rest on one figure, for "
    "which the reference class alone speaks, {several} on a history of their own",
)
EACH_ALONE = (
    "每个指标各自推算，所以比率的推算不必等于分子、分母推算之商（如R&D投入强度与R&D经费除以地区生产总值）。",
    "Each indicator is projected by itself, so a projected ratio need not equal the quotient of its "
    "projected parts (R&D intensity and R&D expenditure over GDP, say).",
)


def projection_words(projections: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """How many of the plan's indicators have figures, and how many of these rest on one."""
    mine = projections[projections["indicator_id"].isin(plan.named)]
    counts = mine[mine["kind"] == "observed"].groupby("indicator_id")["year"].nunique()
    facts = {
        "seen": len(counts),
        "single": int((counts == 1).sum()),
        "several": int((counts > 1).sum()),
    }
    return Text((tell([PROJECTION_WORDS], facts, lang=lang), pick(EACH_ALONE, lang)))


def method_note(lang: str = "zh") -> Text:
    """What the engine does and does not do."""
    zh = (
        "每个指标的历史先去掉单位，化成增速、波动、走势等二十几个特征，再取公开统计中历史相似的序列后来的"
        "分布（参照类），并按各省数据的回放，对希望上升的指标作修正。只有一个点的，全凭参照类。"
        "依据等级：A为12个点以上，B为8个点以上，C为4个点以上，D为更少，或从未变动。"
        "80%区间是否真有八成，见《八成的把握，真有八成吗》。"
    )
    en = (
        "Each history is told without its unit, as two dozen numbers on growth, volatility and "
        "shape, and given the distribution of what followed such histories in public statistics (the "
        "reference class); for indicators that are wanted to rise it is then moved by what the replay of "
        "the provinces shows. One point leaves the reference class alone. Evidence: A from 12 points, "
        "B from 8, C from 4, D fewer or never moved. Whether 80% means 80%: see “Does 80 % mean 80 %?”."
    )
    return Text((pick((zh, en), lang),), "note")
