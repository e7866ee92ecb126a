"""A table for readers: every cell written out, headings in the reader's language."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd

from . import inline
from .cells import written
from .wording import pick

HEADINGS = {
    "name": ("指标", "Indicator"),
    "baseline": ("基期", "Baseline"),
    "latest": ("最新", "Latest"),
    "target": ("目标", "Target"),
    "growth": ("年均增速 实际／尚需", "Growth a year: actual / still needed"),
    "projection": ("到期推算（80%区间）", "Projected at deadline (80% interval)"),
    "use": ("取舍", "In use?"),
    "printed": ("原文", "Words"),
    "ahead80": ("推算（80%区间）", "Projected (80% interval)"),
    "ahead95": ("95%区间", "95% interval"),
    "probability": ("达标概率", "Probability"),
    "status": ("判断", "Verdict"),
    "evidence": ("依据", "Evidence"),
    "quote": ("规划原文", "The plan's sentence"),
    "value": ("数值", "Value"),
    "role": ("类别", "Role"),
    "place": ("位置", "Where"),
    "year": ("年份", "Year"),
    "state": ("进展", "State"),
    "report": ("公开报道", "What was reported"),
    "date": ("日期", "Date"),
    "source": ("来源", "Source"),
    "published": ("发布", "Published"),
    "recorded": ("登记", "Recorded"),
    "grade": ("等级", "Grade"),
    "note": ("说明", "Note"),
    "picked": ("采用", "Used"),
    "points": ("数据点", "Points"),
    "method": ("方法", "Method"),
    "check": ("核对", "Check"),
    "stated": ("规划写法", "As stated"),
    "computed": ("推算结果", "Worked out"),
    "agrees": ("相符", "Agrees"),
    "finding": ("发现", "What was found"),
    "by_revision": ("修订", "Revision"),
    "by_new_year": ("新数据", "New figures"),
    "by_target": ("目标", "Target"),
    "by_panel": ("同类地区", "Other regions"),
    "by_method": ("方法", "Method"),
    "by_joint": ("以上合起来", "These together"),
    "path": ("判断", "Verdict"),
    "region": ("地区", "Region"),
    "rank": ("位次", "Rank"),
    "peer_rank": ("同组位次", "Rank in its group"),
    "distance": ("与中位相差", "From the median"),
    "grown": ("年均增长", "Growth a year"),
    "growth_rank": ("增速位次", "Rank by growth"),
    "way": ("已走路程", "Way"),
    "needed": ("尚需年均增长", "Growth needed a year"),
    "updates": (
        "各年末和最近的判断与概率",
        "Verdict and probability at each year's end and latest",
    ),
    "outcome": ("结果", "Outcome"),
    "shown_by": ("依据的数或报道", "Shown by"),
    "sure": ("有多大把握", "How sure"),
    "settles": ("还要什么、找谁", "What would settle it, and who has it"),
    "looked_for": ("找过什么", "What was looked for"),
    "expected_then": ("印发时推算", "Projected at issue"),
    "came": ("实际", "Outcome"),
    "off": ("误差", "Error"),
    "part_revision": ("数据修订", "Data revision"),
    "part_redefinition": ("口径调整", "Redefinition"),
    "part_common": ("各地共同", "Shared by the regions"),
    "part_own": ("本地自身", "Its own"),
    "forecasts_of": ("推算次数", "Forecasts"),
    "typical": ("误差（中位）", "Error (median)"),
    "typical_own": ("去掉共同部分以后", "Without the shared part"),
    "shared_part": ("共同部分所占（平方和）", "Shared part (of the squares)"),
    "score": ("得分（Brier／对数）", "Score (Brier / log)"),
    "kind_of_finding": ("性质", "Kind"),
    "peer": ("方法", "Method"),
    "family": ("指标类别", "Family of indicators"),
    "forecasts": ("推算次数", "Forecasts"),
    "shift": ("实际比推算高多少（标准差）", "Outcomes above the projection (standard deviations)"),
    "before80": ("80%区间，只用参照类", "80%, reference class alone"),
    "after80": ("80%区间，学过以后", "80%, having learned"),
    "before95": ("95%区间，只用参照类", "95%, reference class alone"),
    "after95": ("95%区间，学过以后", "95%, having learned"),
    "above80": ("高于80%区间", "Above the 80%"),
    "below80": ("低于80%区间", "Below the 80%"),
    "ahead": ("提前年数", "Years ahead"),
    "alone_place": ("平均位置，只用参照类", "Mean place, reference class alone"),
    "alone_sides": (
        "80%区间之下／内／上，只用参照类",
        "Below / inside / above 80%, reference class alone",
    ),
    "taught_place": ("平均位置，学过以后", "Mean place, having learned"),
    "taught_sides": ("80%区间之下／内／上，学过以后", "Below / inside / above 80%, having learned"),
    "error": ("误差（MASE）", "Error (MASE)"),
    "covered80": ("80%区间容纳", "Inside 80%"),
    "covered95": ("95%区间容纳", "Inside 95%"),
    "score80": ("80%区间得分", "Interval score, 80%"),
    "score95": ("95%区间得分", "Interval score, 95%"),
    "brier": ("Brier得分", "Brier score"),
    "log": ("对数得分", "Log score"),
    "said": ("当时说的概率", "Probability then"),
    "then": ("当时的推算（80%区间）", "Projected then (80% interval)"),
    "actual": ("后来公布", "Published since"),
    "where": ("落在哪里", "Where it fell"),
    "chance": ("现在的概率", "Probability now"),
    "before": ("此前", "Before"),
    "after": ("现在", "Now"),
    "kind": ("变化", "Change"),
    "cause": ("起因", "Cause"),
    "chances": ("达标概率", "Probability"),
    "points_moved": ("概率变动（百分点）", "Change in probability (points)"),
    "medians": ("到期推算（中位）", "Projected at deadline (median)"),
    "median_moved": ("推算变动", "Change in projection"),
    "first": ("首次公布", "First published"),
    "revised": ("现用", "In use now"),
    "difference": ("差", "Difference"),
    "relative": ("相差", "Relative"),
    "brier_words": ("Brier得分，只看用词", "Brier score, words alone"),
    "called": ("判为进展顺利的占比", "Share called on track"),
    "held": ("其中后来达到目标的", "Of these, met the target"),
    "caught": ("后来达到的目标中，事先判为进展顺利的", "Of targets met, called on track before"),
    "words": ("用词，从好到差", "Its words, best first"),
    "variant": ("换一种规则", "Another rule"),
    "best": ("其他方法中得分最好的", "Best of the other methods"),
    "ours": ("本项目", "Ours"),
    "better": ("本项目低多少（95%区间）", "Ours lower by (95% interval)"),
    "delivered": ("做到", "Delivered"),
    "which": ("哪一类", "Which"),
    "decided": ("已有结果", "Decided"),
    "kept": ("达到", "Kept"),
    "share": ("达到率（95%区间）", "Share kept (95% interval)"),
    "odds": ("说的概率在", "Odds between"),
    "promises": ("目标", "Promises"),
    "questions": ("次数", "Questions"),
    "ahead_by": (
        "本项目的Brier低多少（95%区间）",
        "Our Brier lower by (95% interval)",
    ),
    "asks": ("每年须", "Asks a year"),
    "bold": (
        "以往各地做到的有多少不及它（95%区间）",
        "Share of what regions did that was less (95% interval)",
    ),
    "at50": ("五成把握", "Even chance"),
    "at67": ("三分之二把握", "Two in three"),
    "at80": ("八成把握", "80% sure"),
    "at90": ("九成把握", "90% sure"),
    "straight": ("匀速（比上年）", "Straight line (more than the year before)"),
    "constant_growth": ("等速增长（比上年）", "Constant growth (more than the year before)"),
    "expected": ("按推算的走势（比上年）", "As expected (more than the year before)"),
    "brought": ("拉动（百分点）", "Brought (points of growth)"),
    "of_change": ("占全部变化", "Of the change"),
    "base_of": ("现有", "Today"),
    "due_then": ("到那年应有", "Due by then"),
    "enough": ("够不够", "Enough?"),
    "by_level": ("按现有份额", "By share of today"),
    "by_growth": ("按近年增量", "By recent gains"),
    "equal_odds": ("把握相同", "At equal odds"),
    "came_true": ("目标达到率", "Targets reached"),
}


# Columns whose text must not break, and columns whose text is long enough to want its own line.
CELL_CLASSES = {
    "short": (
        *("date", "published", "state", "grade", "agrees", "picked", "place", "role", "kind"),
        *("kind_of_finding", "recorded"),
    ),
    "long": ("quote", "printed", "report", "source", "note", "check", "finding", "words"),
}


ROW_HEADS = ("name", "peer", "family", "region", "variant")  # columns that name their row


WIDE = 8  # columns from which a table has no room on a tablet: its rows become cards there


@dataclass(frozen=True)
class Table:
    """A finished table: text in every cell, headings in the reader's language.

    On a phone each row becomes a card whose cells carry their heading (`data-label`). Without a
    row there is no table, and a reader sees `nothing` instead.
    """

    frame: pd.DataFrame
    lang: str
    caption: str = ""
    numeric: tuple[str, ...] = ()
    nothing: tuple[str, str] = ("没有可列的内容。", "There is nothing to list.")

    def _repr_html_(self) -> str:
        if self.frame.empty:
            note = html.escape(pick(self.nothing, self.lang))
            return f'<p class="note">{note}</p>' if note else ""
        heads = {c: pick(HEADINGS[c], self.lang) for c in self.frame.columns}
        head = "".join(
            f'<th scope="col"{self._align(c)}>{html.escape(h)}</th>' for c, h in heads.items()
        )
        body = "".join(
            f"<tr>{''.join(map(self._cell, heads, heads.values(), row))}</tr>"
            for row in self.frame.itertuples(index=False)
        )
        caption = f"<caption>{html.escape(self.caption)}</caption>" if self.caption else ""
        rows = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        kind = "cards wide" if len(self.frame.columns) >= WIDE else "cards"
        return inline.dressed(f'<table class="{kind}">{caption}{rows}</table>')

    @property
    def headed(self) -> pd.DataFrame:
        """The table as text under its readers' headings."""
        said = self.frame.map(str)
        return said.rename(columns={c: pick(HEADINGS[c], self.lang) for c in said.columns})

    def _align(self, column: str) -> str:
        if column in self.numeric:
            return ' class="num"'
        for kind, columns in CELL_CLASSES.items():
            if column in columns:
                return f' class="{kind}"'
        return ""

    def _cell(self, column: str, label: str, value: object) -> str:
        inner = value.__html__() if hasattr(value, "__html__") else self._text(column, str(value))
        tag, scope = ("th", ' scope="row"') if column in ROW_HEADS else ("td", "")
        return (
            f'<{tag}{scope} data-label="{html.escape(label)}"{self._align(column)}>{inner}</{tag}>'
        )

    def _text(self, column: str, value: str) -> str:
        whole = column in CELL_CLASSES["short"]  # does not break anywhere
        return html.escape(value) if whole else written(value)
