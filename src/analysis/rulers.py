"""One plan under every ruler: the matrix, where the rulers part, and how each has done."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from . import wording
from .league import BASE_RATE, OURS, RULERS, best_rule, provinces
from .methods import METHODS, VERDICTS, WORDS, judge_all, method_inputs, typical_changes
from .places import find_reference, find_root
from .projection.regional import read_families
from .sentences import Text, indicator_names, indicator_units
from .situations import Records, Situation, situation_of
from .tables import Table
from .vintages import as_of_view
from .wording import percent, pick, quantity, with_reading, year

LEAGUE = ("league", "league_years", "league_sensitivity", "league_scope")
FORWARD = ("achieved", "on_track")
BACKWARD = ("slower", "off_track")
# Heads of the matrix, short enough for a column.
SHORT = {
    "ours": ("本项目", "Ours"),
    "open_sdg": ("加拿大", "StatCan"),
    "eurostat": ("欧盟", "Eurostat"),
    "eustat": ("巴斯克", "Eustat"),
    "un_progress_chart": ("联合国", "UN"),
    "destatis": ("德国", "Destatis"),
    "escap_current_status": ("亚太经社会", "ESCAP"),
    "who_required_growth": ("世卫增速", "WHO rate"),
    "who_straight_path": ("世卫直线", "WHO line"),
    "time_proportional": ("时序进度", "Way/time"),
    "completion_rate": ("完成率", "Completion"),
    "ndrc": ("发改委", "NDRC"),
    "trackr": ("世行", "World Bank"),
}
BADGES = {"achieved": "achieved", "on_track": "on_track", "slower": "at_risk",
          "off_track": "off_track", "not_applicable": "not_assessable"}  # fmt: skip
MARKS = {
    "own": ("本项目", "this project"),
    "read": ("已读原文或程序", "its own document or program was read"),
    "restated": ("只见他人转述", "known by restatement only"),
    "practice": ("实务惯例，界限为本项目所定", "a practice; thresholds are this project's"),
}
BASE_NAME = ("其他指标的平均达标率", "Base rate of the others")
VARIANTS = {
    "main": ("主规则", "as above"),
    "apart_by_year": ("按剩余年数分别映射", "mapped apart by years remaining"),
    "words": ("只看判断用词", "by the words alone"),
    "other_families": ("映射只用其他类别", "mapped on other families only"),
    "shift_as_known": ("偏差只用当年已知", "our shift only as known in the year"),
    "quantile_0.25": ("目标取25%分位", "targets at the 25% quantile"),
    "quantile_0.50": ("目标取50%分位", "targets at the median"),
    "quantile_0.75": ("目标取75%分位", "targets at the 75% quantile"),
    "quantile_0.90": ("目标取90%分位", "targets at the 90% quantile"),
    "own_past": ("目标取本地区前五年增幅", "targets at the region's own past change"),
    "left_1": ("剩一年", "one year left"),
    "left_2": ("剩两年", "two years left"),
    "left_3": ("剩三年", "three years left"),
    "left_4": ("剩四年", "four years left"),
    "not_yet_met": ("尚未达到的目标", "targets not yet met"),
}


@dataclass(frozen=True)
class Rulers:
    """A plan's targets under every method.

    Attributes
    ----------
    now : Situation
    inputs : DataFrame
        See `methods.method_inputs`, on the rows of `matrix`.
    matrix : DataFrame
        See `methods.judge_all`.
    """

    now: Situation
    inputs: pd.DataFrame
    matrix: pd.DataFrame

    @property
    def shown(self) -> list[int]:
        """Rows with a target number that at least one of the others can judge."""
        judged = self.matrix[
            (self.matrix["verdict"] != "not_applicable") & (self.matrix["method"] != OURS)
        ]
        numbered = self.inputs.index[self.inputs["target_value"].notna()]
        return [r for r in numbered if r in set(judged["row"])]


def measure(records: Records, *, region: str | None = None, as_of: str | None = None) -> Rulers:
    """Judge a plan's targets by every method, as known on a day.

    Parameters
    ----------
    records : Records
        From `read_records`.
    region, as_of
        See `situation`.
    """
    now = situation_of(records, region=region or None, as_of=as_of or None)
    inputs = method_inputs(now)
    families = read_families(records.root)
    panel = provinces(as_of_view(records.observations, as_of or None), families)
    typical = typical_changes(panel)
    return Rulers(now, inputs, judge_all(inputs, typical=typical))


def year_by_year(
    records: Records, *, region: str | None = None, as_of: str | None = None
) -> pd.DataFrame:
    """The matrix as it would have stood at the end of each year since the base year.

    Returns
    -------
    DataFrame
        day, target_id, reading, indicator_id, and the columns of `judge_all`; the last day is
        `as_of` itself, or that of the newest figure.
    """
    final = measure(records, region=region, as_of=as_of)
    last = as_of or wording.day(final.now.vintage or final.now.issue_day)
    begin = int(records.plan.meta["baseline_year"]) + 1
    ends = [f"{y}-12-31" for y in range(begin, int(last[:4]) + 1)]
    days = [d for d in ends if d < last]
    parts = [_dated(measure(records, region=region, as_of=d), d) for d in days]
    return pd.concat([*parts, _dated(final, last)], ignore_index=True)


def _dated(found: Rulers, day: str) -> pd.DataFrame:
    keys = found.inputs[["target_id", "indicator_id", "reading"]]
    return found.matrix.join(keys, on="row").assign(day=day)


@dataclass(frozen=True)
class Matrix:
    """Targets down, methods across; in each cell a shape, a colour and a word.

    On a phone each target becomes a card whose cells carry the method's name.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # name, (verdict, text) a method
    caption: str

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{html.escape(h)}</th>' for h in self.heads)
        body = "".join(self._row(name, cells) for name, cells in self.rows)
        caption = f"<caption>{html.escape(self.caption)}</caption>" if self.caption else ""
        return (
            f'<table class="cards wide">{caption}<thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>"
        )

    def _row(self, name: str, cells: tuple[tuple[str, str], ...]) -> str:
        first = html.escape(self.heads[0], quote=True)
        out = f'<th scope="row" data-label="{first}">{html.escape(name)}</th>'
        for head, (verdict, text) in zip(self.heads[1:], cells, strict=True):
            label = html.escape(head, quote=True)
            badge = (
                f'<span class="badge {BADGES[verdict]}" style="white-space: normal">'
                f"{html.escape(text)}</span>"
            )
            out += f'<td data-label="{label}">{badge}</td>'
        return f"<tr>{out}</tr>"


def matrix_table(
    found: Rulers, *, lang: str = "zh", methods: Sequence[str] | None = None
) -> Matrix | Text:
    """The matrix for readers; a sentence where no target can be judged."""
    if not found.shown:
        return Text((_none(lang),))
    chosen = [m for m in METHODS.index if m != "eustat"] if methods is None else list(methods)
    verdicts = found.matrix.pivot_table(
        index="row", columns="method", values="verdict", aggfunc="first"
    )
    rows = tuple(
        (_label(found, r, lang), tuple((v, _badge(v, lang)) for v in verdicts.loc[r, chosen]))
        for r in found.shown
    )
    heads = (pick(("目标", "Target"), lang), *(pick(SHORT[m], lang) for m in chosen))
    return Matrix(heads, rows, "")


def _none(lang: str) -> str:
    return pick(("当日没有可以比较的目标。", "No target could be compared on that day."), lang)


def _badge(verdict: str, lang: str) -> str:
    """Mark and word; a narrow column may break between them and nowhere else."""
    row = VERDICTS.loc[verdict]
    if verdict == "not_applicable":
        return str(row["mark"])
    return f"{row['mark']} {row[f'name_{lang}'].replace(' ', chr(0xA0))}"


def _label(found: Rulers, row: int, lang: str) -> str:
    target = found.inputs.loc[row]
    units = indicator_units(found.now.plan)
    name = indicator_names(found.now.plan, lang)[target["indicator_id"]]
    goal = wording.target(
        target["comparator"], target["target_value"], target["target_high"],
        units[target["indicator_id"]], lang,
    )  # fmt: skip
    return f"{with_reading(name, target['reading'], lang)} {goal}"


def scale_words(*, lang: str = "zh") -> Text:
    """What the common scale means, and that each method keeps its own words."""
    names = [f"{v.mark} {getattr(v, f'name_{lang}')}" for v in VERDICTS.itertuples()]
    if lang == "zh":
        return Text(
            (
                "共同刻度："
                + "，".join(names)
                + "。“偏慢”是各方法按期以下的第一档，“落后”是更低的各档；"
                "只有两档的方法没有“偏慢”。○是该方法给不出判断（没有可比基期、只有一个数、连续数据不足四年等）。"
                "欧盟与加拿大的比率和界限相同，巴斯克也用同一比率，不另列。",
            ),
            "note",
        )
    return Text(
        (
            "Common scale: " + ", ".join(names) + ". “Too slow” is a method's first grade below on "
            "track, “off track” any lower one; a method with two grades has no “too slow”. ○: the "
            "method cannot judge (no comparable baseline, a single value, fewer than four "
            "consecutive years …). Eurostat uses Statistics Canada's ratio and thresholds; Eustat "
            "uses the same ratio and is not listed apart.",
        ),
        "note",
    )


def disagreement_words(found: Rulers, *, lang: str = "zh") -> Text:
    """For every target on which the rulers part: who says what, and the numbers behind it."""
    told = [_parting(found, r, lang) for r in found.shown]
    kept = tuple(t for t in told if t)
    if not kept:
        return Text(
            (pick(("各方法没有分歧。", "The methods do not disagree on any target."), lang),)
        )
    return Text(kept, "ul")


def _parting(found: Rulers, row: int, lang: str) -> str:
    table = found.matrix[found.matrix["row"] == row].set_index("method")
    ahead = [m for m in table.index if table.loc[m, "verdict"] in FORWARD]
    behind = [m for m in table.index if table.loc[m, "verdict"] in BACKWARD]
    if not ahead or not behind:
        return ""
    numbers = _numbers(found, row, table, lang)
    label = _label(found, row, lang)
    first, other = _listed(ahead, behind, lang), _listed(behind, ahead, lang)
    if lang == "zh":
        return f"{label}：{first}说按期；{other}说不够。{numbers}"
    return f"{label}: on track by {first}; not enough by {other}. {numbers}"


def _listed(methods: list[str], others: list[str], lang: str) -> str:
    """The names of the smaller side; the larger one is counted, ours named."""
    names = METHODS[f"name_{lang}"]
    if len(methods) <= len(others):
        return ("、" if lang == "zh" else ", ").join(names[m] for m in methods)
    rest = len(methods) - (OURS in methods)
    if OURS not in methods:
        return f"其余{rest}种方法" if lang == "zh" else f"the other {rest} methods"
    if lang == "zh":
        return f"{names[OURS]}和其余{rest}种方法"
    return f"{names[OURS].lower()} and the other {rest} methods"


def _numbers(found: Rulers, row: int, table: pd.DataFrame, lang: str) -> str:
    """Why: growth against growth, its own extrapolation, way against time, probability."""
    r = found.inputs.loc[row]
    unit = indicator_units(found.now.plan)[r["indicator_id"]]
    progress = table["progress_value"]
    ratio, way = progress["open_sdg"], progress["time_proportional"]
    time = way / table.loc["time_proportional", "score"] if way else np.nan
    grown = r["base_value"] + progress["un_progress_chart"] * (r["target_value"] - r["base_value"])
    rate, chance = progress["completion_rate"], progress[OURS]
    zh = [
        (ratio, f"已有年均增速是所需的{percent(ratio)}"),
        (grown, f"照此增速{year(r['target_year'])}年为{quantity(grown, unit, 'zh')}"),
        (way, f"路程走了{percent(way)}，时间过了{percent(time)}"),
        (rate, f"最新值是目标的{percent(rate)}，其中基期本来就有"
               f"{percent(r['base_value'] / r['target_value'])}"),
        (chance, f"按历史上这类序列的离散程度，达标概率{percent(chance)}"),
    ]  # fmt: skip
    en = [
        (ratio, f"growth so far is {percent(ratio)} of what is needed"),
        (grown, f"continued, it gives {quantity(grown, unit, 'en')} in {year(r['target_year'])}"),
        (way, f"{percent(way)} of the way in {percent(time)} of the time"),
        (rate, f"the latest value is {percent(rate)} of the target, of which the baseline alone "
               f"was {percent(r['base_value'] / r['target_value'])}"),
        (chance, f"given how such series scatter, the probability is {percent(chance)}"),
    ]  # fmt: skip
    said = [text for value, text in (zh if lang == "zh" else en) if pd.notna(value)]
    if lang == "zh":
        return "；".join(said) + "。"
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}." if said else ""


def agreement_words(found: Rulers, *, lang: str = "zh") -> Text:
    """How many targets get the same answer from all rulers, in one sentence."""
    if not found.shown:
        return Text((_none(lang),))
    both = [r for r in found.shown if _parting(found, r, lang)]
    n, k = len(found.shown), len(both)
    fair = sum(_parts_without_completion(found, r) for r in both)
    rest = len(found.inputs) - n
    if lang == "zh":
        return Text(
            (
                f"规划的{len(found.inputs)}条目标读法中，有{n}条至少有一种外部方法可以判断；"
                f"其中{k}条换一把尺子就换一个结论（不算把基期也计入的完成率，为{fair}条）。其余{rest}条没有数字目标或没有可用数据。",
            )
        )
    return Text(
        (
            f"Of the plan's {len(found.inputs)} readings of targets, {n} can be judged by at least "
            f"one outside method; for {k} of them the answer depends on the ruler ({fair} if "
            "the completion rate, which credits the baseline, is left aside). The other "
            f"{rest} have no number or no usable data.",
        )
    )


def _parts_without_completion(found: Rulers, row: int) -> bool:
    table = found.matrix[found.matrix["row"] == row].set_index("method")["verdict"]
    told = set(table.drop("completion_rate"))
    return bool(told & set(FORWARD)) and bool(told & set(BACKWARD))


def method_table(*, lang: str = "zh") -> Table:
    """Every method with its grades, how it was read, and where."""
    rows = [
        {
            "peer": m[f"name_{lang}"],
            "words": " / ".join(WORDS.loc[name][f"name_{lang}"]),
            "evidence": pick(MARKS[m["mark"]], lang),
            "source": m["source"],
        }
        for name, m in METHODS.iterrows()
    ]
    return Table(pd.DataFrame(rows, columns=["peer", "words", "evidence", "source"]), lang)


def read_league(root: Path | None = None) -> dict[str, pd.DataFrame]:
    """Read the league's tables of data/reference/."""
    folder = find_reference(find_root(root))
    return {name: pd.read_csv(folder / f"{name}.csv") for name in LEAGUE}


def known_by(league: dict[str, pd.DataFrame], as_of: str | None) -> bool:
    """Whether the league's data had been published by a day."""
    scope = league["league_scope"].set_index("item")["value"]
    return not as_of or str(scope["published"]) <= as_of


def league_words(
    league: dict[str, pd.DataFrame], *, as_of: str | None = None, lang: str = "zh"
) -> Text:
    """What was asked, who came first, by how much and how sure that is."""
    if not known_by(league, as_of):
        return Text(
            (
                pick(
                    (
                        "各方法的成绩要等这些年份的数据公布之后才算得出；当日还不知道，这里不列。",
                        "How the rulers have done could only be worked out once those years had "
                        "been published; on this day it was not known and is not shown.",
                    ),
                    lang,
                ),
            )
        )
    scope = league["league_scope"].set_index("item")["value"]
    table = league["league"]
    best = best_rule(table)
    ours = table.set_index("method").loc[OURS]
    names = METHODS[f"name_{lang}"]
    span = f"{percent(best['better_low'])}–{percent(best['better_high'])}"
    words = table[table["method"].isin(RULERS)]["brier_words"].min()
    by_words = percent(1 - ours["brier"] / words)
    asked, targets = (wording.number(int(scope[c]), "", lang) for c in ("questions", "targets"))
    if lang == "zh":
        return Text(
            (
                f"{scope['regions']}个省份、{scope['indicators']}个指标，{scope['first_start']}至"
                f"{scope['last_start']}年各设一次五年目标，共{targets}个；到期前每年问一次，"
                f"各方法都能回答的有{asked}问。",
                f"确定性方法里最好的是{names[best['method']]}，Brier得分{best['brier']:.3f}；"
                f"本项目的概率为{ours['brier']:.3f}，低{percent(best['better'])}（95%区间{span}，"
                f"按指标重抽样）。如果只看各方法的用词，比其中最好的低{by_words}。",
                "预先定的目标是至少低15%："
                + ("已达到。" if best["better"] >= 0.15 else "没有达到，照实列出。"),
                f"本项目说按期的，{percent(ours['held'])}后来应验；{names[best['method']]}为"
                f"{percent(best['held'])}，完成率为"
                f"{percent(table.set_index('method').loc['completion_rate', 'held'])}。",
            )
        )
    return Text(
        (
            f"In {scope['regions']} provinces, for {scope['indicators']} indicators, five-year "
            f"targets were set from {scope['first_start']} to {scope['last_start']}, {targets} in "
            f"all; each was asked about in every year before its deadline, {asked} questions that "
            "all methods could answer.",
            f"The best deterministic ruler is {names[best['method']]}, Brier score "
            f"{best['brier']:.3f}; our probability scores {ours['brier']:.3f}, "
            f"{percent(best['better'])} lower (95% interval {span}, indicators resampled). By the "
            f"words alone, it is {by_words} lower than the best of them.",
            "The aim set beforehand was at least 15% lower: "
            + ("reached." if best["better"] >= 0.15 else "not reached, and told as it is."),
            f"Of what we called on track, {percent(ours['held'])} came true; of "
            f"{names[best['method']]}'s {percent(best['held'])}, of the completion rate's "
            f"{percent(table.set_index('method').loc['completion_rate', 'held'])}.",
        )
    )


def ruler_name(method: str, lang: str) -> str:
    """A method's name, or that of the base rate."""
    return (
        pick(BASE_NAME, lang) if method == BASE_RATE else str(METHODS.loc[method, f"name_{lang}"])
    )


def league_table(
    league: dict[str, pd.DataFrame], *, as_of: str | None = None, lang: str = "zh"
) -> Table | None:
    """The table of rulers for readers; None on a day that could not have known it."""
    if not known_by(league, as_of):
        return None
    columns = ["peer", "brier", "log", "brier_words", "called", "held", "caught"]
    rows = [
        {
            "peer": ruler_name(r.method, lang),
            "brier": _with_span(r.brier, r.brier_low, r.brier_high),
            "log": _with_span(r.log, r.log_low, r.log_high),
            "brier_words": f"{r.brier_words:.3f}",
            "called": percent(r.called),
            "held": _with_percents(r.held, r.held_low, r.held_high),
            "caught": percent(r.caught),
        }
        for r in league["league"].itertuples()
    ]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=tuple(columns[1:]))


def sensitivity_table(
    league: dict[str, pd.DataFrame], *, as_of: str | None = None, lang: str = "zh"
) -> Table | None:
    """The lead over the best ruler under every other rule; None on a day that could not know."""
    if not known_by(league, as_of):
        return None
    columns = ["variant", "best", "ours", "better", "came_true"]
    rows = [
        {
            "variant": pick(VARIANTS[r.variant], lang),
            "best": f"{ruler_name(r.rule, lang)} {r.best:.3f}",
            "ours": f"{r.ours:.3f}",
            "better": _with_percents(r.better, r.better_low, r.better_high),
            "came_true": percent(r.came_true),
        }
        for r in league["league_sensitivity"].itertuples()
    ]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=tuple(columns[1:]))


def _with_span(value: float, low: float, high: float) -> str:
    return f"{value:.3f} ({low:.3f}–{high:.3f})"


def _with_percents(value: float, low: float, high: float) -> str:
    if pd.isna(value):
        return wording.MISSING
    return f"{percent(value)} ({percent(low)}–{percent(high)})".replace("%–", "–")
