"""One plan under every ruler: the matrix, where the rulers part, and how each has done."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..projection.regional import read_families
from ..records.places import find_reference, find_root
from ..records.vintages import as_of_view
from ..telling.kit import wording
from ..telling.kit.names import indicator_names, indicator_units
from ..telling.kit.table import Table
from ..telling.kit.text import Folded, Text
from ..telling.kit.wording import percent, pick, quantity, with_reading, year
from .attainment import EVENT_KINDS
from .league import BASE_RATE, OURS, RULERS, best_rule, provinces
from .methods import METHODS, VERDICTS, WORDS, judge_all, method_inputs, typical_changes
from .situations import Records, Situation, situation_of

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
HIDDEN = ("eustat",)  # the same ratio as Statistics Canada's, listed once
SCALE = ("achieved", "on_track", "slower", "off_track")
OWN_BOUNDS, SECOND_HAND = "†", "‡"  # beside a method's name
MARKS = {
    "own": ("本项目", "this project"),
    "read": ("已读原文或程序", "its own document or program was read"),
    "personal": ("程序已读，但出自个人程序库", "a program was read, but in a person's repository"),
    "restated": ("只见他人转述", "known by restatement only"),
    "practice": ("实务惯例，没有自己的文件", "a practice without a document of its own"),
}
BASE_NAME = (
    "不用任何办法，只说其他指标的平均达标率",
    "No method: how often targets on other indicators were met",
)
VARIANTS = {
    "main": ("上表的规则", "the rule of the table above"),
    "apart_by_year": (
        "剩一年、两年……的判断分开换算成概率",
        "scores turned into chances apart for one, two … years left",
    ),
    "words": ("只看判断用词，不看分数", "the words alone, not the scores"),
    "other_families": (
        "换算只从其他类别的指标学来",
        "chances learned from other kinds of indicator",
    ),
    "shift_as_known": (
        "本项目的分省修正只用当年已知的数",
        "our provincial correction only as known in the year",
    ),
    "quantile_0.25": (
        "目标定得低：此前增幅从低到高排，取25%处",
        "easy targets: 25% of past growth fell short of them",
    ),
    "quantile_0.50": ("目标取此前增幅的中间值", "targets at the middle of past growth"),
    "quantile_0.75": ("目标定得高：取75%处", "hard targets: 75% of past growth fell short of them"),
    "quantile_0.90": ("目标定得很高：取90%处", "very hard targets: 90% fell short"),
    "own_past": (
        "目标取本地区前五年的增幅",
        "targets at the region's own growth of the five years before",
    ),
    "left_1": ("只看剩一年的判断", "one year left"),
    "left_2": ("只看剩两年的判断", "two years left"),
    "left_3": ("只看剩三年的判断", "three years left"),
    "left_4": ("只看剩四年的判断", "four years left"),
    "not_yet_met": ("只看尚未达到的目标", "targets not yet met"),
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
        """Rows with a target number that at least one of the methods shown can judge."""
        judged = self.matrix[
            (self.matrix["verdict"] != "not_applicable")
            & ~self.matrix["method"].isin([OURS, *HIDDEN])
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
            f'<table class="cards wide compact">{caption}<thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>"
        )

    def _row(self, name: str, cells: tuple[tuple[str, str], ...]) -> str:
        first = html.escape(self.heads[0], quote=True)
        out = f'<th scope="row" data-label="{first}">{html.escape(name)}</th>'
        for head, (verdict, text) in zip(self.heads[1:], cells, strict=True):
            label = html.escape(head, quote=True)
            status = VERDICTS.loc[verdict, "status"]
            badge = (
                f'<span class="badge {status}" style="white-space: normal">'
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
    chosen = list(METHODS.index.drop(list(HIDDEN)) if methods is None else methods)
    verdicts = found.matrix.pivot_table(
        index="row", columns="method", values="verdict", aggfunc="first"
    )
    rows = tuple(
        (_label(found, r, lang), tuple((v, _badge(v, lang)) for v in verdicts.loc[r, chosen]))
        for r in found.shown
    )
    heads = (pick(("目标", "Target"), lang), *(short_name(m, lang) for m in chosen))
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
        wording.comparator_of(target),
        target["target_value"],
        target["target_high"],
        units[target["indicator_id"]],
        lang,
    )
    return f"{with_reading(name, target['reading'], lang)} {goal}"


def short_name(method: str, lang: str) -> str:
    """A method's name for a column, with the marks that `scale_words` explains."""
    return pick(SHORT[method], lang) + marks(method)


def marks(method: str) -> str:
    """† where the line between verdicts is this project's, ‡ where the method is second-hand."""
    told = METHODS.loc[method]
    drawn_here = told["bounds"] == "own" and method != OURS
    second_hand = told["mark"] in ("restated", "personal")
    return OWN_BOUNDS * drawn_here + SECOND_HAND * second_hand


def scale_words(*, lang: str = "zh") -> Text:
    """What the common scale means, what the marks on the methods mean, and what ○ is."""
    on, risk, off = (VERDICTS.loc[v, f"name_{lang}"] for v in SCALE[1:])
    names = [f"{v.mark} {getattr(v, f'name_{lang}')}" for v in VERDICTS.itertuples()]
    if lang == "zh":
        return Text(
            (
                "各方法的用词都归到本项目的判断用语："
                + "，".join(names)
                + f"。“{risk}”是各方法在“{on}”以下的第一档，“{off}”是更低的各档；"
                f"只有两档的方法没有“{risk}”。○是该方法给不出判断"
                "（没有可比基期、只有一个数、连续数据不足四年等）。",
                f"{OWN_BOUNDS} 界限自定：该机构或惯例只给出数或用词，没有公布界限，界限是本项目"
                f"所定，不是该机构的判断。{SECOND_HAND} 只见他人转述，或程序出自个人程序库。",
                "欧盟与加拿大的比率和界限相同；巴斯克也用同一比率，不另列。",
            ),
            "note",
        )
    return Text(
        (
            "Every method's words are put on this project's scale: " + ", ".join(names) + ". "
            f"“{risk.capitalize()}” is a method's first grade below “{on}”, “{off}” any lower one; "
            f"a method with two grades has no “{risk}”. ○: the method cannot judge (no comparable "
            "baseline, a single value, fewer than four consecutive years …).",
            f"{OWN_BOUNDS} Bounds are this project's: the institution or practice gives a number "
            "or words and publishes no threshold, so the verdict is not the institution's. "
            f"{SECOND_HAND} Known from a restatement, or from a program in a person's repository.",
            "Eurostat uses Statistics Canada's ratio and thresholds; Eustat uses the same ratio "
            "and is not listed apart.",
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
    """Who says what on one target, best verdict first; empty where none or all look forward."""
    table = _told(found, row)
    if not _differ(table["verdict"]):
        return ""
    groups = {v: list(table.index[table["verdict"] == v]) for v in SCALE}
    most = max(groups, key=lambda v: len(groups[v]))
    said = [_said(v, ms, lang, counted=v == most) for v, ms in groups.items() if ms]
    numbers, label = _numbers(found, row, table, lang), _label(found, row, lang)
    if lang == "zh":
        return f"{label}。{'；'.join(said)}。{numbers}"
    return f"{label}: {'; '.join(said)}. {numbers}"


def _told(found: Rulers, row: int) -> pd.DataFrame:
    """What the methods shown say of one target."""
    table = found.matrix[found.matrix["row"] == row].set_index("method")
    return table.drop(index=list(HIDDEN), errors="ignore")


def _differ(verdicts: pd.Series) -> bool:
    return bool(verdicts.isin(FORWARD).any() and verdicts.isin(BACKWARD).any())


def _said(verdict: str, methods: list[str], lang: str, *, counted: bool) -> str:
    """The verdict and who gives it; the largest group is counted, ours named."""
    word = VERDICTS.loc[verdict, f"name_{lang}"]
    names = {m: METHODS.loc[m, f"name_{lang}"] + marks(m) for m in methods}
    rest = len(methods) - (OURS in methods)
    if not counted or rest < 3:
        return (
            f"{word}：{'、'.join(names.values())}"
            if lang == "zh"
            else (f"{word} by {', '.join(names.values())}")
        )
    if OURS not in methods:
        return f"{word}：{rest}种方法" if lang == "zh" else f"{word} by {rest} methods"
    if lang == "zh":
        return f"{word}：{names[OURS]}和另外{rest}种方法"
    return f"{word} by {names[OURS].lower()} and {rest} other methods"


def _numbers(found: Rulers, row: int, table: pd.DataFrame, lang: str) -> str:
    """Why: growth against growth, its own extrapolation, way against time, probability."""
    r = found.inputs.loc[row]
    unit = indicator_units(found.now.plan)[r["indicator_id"]]
    progress = table["progress_value"]
    ratio, way = progress["open_sdg"], progress["time_proportional"]
    time = way / table.loc["time_proportional", "score"] if way else np.nan
    grown = r["base_value"] + progress["un_progress_chart"] * (r["target_value"] - r["base_value"])
    rate, chance = progress["completion_rate"], progress[OURS]
    asked = progress["who_required_growth"]
    zh = [
        (
            ratio,
            f"已有年均增速是目标从起点算起所要求的（每年{percent(asked, 1)}）的{percent(ratio)}",
        ),
        (grown, f"照此增速{year(r['target_year'])}年为{quantity(grown, unit, 'zh')}"),
        (way, f"路程走了{percent(way)}，时间过了{percent(time)}"),
        (
            rate,
            f"最新值是目标的{percent(rate)}，其中基期本来就有"
            f"{percent(r['base_value'] / r['target_value'])}",
        ),
        (chance, f"按历史上这类序列的离散程度，达标概率{percent(chance)}"),
    ]
    en = [
        (
            ratio,
            f"growth so far is {percent(ratio)} of the pace the target asked for from the "
            f"start ({percent(asked, 1)} a year)",
        ),
        (grown, f"continued, it gives {quantity(grown, unit, 'en')} in {year(r['target_year'])}"),
        (way, f"{percent(way)} of the way in {percent(time)} of the time"),
        (
            rate,
            f"the latest value is {percent(rate)} of the target, of which the baseline alone "
            f"was {percent(r['base_value'] / r['target_value'])}",
        ),
        (chance, f"given how such series scatter, the probability is {percent(chance)}"),
    ]
    said = [text for value, text in (zh if lang == "zh" else en) if pd.notna(value)]
    if lang == "zh":
        return "；".join(said) + "。"
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}." if said else ""


def agreement_words(found: Rulers, *, lang: str = "zh") -> Text:
    """How many targets get the same answer from all rulers, in one sentence."""
    if not found.shown:
        return Text((_none(lang),))
    n, k = len(found.shown), sum(_differ(_told(found, r)["verdict"]) for r in found.shown)
    fair = sum(_parts_without_completion(found, r) for r in found.shown)
    rest, why = len(found.inputs) - n, _why_not(found, lang)
    if lang == "zh":
        return Text(
            (
                f"规划的{len(found.inputs)}条目标读法中，有{n}条至少有一种外部方法可以判断；"
                f"其中{k}条换一把尺子就换一个结论（不算把基期也计入的完成率，为{fair}条）。"
                f"其余{rest}条判断不了：{why}。",
            )
        )
    return Text(
        (
            f"Of the plan's {len(found.inputs)} readings of targets, {n} can be judged by at least "
            f"one outside method; for {k} of them the answer depends on the ruler ({fair} if "
            "the completion rate, which credits the baseline, is left aside). The other "
            f"{rest} cannot be judged: {why}.",
        )
    )


WHY_NOT = {
    "event": ("{}条是事件，不是数", "{} are events, not numbers"),
    "definition_break": ("{}条的口径中途调整", "{} had their definition changed on the way"),
    "no_goal": ("{}条是倍数而没有公布的基数", "{} are multiples of an unpublished baseline"),
    "no_value": ("{}条在本项目数据中没有数", "{} have no figure in this collection"),
    "no_start": ("{}条有数而没有可比的起点", "{} have a figure and no comparable starting point"),
}


def _why_not(found: Rulers, lang: str) -> str:
    """Why the targets that are not shown cannot be judged, with counts."""
    left = found.inputs.drop(index=found.shown)
    why = np.select(
        [
            left["reading"].isin(EVENT_KINDS),
            left["reason"] == "definition_break",
            left["target_value"].isna(),
            left["current_value"].isna(),
        ],
        ["event", "definition_break", "no_goal", "no_value"],
        "no_start",
    )
    counts = pd.Series(why, dtype=object).value_counts()
    told = [
        pick(words, lang).format(counts[key]) for key, words in WHY_NOT.items() if key in counts
    ]
    return ("，" if lang == "zh" else ", ").join(told)


def _parts_without_completion(found: Rulers, row: int) -> bool:
    return _differ(_told(found, row)["verdict"].drop("completion_rate"))


def method_table(*, lang: str = "zh") -> Table:
    """Every method with its grades, how it was read, and where."""
    rows = [
        {
            "peer": m[f"name_{lang}"],
            "words": " / ".join(WORDS.loc[name][f"name_{lang}"]),
            "evidence": _evidence(m, lang),
            "source": m[f"document_{lang}"],
        }
        for name, m in METHODS.iterrows()
    ]
    return Table(pd.DataFrame(rows, columns=["peer", "words", "evidence", "source"]), lang)


def _evidence(method: pd.Series, lang: str) -> str:
    told = pick(MARKS[method["mark"]], lang)
    if method["bounds"] == "published" or method["mark"] == "own":
        return told
    return told + pick(("；界限自定", "; bounds: this project's"), lang)


def method_files(*, lang: str = "zh") -> Folded:
    """The very files and versions that were read, for those who want to check."""
    title = ("读过的文件与版本", "The files and versions that were read")
    colon = pick(("：", ": "), lang)
    cited = METHODS[METHODS["source"] != ""]
    parts = tuple(f"{m[f'name_{lang}']}{colon}{m['source']}" for _, m in cited.iterrows())
    return Folded(pick(title, lang), Text(parts, "ul"))


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
    table = league["league"].set_index("method")
    best, ours = best_rule(league["league"]), table.loc[OURS]
    names = METHODS[f"name_{lang}"]
    span = _range(best["better_low"], best["better_high"], lang)
    words = table[table.index.isin(RULERS)]["brier_words"].min()
    by_words = percent(1 - ours["brier"] / words)
    asked, targets = (wording.number(int(scope[c]), "", lang) for c in ("questions", "targets"))
    reached = best["better"] >= AIM
    if lang == "zh":
        return Text(
            (
                f"{scope['regions']}个省份、{scope['indicators']}个指标，{scope['first_start']}至"
                f"{scope['last_start']}年各设一次五年目标，共{targets}个；到期前每年问一次，"
                f"各方法都能回答的有{asked}问。",
                f"给出分数的方法里最好的是{names[best['method']]}，Brier得分{best['brier']:.3f}；"
                f"本项目的概率为{ours['brier']:.3f}，低{percent(best['better'])}（95%区间{span}，"
                f"按指标重抽样）。如果只看各方法的用词，比其中最好的低{by_words}。",
                f"事先定的目标是至少低{percent(AIM)}：{'已达到' if reached else '没有达到'}。",
                _held_words(table, lang),
            )
        )
    return Text(
        (
            f"In {scope['regions']} provinces, for {scope['indicators']} indicators, five-year "
            f"targets were set from {scope['first_start']} to {scope['last_start']}, {targets} in "
            f"all; each was asked about in every year before its deadline, {asked} questions that "
            "all methods could answer.",
            f"The best of the other methods is {names[best['method']]}, Brier score "
            f"{best['brier']:.3f}; our probability scores {ours['brier']:.3f}, "
            f"{percent(best['better'])} lower (95% interval {span}, indicators resampled). By the "
            f"words alone, it is {by_words} lower than the best of them.",
            f"The aim set beforehand was at least {percent(AIM)} lower: "
            f"{'reached' if reached else 'not reached'}.",
            _held_words(table, lang),
        )
    )


AIM = 0.15  # how much lower than the best ruler our Brier score was to be, set before measuring
TOP = 4  # methods named with the share of their calls that came true


def _held_words(table: pd.DataFrame, lang: str) -> str:
    """How many of each method's calls of on track came true: the top ones and the last."""
    names = METHODS[f"name_{lang}"]
    ranked = table[table.index.isin([OURS, *RULERS])].sort_values("held", ascending=False)
    shown = pd.concat([ranked.head(TOP), ranked.tail(1)])
    told = [
        f"{names[m]}{pick(('', ' '), lang)}{_with_percents(r.held, r.held_low, r.held_high, lang)}"
        for m, r in zip(shown.index, shown.itertuples(), strict=True)
    ]
    first, second = ranked.iloc[0], ranked.iloc[1]
    tie = second["held_high"] >= first["held_low"]
    word = VERDICTS.loc["on_track", f"name_{lang}"]
    if lang == "zh":
        near = "；前几名的区间重叠，分不出高下" if tie else ""
        return (
            f"说“{word}”的判断中后来应验的（95%区间）：{'，'.join(told[:-1])}；"
            f"最低的是{told[-1]}{near}。"
        )
    near = "; the intervals of the first ones overlap, so they cannot be told apart" if tie else ""
    return (
        f"Of the calls of “{word}”, these shares came true (95% interval): {', '.join(told[:-1])}; "
        f"lowest: {told[-1]}{near}."
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
            "held": _with_percents(r.held, r.held_low, r.held_high, lang),
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
            "better": _with_percents(r.better, r.better_low, r.better_high, lang),
            "came_true": percent(r.came_true),
        }
        for r in league["league_sensitivity"].itertuples()
    ]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=tuple(columns[1:]))


def _with_span(value: float, low: float, high: float) -> str:
    return f"{value:.3f} ({low:.3f}–{high:.3f})"


def _with_percents(value: float, low: float, high: float, lang: str) -> str:
    """91% (86% to 94%); 1%（−5%至8%）."""
    if pd.isna(value):
        return wording.MISSING
    span = _range(low, high, lang)
    return f"{_share(value)}（{span}）" if lang == "zh" else f"{_share(value)} ({span})"


def _range(low: float, high: float, lang: str) -> str:
    return f"{_share(low)}{pick(('至', ' to '), lang)}{_share(high)}"


def _share(value: float) -> str:
    return percent(value).replace("-", "−")
