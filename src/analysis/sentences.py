"""Sentences made from the numbers of the assessment, in Chinese and in English."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd

from . import wording
from .attainment import LIKELY, REASONS, STATUSES
from .store import Plan
from .wording import interval, percent, pick, quantity, with_reading, year


def indicator_names(plan: Plan, lang: str) -> pd.Series:
    """Display name of each indicator_id."""
    return plan.indicators.set_index("indicator_id")[f"name_{lang}"]


def indicator_units(plan: Plan) -> pd.Series:
    """Unit of each indicator_id."""
    return plan.indicators.set_index("indicator_id")["unit"]


@dataclass(frozen=True)
class Text:
    """Generated prose that a notebook shows as a paragraph or a list."""

    parts: tuple[str, ...]
    role: str = "p"

    def __str__(self) -> str:
        return "\n".join(self.parts)

    def _repr_html_(self) -> str:
        if self.role == "ul":
            return f"<ul>{''.join(f'<li>{html.escape(p)}</li>' for p in self.parts)}</ul>"
        tag = "p" if self.role == "p" else f'p class="{self.role}"'
        return "".join(f"<{tag}>{html.escape(p)}</p>" for p in self.parts)


def reason_name(reason: str, lang: str) -> str:
    """Why a target cannot be assessed, in words; empty for none."""
    return str(REASONS.loc[reason, f"name_{lang}"]) if reason else ""


def headline(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """The state of the whole plan in one sentence, counted by promise, not by reading."""
    best = _per_promise(verdicts)
    counts = best["status"].value_counts().reindex(STATUSES.index).fillna(0).astype(int)
    shown = counts[counts > 0]
    last = year(verdicts["latest_year"].max())
    end = year(verdicts["deadline"].max())
    name = plan.meta[f"short_{lang}"]
    if lang == "zh":
        parts = "，".join(f"{n}项{STATUSES.loc[s, 'name_zh']}" for s, n in shown.items())
        return Text(
            (f"{name}共有{len(best)}项可列出的目标（到{end}年），数据截至{last}年：{parts}。",)
        )
    parts = ", ".join(f"{n} {STATUSES.loc[s, 'name_en']}" for s, n in shown.items())
    return Text((f"Of the {len(best)} targets of {name} (to {end}), on data to {last}: {parts}.",))


def _per_promise(verdicts: pd.DataFrame) -> pd.DataFrame:
    """One row per indicator and deadline: its level reading where it has one."""
    order = verdicts["reading"].map({"level": 0, "multiple": 1}).fillna(0)
    return (
        verdicts.assign(order=order)
        .sort_values("order", kind="stable")
        .drop_duplicates(["indicator_id", "deadline"])
        .sort_index()
    )


def sentences(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """One sentence per target with a number and an observation."""
    names = indicator_names(plan, lang)
    told = verdicts.assign(unit_out=verdicts["indicator_id"].map(indicator_units(plan)))
    told = told[told["target_value"].notna() & told["latest_value"].notna()]
    say = _sentence_zh if lang == "zh" else _sentence_en
    return Text(tuple(say(v, names) for v in told.itertuples()), "ul")


def _sentence_zh(v, names: pd.Series) -> str:
    goal = wording.target(v.comparator, v.target_value, v.value_high, v.unit_out, "zh")
    parts = [
        f"{with_reading(names[v.indicator_id], v.reading, 'zh')}{year(v.latest_year)}年达"
        f"{quantity(v.latest_value, v.unit_out, 'zh', observed=True)}"
    ]
    if v.met:
        parts.append(f"已达到{year(v.deadline)}年目标{goal}")
        return "，".join(parts) + "。"
    if v.reason:
        aim = f"{year(v.deadline)}年目标{goal}" if goal != wording.MISSING else ""
        return (
            "，".join(p for p in (*parts, aim) if p)
            + f"；无法评估：{reason_name(v.reason, 'zh')}。"
        )
    if pd.notna(v.share_travelled):
        parts.append(f"从基期到目标（{goal}）的路程走了{percent(v.share_travelled)}")
    if pd.notna(v.share_time):
        parts.append(f"时间已过{percent(v.share_time)}")
    if pd.notna(v.growth_required):
        parts.append(f"此后每年须增长{percent(v.growth_required, 1)}")
    if pd.notna(v.growth_actual):
        parts[-1] += f"（基期以来年均{percent(v.growth_actual, 1)}）"
    if pd.notna(v.probability):
        parts.append(f"按现有趋势，{year(v.deadline)}年达标的概率为{percent(v.probability)}")
    elif pd.notna(v.projected):
        parts.append(
            f"按近年增速外推，{year(v.deadline)}年为{quantity(v.projected, v.unit_out, 'zh')}"
        )
    return "，".join(parts) + "。"


def _sentence_en(v, names: pd.Series) -> str:
    goal = wording.target(v.comparator, v.target_value, v.value_high, v.unit_out, "en")
    lead = (
        f"{with_reading(names[v.indicator_id], v.reading, 'en')}: "
        f"{quantity(v.latest_value, v.unit_out, 'en', observed=True)} in {year(v.latest_year)}"
    )
    if v.met:
        return f"{lead}, which already meets the {year(v.deadline)} target of {goal}."
    if v.reason:
        aim = f" against {goal} by {year(v.deadline)}" if goal != wording.MISSING else ""
        return f"{lead}{aim}; not assessable: {reason_name(v.reason, 'en')}."
    parts = []
    if pd.notna(v.share_travelled):
        parts.append(f"{percent(v.share_travelled)} of the way from the baseline to {goal}")
    if pd.notna(v.share_time):
        parts.append(f"with {percent(v.share_time)} of the time gone")
    text = ", ".join([lead, " ".join(parts)] if parts else [lead])
    if pd.notna(v.growth_required):
        text += f"; it must now grow {percent(v.growth_required, 1)} a year"
        if pd.notna(v.growth_actual):
            text += f" ({percent(v.growth_actual, 1)} so far)"
    if pd.notna(v.probability):
        text += (
            f"; on the trend so far the probability of meeting the target by {year(v.deadline)} "
            f"is {percent(v.probability)}"
        )
    elif pd.notna(v.projected):
        text += (
            f"; recent growth continued gives {quantity(v.projected, v.unit_out, 'en')} "
            f"in {year(v.deadline)}"
        )
    return text + "."


def watch_list(verdicts: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """What to watch: targets behind, targets nobody publishes figures for, stale figures."""
    names = indicator_names(plan, lang)
    best = _per_promise(verdicts)
    sep = "、" if lang == "zh" else ", "

    def listed(mask: pd.Series) -> str:
        return sep.join(dict.fromkeys(names[i] for i in best.loc[mask, "indicator_id"]))

    behind = best["status"].isin(["off_track", "at_risk"])
    silent = best["reason"].isin(["no_observation", "one_point", "before_baseline"])
    broken = best["reason"] == "definition_break"
    lines = [
        (behind, ("落后或有风险", "Behind or at risk")),
        (
            silent,
            (
                "缺少公开数据，建议请主管部门提供",
                "No usable published data; ask the bureau in charge",
            ),
        ),
        (broken, ("口径已变，需重新约定目标", "Definition changed; the target needs restating")),
    ]
    colon = "：" if lang == "zh" else ": "
    return Text(
        tuple(f"{pick(words, lang)}{colon}{listed(mask)}" for mask, words in lines if mask.any()),
        "ul",
    )


def untargeted_sentences(rows: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """Indicators with a baseline and no target: projected, and said so."""
    names, units = indicator_names(plan, lang), plan.indicators.set_index("indicator_id")["unit"]
    out = []
    for r in rows.itertuples():
        unit = units[r.indicator_id]
        value = interval(r.value, r.low80, r.high80, unit, lang)
        if lang == "zh":
            out.append(
                f"{names[r.indicator_id]}：推算{year(r.year)}年为{value}；本规划没有为它设定目标。"
            )
        else:
            out.append(
                f"{names[r.indicator_id]}: projected {value} in {year(r.year)}; "
                "this plan sets no target for it."
            )
    return Text(tuple(out), "ul")


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


def plan_words(plan: Plan, *, lang: str = "zh") -> Text:
    """How many numbers the plan holds, and how many of them are promises."""
    roles = plan.figures["role"].value_counts()
    goals = int(roles.get("target", 0) + roles.get("commitment", 0))
    counted = plan.figures.loc[plan.figures["role"].isin(["target", "commitment"]), "indicator_id"]
    based = int(roles.get("baseline", 0))
    if lang == "zh":
        return Text(
            (
                f"《{plan.meta['title']}》共有{len(plan.figures)}个数量表述，其中{goals}处是目标或任务"
                f"（涉及{counted.nunique()}个指标），{based}处是基期数。",
            )
        )
    return Text(
        (
            f"{plan.meta['title_en']} holds {len(plan.figures)} quantitative statements: {goals} are "
            f"targets or commitments, on {counted.nunique()} indicators, and {based} are baselines.",
        )
    )


def consistency_words(checks: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """The checks that fail, one sentence each."""
    names = indicator_names(plan, lang)
    failed = checks[
        checks["agrees"].eq(False) | checks["check"].isin(["implied_baseline", "growth"])
    ]
    return Text(tuple(_failure(c, names, lang) for c in failed.itertuples()), "ul")


def _failure(c, names: pd.Series, lang: str) -> str:
    name = names[c.indicator_id]
    stated = quantity(c.stated, c.unit, lang, observed=True)
    computed = quantity(c.computed, c.unit, lang, observed=True)
    zh = {
        "multiple": f"{name}：称“{wording.number(c.stated, '倍', lang, observed=True)}倍”，目标实为基期的{computed}。",
        "multiple_level": f"{name}：若按倍数读应达到{computed}，规划写的是{stated}。",
        "implied_baseline": f"{name}：规划没有给基期；由目标与倍数反推约为{computed}。",
        "growth": f"{name}：规划称增长近{stated}，按数据增长{computed}（比值为其加1）。",
        "sum": f"{name}：分项之和为{computed}，合计写的是{stated}。",
        "implied": f"{name}：人均数对应的人口是{computed}，公布数为{stated}。",
    }
    en = {
        "multiple": f"{name}: called a multiple of {stated}, the target is {computed} the baseline.",
        "multiple_level": f"{name}: as a multiple it would be {computed}; the plan says {stated}.",
        "implied_baseline": f"{name}: the plan gives no baseline; target and multiple imply {computed}.",
        "growth": f"{name}: the plan speaks of growth of nearly {stated}; the figures give {computed} "
        "(the ratio is one more).",
        "sum": f"{name}: the parts make {computed}, the whole is given as {stated}.",
        "implied": f"{name}: the per-head figure implies {computed}; published is {stated}.",
    }
    return (zh if lang == "zh" else en)[c.check]


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


def _pace(v, first: pd.Series, names: pd.Series, plan: Plan, lang: str) -> str:
    unit = plan.indicators.set_index("indicator_id").loc[v.indicator_id, "unit"]
    start = quantity(first["value"], unit, lang, observed=True)
    end = quantity(v.baseline_value, unit, lang, observed=True)
    ratio = v.baseline_value / first["value"]
    annual = ratio ** (1 / (int(v.baseline_year) - int(first["year"]))) - 1
    if lang == "zh":
        return (
            f"{names[v.indicator_id]}：{year(first['year'])}年{start}，{year(v.baseline_year)}年{end}，"
            f"是前者的{ratio:.2f}倍，年均增长{percent(annual, 1)}。"
        )
    return (
        f"{names[v.indicator_id]}: {start} in {year(first['year'])}, {end} in "
        f"{year(v.baseline_year)}, {ratio:.2f} × as many, {percent(annual, 1)} a year."
    )


def projection_words(projections: pd.DataFrame, *, lang: str = "zh") -> Text:
    """How many series can be projected, and how many with an interval."""
    ahead = projections[projections["kind"] == "projected"].drop_duplicates("indicator_id")
    seen = projections.loc[projections["kind"] == "observed", "indicator_id"].nunique()
    made, banded = int(ahead["value"].notna().sum()), int(ahead["low80"].notna().sum())
    if lang == "zh":
        return Text((f"{seen}个指标有公布数，{made}个可以推算，其中{banded}个能给出区间。",))
    return Text(
        (
            f"Of {seen} indicators with published figures, {made} can be projected, {banded} with an interval.",
        )
    )


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
