"""What can be tried in each region on each day, worked out once, and what each of it is called."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from ..judging.situations import Records, Situation, situation_of
from ..judging.what_if import hindrances, what_if
from ..judging.what_if_choices import choices, days
from .kit import wording
from .kit.names import indicator_names, indicator_units, target_titles
from .kit.rows import each
from .kit.verdict_sentences import sentence_of
from .kit.wording import pick
from .what_if import Sliders

WORDS = {
    "of": ("{region}，{day}", "{region}, {day}"),
    "everything": ("本库全部数据", "all data held here"),
    "until": ("截至{day}公布的数", "what was published by {day}"),
    "past": (
        "规划期已过，这里从期末前一年的年底看起。",
        "The plan's years are over; this begins at the end of the last year before its end.",
    ),
    "year_end": ("年末", "end of the year"),
    "issued": ("规划印发", "plan issued"),
    "figures": ("新公布{n}个数", "figures published: {n}"),
    "own": ("{name}（自定目标）", "{name} (a target of your own)"),
    "none": ("{title}（不能试）", "{title} (cannot be tried)"),
    "quote": ("规划原句：{quote}", "The plan: {quote}"),
    "nothing": (
        "这里没有目标可试：规划对这个地区没有可比的目标，本库也没有可以推算的数。请换一个地区或时点。",
        "Nothing can be tried here: the plan has no target that applies to this region, and this "
        "collection no figures to project. Choose another region or day.",
    ),
}
WHY = {
    "over": ("它的期限已过。要试别的数，请选较早的时点。", "It is over. Choose an earlier day."),
    "settled": ("结果已定。要试别的数，请选较早的时点。", "It is settled. Choose an earlier day."),
    "no_number": ("规划没有给它定数。", "The plan gives it no number."),
    "no_level": (
        "它不是“到某年达到某个数”的目标，只改一个数试不了。",
        "It does not ask for one level by one year, so that one number alone cannot be changed.",
    ),
    "no_chance": ("没有推算，就没有数可试。", "Without a projection there is nothing to try."),
    "no_years": (
        "期限那年的数已经公布，没有以后的年份可推算。",
        "The figure of its last year is published; no year is left to project.",
    ),
}


@dataclass(frozen=True, eq=False)
class Desk:
    """What was worked out for regions, days and targets, once each."""

    records: Records
    lang: str
    held: dict = field(default_factory=dict)

    def situation(self, region: str, day: str | None) -> Situation:
        return self._once(
            ("situation", region, day), situation_of, self.records, region=region, as_of=day
        )

    def choices(self, region: str, day: str | None) -> pd.DataFrame:
        """See `what_if_choices.choices`."""
        return self._once(("choices", region, day), choices, self.situation(region, day))

    def sliders(self, now: Situation, row: pd.Series) -> Sliders:
        """What is said of every number of a row of `choices`."""
        key = ("sliders", now.region, now.as_of, row["target_id"])
        return self._once(key, self._sliders, now, row)

    def place(self, region: str) -> str:
        """A region's name."""
        return str(self.records.regions.set_index("region").loc[region, f"name_{self.lang}"])

    def regions(self) -> list[tuple[str, str]]:
        """Every region's name with its code, and the code."""
        codes_ = self.records.regions["region"]
        return [(f"{self.place(code)} {code}", code) for code in codes_]

    def days(self, region: str, chosen: str | None) -> list[tuple[str, str | None]]:
        """Each day's name and the day, the newest first; everything that is held before them."""
        rows = self._once(("days", region), days, self.records, region)
        told = {str(r.day): self._day(r) for r in each(rows)}
        if chosen is not None:
            told.setdefault(chosen, chosen)
        dated = [(told[day], day) for day in sorted(told, reverse=True)]
        return [(pick(WORDS["everything"], self.lang), None), *dated]

    def _day(self, row: object) -> str:
        said = [] if row.kind == "figures" else [pick(WORDS[row.kind], self.lang)]
        if row.figures:
            said.append(pick(WORDS["figures"], self.lang).format(n=row.figures))
        return " · ".join([wording.day(row.day, self.lang), *said])

    def titles(self, rows: pd.DataFrame) -> list[str]:
        """What each row of `choices` is called, no two alike."""
        told: list[str] = []
        for _, row in rows.iterrows():
            title = self._title(row)
            told.append(f"{title} [{row['target_id']}]" if title in told else title)
        return told

    def why(self, now: Situation, row: pd.Series) -> str:
        """What is said of a target of which nothing can be tried, and why not."""
        frame = pd.DataFrame([row])
        code = hindrances(frame).iloc[0]
        title = str(target_titles(now.plan, self.lang)[row["target_id"]])
        said = sentence_of(next(each(frame)), now, title, lang=self.lang)
        return pick(("", " "), self.lang).join([said, pick(WHY[code], self.lang)])

    def _title(self, row: pd.Series) -> str:
        plan = self.records.plan
        if row["kind"] == "own":
            name = indicator_names(plan, self.lang)[row["indicator_id"]]
            return pick(WORDS["own"], self.lang).format(name=name)
        title = str(target_titles(plan, self.lang)[row["target_id"]])
        if row["kind"] == "none":
            return pick(WORDS["none"], self.lang).format(title=title)
        return title

    def _sliders(self, now: Situation, row: pd.Series) -> Sliders:
        unit = indicator_units(now.plan)[row["indicator_id"]]
        return Sliders(what_if(now, row), self._title(row), unit, self.lang)

    def _once(self, key: tuple, work: object, *args: object, **kwargs: object) -> object:
        if key not in self.held:
            self.held[key] = work(*args, **kwargs)
        return self.held[key]


def first_of(rows: pd.DataFrame, indicator: str | None) -> int:
    """The place of an indicator's first row; the first of all where it has none."""
    mine = (rows["indicator_id"] == indicator).to_numpy()
    return int(mine.argmax()) if mine.any() else 0
