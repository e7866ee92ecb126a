"""Words and tables of the rulers (08-methods): the matrix, where they part, their sources."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ..judging.methods import METHODS, VERDICTS
from ..judging.rulers import HIDDEN, SCALE, Rulers, behind, parting, said, why_not
from ..judging.trials import OURS
from .kit import wording
from .kit.folds import Shown, folded
from .kit.names import indicator_names, indicator_units
from .kit.table import Table
from .kit.text import Folded, Text
from .kit.wording import percent, pick, quantity, with_reading, year
from .methods_names import (
    DESCRIBED,
    GRADE_NAMES,
    MARKS,
    OWN_BOUNDS,
    SECOND_HAND,
    VERDICT_NAMES,
    marks,
    short_name,
)

WHY_NOT = {
    "event": ("{}条是事件，不是数", "{} are events, not numbers"),
    "definition_break": ("{}条的口径中途调整", "{} had their definition changed on the way"),
    "other_promise": (
        "{}条是累计、平均、差距或逐年的要求",
        "{} ask for a sum, mean, gap or every year",
    ),
    "no_goal": ("{}条是倍数而没有公布的基数", "{} are multiples of an unpublished baseline"),
    "no_value": ("{}条在本项目数据中没有数", "{} have no figure in this collection"),
    "no_start": ("{}条有数而没有可比的起点", "{} have a figure and no comparable starting point"),
}


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
            status = VERDICTS[verdict]
            badge = (
                f'<span class="badge {status}" style="white-space: normal">'
                f"{html.escape(text)}</span>"
            )
            out += f'<td data-label="{label}">{badge}</td>'
        return f"<tr>{out}</tr>"


def matrix_table(found: Rulers, *, lang: str = "zh", methods: Sequence[str] | None = None) -> Shown:
    """The matrix for readers, folded where it is long; a sentence where no target can be judged."""
    if not found.shown:
        return Text((_none(lang),))
    chosen = list(METHODS.index.drop(list(HIDDEN)) if methods is None else methods)
    verdicts = found.matrix.pivot_table(
        index="row", columns="method", values="verdict", aggfunc="first"
    )
    heads = (pick(("目标", "Target"), lang), *(short_name(m, lang) for m in chosen))

    def show(part: pd.DataFrame) -> Matrix:
        rows = tuple(
            (_label(found, r, lang), tuple((v, _badge(v, lang)) for v in verdicts.loc[r, chosen]))
            for r in part["row"]
        )
        return Matrix(heads, rows, "")

    return folded(rows_of(found, found.shown), found.now.plan, show, lang=lang)


def rows_of(found: Rulers, shown: Sequence[int]) -> pd.DataFrame:
    """The indicator of each target of the matrix: indicator_id, row."""
    ids = found.now.verdicts["indicator_id"].iloc[list(shown)]
    return pd.DataFrame({"indicator_id": ids.to_numpy(), "row": list(shown)})


def _none(lang: str) -> str:
    return pick(("当日没有可以比较的目标。", "No target could be compared on that day."), lang)


def _badge(verdict: str, lang: str) -> str:
    """Mark and word; a narrow column may break between them and nowhere else."""
    row = VERDICT_NAMES.loc[verdict]
    if verdict == "not_applicable":
        return str(row["mark"])
    return f"{row['mark']} {row[f'name_{lang}'].replace(' ', chr(0xA0))}"


def _label(found: Rulers, row: int, lang: str) -> str:
    target = found.now.verdicts.iloc[row]
    units = indicator_units(found.now.plan)
    name = indicator_names(found.now.plan, lang)[target["indicator_id"]]
    trend = target["reading"] == "trend"
    goal = wording.target(
        target["comparator"] if trend else wording.comparator_of(target),
        target["target_value"],
        target["value_high"],
        units[target["indicator_id"]],
        lang,
    )
    always = pick(("（每年）", " every year"), lang) if target["hold"] == "every" else ""
    return f"{with_reading(name, target['reading'], lang)} {goal}{always}"


def scale_words(*, lang: str = "zh") -> Text:
    """What the common scale means, what the marks on the methods mean, and what ○ is."""
    on, risk, off = (VERDICT_NAMES.loc[v, f"name_{lang}"] for v in SCALE[1:])
    names = [f"{v.mark} {getattr(v, f'name_{lang}')}" for v in VERDICT_NAMES.itertuples()]
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


def disagreement_words(found: Rulers, *, lang: str = "zh") -> Shown:
    """For every target on which the rulers part: who says what, and the numbers behind it.

    Folded with the matrix, where that is long.
    """
    rows = parting(found)
    if not rows:
        return Text(
            (pick(("各方法没有分歧。", "The methods do not disagree on any target."), lang),)
        )

    def show(part: pd.DataFrame) -> Text:
        return Text(tuple(_parting(found, r, lang) for r in part["row"]), "ul")

    parted = rows_of(found, rows)
    return folded(parted, found.now.plan, show, lang=lang, of=len(found.shown))


def _parting(found: Rulers, row: int, lang: str) -> str:
    """Who says what on one target, best verdict first, and why."""
    verdicts = said(found, row)["verdict"]
    groups = {v: list(verdicts.index[verdicts == v]) for v in SCALE}
    most = max(groups, key=lambda v: len(groups[v]))
    told = [_said(v, ms, lang, counted=v == most) for v, ms in groups.items() if ms]
    numbers, label = _numbers(found, row, lang), _label(found, row, lang)
    if lang == "zh":
        return f"{label}。{'；'.join(told)}。{numbers}"
    return f"{label}: {'; '.join(told)}. {numbers}"


def _said(verdict: str, methods: list[str], lang: str, *, counted: bool) -> str:
    """The verdict and who gives it; the largest group is counted, ours named."""
    word = VERDICT_NAMES.loc[verdict, f"name_{lang}"]
    names = {m: pick(DESCRIBED[m].name, lang) + marks(m) for m in methods}
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


def _numbers(found: Rulers, row: int, lang: str) -> str:
    """Why: growth against growth, its own extrapolation, way against time, probability."""
    target, n = found.inputs.loc[row], behind(found, row)
    unit, due = indicator_units(found.now.plan)[target["indicator_id"]], year(target["target_year"])
    continued = quantity(n["continued"], unit, lang)
    zh = {
        "ratio": f"已有年均增速是目标从起点算起所要求的（每年{percent(n['asked'], 1)}）的"
        f"{percent(n['ratio'])}",
        "pace": f"朝所要的方向每年{percent(n['pace'], 1)}",
        "continued": f"照此增速{due}年为{continued}",
        "way": f"路程走了{percent(n['way'])}，时间过了{percent(n['time'])}",
        "rate": f"最新值是目标的{percent(n['rate'])}，其中基期本来就有{percent(n['based'])}",
        "chance": f"按历史上这类序列的离散程度，达标概率{percent(n['chance'])}",
    }
    en = {
        "ratio": f"growth so far is {percent(n['ratio'])} of the pace the target asked for from "
        f"the start ({percent(n['asked'], 1)} a year)",
        "pace": f"{percent(n['pace'], 1)} a year in the wanted direction so far",
        "continued": f"continued, it gives {continued} in {due}",
        "way": f"{percent(n['way'])} of the way in {percent(n['time'])} of the time",
        "rate": f"the latest value is {percent(n['rate'])} of the target, of which the baseline "
        f"alone was {percent(n['based'])}",
        "chance": f"given how such series scatter, the probability is {percent(n['chance'])}",
    }
    told = [text for key, text in (zh if lang == "zh" else en).items() if pd.notna(n[key])]
    if lang == "zh":
        return "；".join(told) + "。"
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}." if told else ""


def agreement_words(found: Rulers, *, lang: str = "zh") -> Text:
    """How many targets get the same answer from all rulers, in one sentence."""
    if not found.shown:
        return Text((_none(lang),))
    n, k = len(found.shown), len(parting(found))
    fair = len(parting(found, without=["completion_rate"]))
    left = _left_out(found, lang)
    if lang == "zh":
        return Text(
            (
                f"规划的{len(found.inputs)}条目标读法中，有{n}条至少有一种外部方法可以判断；"
                f"其中{k}条换一把尺子就换一个结论（不算把基期也计入的完成率，为{fair}条）。{left}",
            )
        )
    return Text(
        (
            f"Of the plan's {len(found.inputs)} readings of targets, {n} can be judged by at least "
            f"one outside method; for {k} of them the answer depends on the ruler ({fair} if "
            f"the completion rate, which credits the baseline, is left aside).{left}",
        )
    )


def _left_out(found: Rulers, lang: str) -> str:
    """How many targets no outside method can judge, and why; nothing where there is none."""
    rest = len(found.inputs) - len(found.shown)
    if not rest:
        return ""
    said = ("其余{}条判断不了：{}。", " The other {} cannot be judged: {}.")
    return pick(said, lang).format(rest, _why_not(found, lang))


def _why_not(found: Rulers, lang: str) -> str:
    """Why the targets that are not shown cannot be judged, with counts."""
    counts = why_not(found)
    told = [
        pick(words, lang).format(counts[key]) for key, words in WHY_NOT.items() if key in counts
    ]
    return ("，" if lang == "zh" else ", ").join(told)


def method_table(*, lang: str = "zh") -> Table:
    """Every method with its grades, how it was read, and where."""
    rows = [
        {
            "peer": pick(told.name, lang),
            "words": " / ".join(pick(words, lang) for words in GRADE_NAMES[method].values()),
            "evidence": _evidence(METHODS.loc[method], lang),
            "source": pick(told.document, lang),
        }
        for method, told in DESCRIBED.items()
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
    cited = [told for told in DESCRIBED.values() if told.source]
    parts = tuple(f"{pick(told.name, lang)}{colon}{told.source}" for told in cited)
    return Folded(pick(title, lang), Text(parts, "ul"))
