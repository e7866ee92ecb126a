"""The rules of a plan audit: each a function from a plan and what is known to findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from ..records.plan_text import HEADING, sections
from ..records.plans import PLAN_SOURCE, Plan
from ..telling.kit.wording import number, percent, quantity, target, year
from .attainment import AS_COMPARATOR, EVENT_KINDS, REACHED
from .consistency import check_plan

SOON = 2  # years: a target met this early asked for little
EXTREME = 0.99  # of what provinces have done over as many years
WHOLE = 100.0  # per cent: what full coverage means
NAMED = 6  # indicators named in a finding that may hold dozens; all are in its figure_ids
FEWEST_WINDOWS = 100  # of the indicator's own panel; below, all indicators of its kind speak
PROVINCE = r"(?!00)\d{2}0{4}"  # GB/T 2260: two digits and four zeros
PROMISES = ("target", "commitment")
# Words that set a number's comparator, before it and after its measure word.
BEFORE = "不超过|超过|不低于|不少于|至少|大于|低于|约|近"
AFTER = "以上|以下|以内|左右|余|多"
SCOPE = re.compile(r"[（(]((?:不含|不包括|包括|包含|含)[^（）()]*)[）)]")
SHORT_FORMS = {"规模以上": "规上", " ": ""}


@dataclass(frozen=True)
class Known:
    """What the rules may look at besides the plan.

    Attributes
    ----------
    own : DataFrame
        The plan's region, one value per indicator and year, see `vintages.as_of_view`.
    panel : DataFrame
        The same for every region.
    vintages : DataFrame
        The region's rows of every publication, columns of `schema.OBSERVATIONS`.
    events : DataFrame or None
        The region's reports; None leaves event targets out of what can be said.
    """

    own: pd.DataFrame
    panel: pd.DataFrame
    vintages: pd.DataFrame
    events: pd.DataFrame | None = None


@dataclass(frozen=True)
class Finding:
    """One thing a rule has found: the figures it rests on and what it says."""

    severity: str
    figure_ids: tuple[str, ...]
    zh: str
    en: str


Findings = Iterator[Finding]


# --- numbers against numbers ------------------------------------------------------------------


def multiple_vs_level(plan: Plan, known: Known) -> Findings:
    """A target put as a multiple and as a level that does not come to as much."""
    checks = check_plan(plan)
    names = _names(plan)
    for c in checks[(checks["check"] == "multiple") & checks["agrees"].eq(False)].itertuples():
        base = _baseline(plan, c.indicator_id)
        goals = _promised(plan)
        mine = goals[goals["indicator_id"] == c.indicator_id]
        level = mine.loc[mine["target_kind"] == "level", "value"].iloc[0]
        unit = _units(plan)[c.indicator_id]
        times = {lang: number(c.stated, "倍", lang, observed=True) for lang in names}
        yield Finding(
            "contradiction",
            (
                *mine.loc[mine["target_kind"].isin(["multiple", "level"]), "figure_id"],
                base["figure_id"],
            ),
            f"{names['zh'][c.indicator_id]}称要到基期的{times['zh']}倍，写的{_q(level, unit, 'zh')}只是基期"
            f"{_q(base['value'], unit, 'zh')}的{c.computed:.2f}倍；"
            f"{times['zh']}倍应为{_q(base['value'] * c.stated, unit, 'zh')}。",
            f"{names['en'][c.indicator_id]}: called {times['en']} times the baseline, the "
            f"{_q(level, unit, 'en')} given is {c.computed:.2f} times "
            f"{_q(base['value'], unit, 'en')}; {times['en']} times would be "
            f"{_q(base['value'] * c.stated, unit, 'en')}.",
        )


def growth_vs_levels(plan: Plan, known: Known) -> Findings:
    """A stated growth that the two levels beside it do not give (增长N倍 is the ratio less one)."""
    checks, names = check_plan(plan), _names(plan)
    for c in checks[(checks["check"] == "growth") & checks["agrees"].eq(False)].itertuples():
        as_ratio = abs(c.computed + 1 - c.stated) <= 0.1
        zh = (
            f"{names['zh'][c.indicator_id]}称增长{c.stated:g}倍，前后两数算得增长{c.computed:.2f}倍"
        )
        en = (
            f"{names['en'][c.indicator_id]}: growth of {c.stated:g} times is stated, the two "
            f"figures give {c.computed:.2f}"
        )
        yield Finding(
            "contradiction",
            c.figure_ids,
            zh + ("；所称实为前后之比。" if as_ratio else "。"),
            en + ("; what is stated is the ratio." if as_ratio else "."),
        )


def count_vs_items(plan: Plan, known: Known) -> Findings:
    """A stated count and the items listed under it (`[[counts]]` of plan.toml)."""
    figures, names = plan.figures.set_index("figure_id"), _names(plan)
    for hint in plan.meta.get("counts", []):
        stated = figures.loc[hint["figure"], "value"]
        items = [*hint.get("items", []), *hint.get("listed", [])]
        outside = [i for i in hint.get("items", []) if not _has_reading(plan, i, hint)]
        if len(items) == stated and not outside:
            continue
        quote = figures.loc[hint["figure"], "quote"]
        odd = {
            lang: [names[lang][figures.loc[i, "indicator_id"]] for i in outside] for lang in names
        }
        yield Finding(
            "contradiction",
            (hint["figure"], *hint.get("items", [])),
            f"“{_cut(quote)}”：称{stated:.0f}项，列出{len(items)}项"
            + (f"，其中{'、'.join(odd['zh'])}没有写成同样的说法。" if outside else "。"),
            f"“{_cut(quote)}”: {stated:.0f} are announced, {len(items)} listed"
            + (f"; not put the same way: {', '.join(odd['en'])}." if outside else "."),
        )


def _has_reading(plan: Plan, figure_id: str, hint: dict) -> bool:
    """Whether the item's indicator is promised in the way that the count names."""
    if "reading" not in hint:
        return True
    goals = _promised(plan)
    mine = goals.loc[goals["figure_id"] == figure_id, "indicator_id"]
    ways = goals.loc[goals["indicator_id"].isin(mine), "target_kind"]
    return hint["reading"] in set(ways)


def parts_vs_total(plan: Plan, known: Known) -> Findings:
    """A whole and the sum of its parts (`[[sums]]` of plan.toml)."""
    checks, names = check_plan(plan), _names(plan)
    for c in checks[(checks["check"] == "sum") & checks["agrees"].eq(False)].itertuples():
        yield Finding(
            "contradiction",
            c.figure_ids,
            f"{names['zh'][c.indicator_id]}：合计写{_q(c.stated, c.unit, 'zh')}，"
            f"分项之和为{_q(c.computed, c.unit, 'zh')}。",
            f"{names['en'][c.indicator_id]}: the whole is given as {_q(c.stated, c.unit, 'en')}, "
            f"the parts make {_q(c.computed, c.unit, 'en')}.",
        )


def per_head_population(plan: Plan, known: Known) -> Findings:
    """A per-head figure and a count that imply a population some publication contradicts.

    The publications are those of `[[identities]]` in plan.toml; they differ by vintage.
    """
    checks, names = check_plan(plan, known.own), _names(plan)
    implied = checks[checks["check"] == "implied"]
    for figure_ids, rows in implied.groupby("figure_ids", sort=False):
        off = rows[~rows["agrees"].astype(bool)]
        if off.empty:
            continue
        fits = rows[rows["agrees"].astype(bool)]
        unit, people = rows["unit"].iloc[0], rows["computed"].iloc[0]
        told = {
            lang: (_listed(fits, names[lang], unit, lang), _listed(off, names[lang], unit, lang))
            for lang in names
        }
        per_head = plan.figures.set_index("figure_id").loc[figure_ids[1]]
        other = per_head["value"] * people / off["stated"].iloc[0]
        yield Finding(
            "ambiguity" if len(fits) else "contradiction",
            tuple(figure_ids),
            f"人均数对应的人口是{_q(people, unit, 'zh')}，"
            + (f"与{told['zh'][0]}相符，" if len(fits) else "")
            + f"与{told['zh'][1]}不符；按后者，{names['zh'][per_head['indicator_id']]}应为"
            f"{number(other, '', 'zh', observed=True)}，不是{number(per_head['value'], '', 'zh', observed=True)}。",
            f"The per-head figure implies {_q(people, unit, 'en')}, which "
            + (f"fits {told['en'][0]} and " if len(fits) else "")
            + f"does not fit {told['en'][1]}; on the latter, "
            f"{_lower(names['en'][per_head['indicator_id']])} would be "
            f"{number(other, '', 'en', observed=True)}, not "
            f"{number(per_head['value'], '', 'en', observed=True)}.",
        )


def _listed(rows: pd.DataFrame, names: pd.Series, unit: str, lang: str) -> str:
    seen = rows.drop_duplicates("indicator_id")
    parts = [
        f"{names[r.indicator_id]}（{number(r.stated, unit, lang, observed=True)}）"
        if lang == "zh"
        else f"{_lower(names[r.indicator_id])} ({number(r.stated, unit, lang, observed=True)})"
        for r in seen.itertuples()
    ]
    return ("、" if lang == "zh" else " and ").join(parts)


# --- sentence against sentence ----------------------------------------------------------------


def two_comparators(plan: Plan, known: Known) -> Findings:
    """One target said twice: with other words around its number, or with another number."""
    goals = _promised(plan)
    goals = goals[goals["value"].notna() & goals["target_kind"].ne("composition")]
    names, units = _names(plan), _units(plan)
    goals = goals.assign(
        worded=[_worded(q, v) for q, v in zip(goals["quote"], goals["value"], strict=True)]
    )
    for key, rows in goals.groupby(["indicator_id", "target_kind", "deadline"], sort=False):
        name = {lang: names[lang][key[0]] for lang in names}
        if len(rows["value"].unique()) > 1:
            said = {
                lang: _joined([_q(v, units[key[0]], lang) for v in rows["value"].unique()], lang)
                for lang in names
            }
            yield Finding(
                "contradiction",
                tuple(rows["figure_id"]),
                f"{name['zh']}的同一目标有几个数：{said['zh']}。",
                f"{name['en']}: the same target with several numbers: {said['en']}.",
            )
        elif len((rows["worded"] + rows["comparator"]).unique()) > 1:
            said = [
                f"“{_around(r.quote, r.value)}”"
                for r in rows.drop_duplicates("worded").itertuples()
            ]
            yield Finding(
                "ambiguity",
                tuple(rows["figure_id"]),
                f"{name['zh']}的同一目标有几种写法：{'、'.join(said)}。",
                f"{name['en']}: the same target is put in several ways: {', '.join(said)}.",
            )


def _number_in(quote: str, value: float) -> re.Match | None:
    return re.search(rf"(?<![\d.]){value:.10g}(?![\d.]*\d)", quote)


def _worded(quote: str, value: float) -> str:
    """The words that set the comparator of a number in a sentence; "" where there are none."""
    found = _number_in(quote, value)
    if found is None:
        return ""
    before = re.search(rf"({BEFORE})$", quote[: found.start()])
    after = re.match(rf"[^\d,;，；。、]{{0,4}}?({AFTER})", quote[found.end() :])
    return "".join(m[1] for m in (before, after) if m)


def _around(quote: str, value: float) -> str:
    """The clause of a quote that holds a number."""
    found = _number_in(quote, value)
    clauses = [m for m in re.finditer(r"[^,;，；。、]+", quote)]
    return next((m[0] for m in clauses if found and m.start() <= found.start() < m.end()), quote)


def scope_difference(plan: Plan, known: Known) -> Findings:
    """A target whose sentence counts in (含…) or out (不含…) what its baseline's does not name."""
    names, goals = _names(plan), _promised(plan)
    for indicator, rows in goals.groupby("indicator_id", sort=False):
        base = _baseline(plan, indicator)
        if base is None:
            continue
        here, there = (set(SCOPE.findall(q)) for q in (" ".join(rows["quote"]), base["quote"]))
        for words in sorted(here ^ there):
            on = rows[rows["quote"].str.contains(words, regex=False)]
            zh, en = ("目标", "target") if words in here else ("基期", "baseline")
            yield Finding(
                "ambiguity",
                (base["figure_id"], *on["figure_id"]),
                f"{names['zh'][indicator]}：只有{zh}句写明“{words}”，基期与目标口径可能不同"
                f"（基期{_q(base['value'], base['unit'], 'zh')}）。",
                f"{names['en'][indicator]}: only the {en}'s sentence says “{words}” (what is "
                f"counted in or out); the baseline of {_q(base['value'], base['unit'], 'en')} may "
                "count other things than the target.",
            )


def wording_difference(plan: Plan, known: Known) -> Findings:
    """One commitment in different words.

    Two sentences on the same event, or figures that `[[commitments]]` of plan.toml holds for one
    commitment; `words` there, one for each figure, names what differs.
    """
    figures = plan.figures.set_index("figure_id")
    events = _promised(plan)
    events = events[events["target_kind"].isin(EVENT_KINDS)]
    pairs = [
        {"figures": list(rows["figure_id"])}
        for _, rows in events.groupby("indicator_id", sort=False)
    ]
    for hint in [*plan.meta.get("commitments", []), *pairs]:
        quotes = [figures.loc[f, "quote"] for f in hint["figures"]]
        said = hint.get("words") or [_short(q) for q in quotes]
        if len(set(said)) < 2:
            continue
        words = "／".join(dict.fromkeys(said)) if "words" in hint else ""
        listed = "；".join(f"“{_cut(q)}”" for q in dict.fromkeys(quotes))
        yield Finding(
            "ambiguity",
            tuple(hint["figures"]),
            f"同一项任务说法不同{f'（{words}）' if words else ''}：{listed}。",
            f"One commitment in different words{f' ({words})' if words else ''}: {listed}.",
        )


def _short(text: str) -> str:
    for long, short in SHORT_FORMS.items():
        text = text.replace(long, short)
    return text


# --- where it starts, where it goes -----------------------------------------------------------


def baseline_year(plan: Plan, known: Known) -> Findings:
    """A baseline of another year than the plan's base year, or of several years together."""
    names, base = _names(plan), plan.meta["baseline_year"]
    stated = plan.figures[plan.figures["role"] == "baseline"]
    odd = stated[(stated["year"] != base) | stated["year_from"].notna()]
    for quote, rows in odd.groupby("quote", sort=False):
        first = rows.iloc[0]
        when = year(first["year"])
        span = when if pd.isna(first["year_from"]) else f"{year(first['year_from'])}–{when}"
        told = {
            lang: _joined([names[lang][i] for i in rows["indicator_id"]], lang) for lang in names
        }
        yield Finding(
            "note",
            tuple(rows["figure_id"]),
            f"{told['zh']}的基期数是{span}年的，不是{base}年（“{_cut(quote)}”）。",
            f"{told['en']}: the baseline is of {span}, not of {base}.",
        )


def target_without_baseline(plan: Plan, known: Known) -> Findings:
    """A target, as a level or a multiple, of something the plan gives no starting point for."""
    goals, names, units = _promised(plan), _names(plan), _units(plan)
    goals = goals[goals["target_kind"].isin(["level", "multiple"])]
    for indicator, rows in goals.groupby("indicator_id", sort=False):
        if _baseline(plan, indicator) is not None:
            continue
        values = rows.drop_duplicates("target_kind").set_index("target_kind")["value"]
        doubled = "multiple" in values
        implied = _published_base(plan, known, indicator)
        if {"multiple", "level"} <= set(values.index):
            start = values["level"] / values["multiple"]
            implied["zh"] += f"；由目标与倍数反推约为{_q(start, units[indicator], 'zh')}"
            implied["en"] += (
                f"; target and multiple imply about {_q(start, units[indicator], 'en')}"
            )
        yield Finding(
            "gap" if doubled else "note",
            tuple(rows["figure_id"]),
            f"{names['zh'][indicator]}{'要翻番的基数' if doubled else '有目标，基期'}规划没有写"
            f"{implied['zh']}。",
            f"{names['en'][indicator]}: the plan gives no baseline"
            f"{' for the multiple' if doubled else ''}{implied['en']}.",
        )


def _published_base(plan: Plan, known: Known, indicator: str) -> dict[str, str]:
    """What has been published for the base year, as the end of a sentence."""
    base = plan.meta["baseline_year"]
    own = known.own[(known.own["indicator_id"] == indicator) & (known.own["year"] == base)]
    if own.empty:
        return {"zh": "", "en": ""}
    unit, value = _units(plan)[indicator], own["value"].iloc[0]
    return {
        "zh": f"；公布的{base}年数为{_q(value, unit, 'zh')}",
        "en": f"; published for {base}: {_q(value, unit, 'en')}",
    }


def baseline_without_target(plan: Plan, known: Known) -> Findings:
    """What the plan counts at its start and sets no target for, in one finding."""
    promised = set(_promised(plan)["indicator_id"])
    stated = plan.figures[plan.figures["role"] == "baseline"]
    left = stated[~stated["indicator_id"].isin(promised)]
    if left.empty:
        return
    names = _names(plan)
    ids = left["indicator_id"].unique()
    n, more = len(ids), {"zh": "等", "en": " and others"}
    told = {
        lang: _joined([names[lang][i] for i in ids[:NAMED]], lang)
        + (more[lang] if n > NAMED else "")
        for lang in names
    }
    yield Finding(
        "gap",
        tuple(left["figure_id"]),
        f"{n}个指标有基期、没有目标：{told['zh']}。",
        f"{n} indicators with a baseline and no target: {told['en']}.",
    )


def too_easy(plan: Plan, known: Known) -> Findings:
    """A target met when the plan was issued, or by the data of its first two years."""
    goals, names, units = _goals(plan, known), _names(plan), _units(plan)
    for indicator, rows in goals.groupby("indicator_id", sort=False):
        seen = known.own[known.own["indicator_id"] == indicator]
        for g in rows.itertuples():
            reached = REACHED[AS_COMPARATOR.get(g.comparator, g.comparator)]
            hits = seen[reached(seen["value"], g.goal)].sort_values("year")
            last = seen["year"].max()
            if hits.empty or not _stays(seen, hits, reached, g.goal):
                continue
            first = hits.iloc[0]
            by_issue = first["published"] <= plan.issued
            if not by_issue and first["year"] >= plan.meta["start"] + SOON:
                continue
            goal = {
                lang: target(g.comparator, g.goal, np.nan, units[indicator], lang) for lang in names
            }
            value = {lang: _q(first["value"], units[indicator], lang) for lang in names}
            yield Finding(
                "ambition",
                (g.figure_id,),
                f"{names['zh'][indicator]}：{year(g.deadline)}年目标{goal['zh']}，"
                f"{year(first['year'])}年已达{value['zh']}"
                f"{'（规划印发前已公布）' if by_issue else ''}，定得可能偏低。",
                f"{names['en'][indicator]}: the {year(g.deadline)} target of {goal['en']} was met "
                f"in {year(first['year'])} ({value['en']}"
                f"{', published before the plan was issued' if by_issue else ''}); it may have "
                f"been set low{'' if last == first['year'] else f', and it has held to {year(last)}'}.",
            )


def _stays(seen: pd.DataFrame, hits: pd.DataFrame, reached, goal: float) -> bool:
    """Whether the target is met in every known year from the first in which it was."""
    since = seen[seen["year"] >= hits["year"].iloc[0]]
    return bool(reached(since["value"], goal).all())


def too_hard(plan: Plan, known: Known) -> Findings:
    """A target that asks for more than 99 in 100 provincial spells of as many years have given.

    The spells are of the indicator itself where the panel has a hundred, else of every
    indicator of its kind.
    """
    goals, names = _goals(plan, known), _names(plan)
    kinds = plan.indicators.set_index("indicator_id")[["kind", "direction"]]
    started = goals[(goals["start"] > 0) & goals["goal"].gt(0)]
    for g in started.itertuples():
        years = int(g.deadline - g.start_year)
        sign = -1 if kinds.loc[g.indicator_id, "direction"] == "down" else 1
        done, own = _spells(known.panel, g.indicator_id, kinds["kind"], years)
        if len(done) < FEWEST_WINDOWS:
            continue
        asked = (g.goal / g.start) ** sign
        past = done["ratio"] ** sign
        if asked <= past.quantile(EXTREME):
            continue
        share = float((past >= asked).mean())
        yield Finding(
            "ambition",
            (g.figure_id,),
            f"{names['zh'][g.indicator_id]}：{years}年要到基期的{g.goal / g.start:.2f}倍；各省"
            f"{'这一指标' if own else '同类指标'}的{len(done)}段{years}年历史中只有"
            f"{percent(share, 1)}做到，定得可能偏高。",
            f"{names['en'][g.indicator_id]}: asks for {g.goal / g.start:.2f} times the baseline in "
            f"{years} years; of {len(done):,} provincial spells as long"
            f"{'' if own else ' of indicators of its kind'}, {percent(share, 1)} did as much. It "
            "may have been set high.",
        )


def _spells(
    panel: pd.DataFrame, indicator: str, kinds: pd.Series, years: int
) -> tuple[pd.DataFrame, bool]:
    """Every province's change over a number of years, and whether it is the indicator's own."""
    provinces = panel[panel["region"].str.fullmatch(PROVINCE) & (panel["value"] > 0)]
    key = ["indicator_id", "region", "year"]
    later = provinces[[*key, "value"]].assign(year=provinces["year"] - years)
    both = provinces[[*key, "value"]].merge(later, on=key, suffixes=("", "_later"))
    ratios = both.assign(ratio=both["value_later"] / both["value"])
    own = ratios[ratios["indicator_id"] == indicator]
    if len(own) >= FEWEST_WINDOWS:
        return own, True
    same = kinds.index[kinds == kinds[indicator]]
    return ratios[ratios["indicator_id"].isin(same)], False


def coverage_vs_share(plan: Plan, known: Known) -> Findings:
    """A coverage that is promised, and a published share of the same that is below the whole.

    `related` of a list in `[[commitments]]` names the share.
    """
    figures, names = plan.figures.set_index("figure_id"), _names(plan)
    for hint in plan.meta.get("commitments", []):
        seen = known.own[known.own["indicator_id"] == hint.get("related", "")]
        if seen.empty:
            continue
        last = seen.sort_values("year").iloc[-1]
        if last["value"] >= WHOLE:
            continue
        share, quote = _q(last["value"], "%", "zh"), figures.loc[hint["figures"][0], "quote"]
        name = {lang: names[lang][last["indicator_id"]] for lang in names}
        yield Finding(
            "contradiction" if "保持" in quote else "ambition",
            tuple(hint["figures"]),
            f"“{_cut(quote)}”；而公布的{name['zh']}{year(last['year'])}年为{share}，离全覆盖还远。",
            f"Full coverage is promised (“{_cut(quote)}”); the published "
            f"{_lower(name['en'])} was {share} in {year(last['year'])}.",
        )


# --- what is missing --------------------------------------------------------------------------


def nothing_published(plan: Plan, known: Known) -> Findings:
    """Commitments on which nothing but the plan itself has been published, in one finding."""
    elsewhere = known.vintages[known.vintages["source_id"] != PLAN_SOURCE.format(name=plan.name)]
    reported = set(elsewhere["indicator_id"])
    goals, names = _promised(plan), _names(plan)
    if known.events is None:
        goals = goals[~goals["target_kind"].isin(EVENT_KINDS)]
    else:
        reported |= set(known.events["indicator_id"])
    silent = goals[~goals["indicator_id"].isin(reported)]
    if silent.empty:
        return
    ids = silent["indicator_id"].unique()
    told = {lang: _joined([names[lang][i] for i in ids], lang) for lang in names}
    yield Finding(
        "gap",
        tuple(silent["figure_id"]),
        f"{len(ids)}项目标在本项目所存的数据和报道中没有数：{told['zh']}。",
        f"{len(ids)} commitments with no figure in this collection: {told['en']}.",
    )


def text_breaks_off(plan: Plan, known: Known) -> Findings:
    """A text that ends before its own table of contents does."""
    contents, body = _contents(plan.text), sections(plan.text)
    if not contents or len(body) < 2:
        return
    last = body.iloc[-1]
    places = [(c, s) for c, s, _ in contents]
    end = (int(last["chapter"]), int(last["section"]))
    if end not in places or places.index(end) == len(places) - 1:
        return
    rest = contents[places.index(end) + 1 :]
    missing = [(c, s, t) for c, s, t in rest if s]
    if not missing:
        return
    chapter, section, title = missing[0]
    yield Finding(
        "gap",
        (),
        f"所据文本止于第{end[0]}章第{end[1]}节“{last['title']}”；目录中此后的{len(missing)}节"
        f"（从第{chapter}章第{section}节“{title}”起）没有正文，其中的数字不在本表。",
        f"The text at hand ends after chapter {end[0]}, section {end[1]} (“{last['title']}”); the "
        f"{len(missing)} sections that its contents list after that, from chapter {chapter}, "
        f"section {section} (“{title}”) on, are missing, and so are their numbers.",
    )


def contents_out_of_order(plan: Plan, known: Known) -> Findings:
    """A section number that starts again in the table of contents without a new chapter."""
    contents = _contents(plan.text)
    for (c0, s0, before), (c1, s1, title) in pairwise(contents):
        if c0 == c1 and 0 < s1 <= s0:
            yield Finding(
                "note",
                (),
                f"目录在第{c0}章第{s0}节“{before}”之后又从第{s1}节“{title}”数起，缺一个章标题。",
                f"After chapter {c0}, section {s0} (“{before}”) the contents go back to section "
                f"{s1} (“{title}”): a chapter's heading is missing.",
            )


def _contents(text: str) -> list[tuple[int, int, str]]:
    """Chapter, section and title of each line of the table of contents."""
    body = sections(text)
    if len(body) < 2:
        return []
    rows, chapter = [], 0
    for match in HEADING.finditer(text, 0, int(body["start"].iloc[0])):
        at = _numeral(match[1])
        chapter = at if match[2] == "章" else chapter
        rows.append((chapter, 0 if match[2] == "章" else at, match[3]))
    return rows


def _numeral(word: str) -> int:
    digits = {d: n for n, d in enumerate("一二三四五六七八九十", start=1)}
    if word in digits:
        return digits[word]
    tens, _, units = word.partition("十")
    return digits.get(tens, 1) * 10 + digits.get(units, 0)


# --- what several rules need ------------------------------------------------------------------


def _names(plan: Plan) -> dict[str, pd.Series]:
    table = plan.indicators.set_index("indicator_id")
    return {lang: table[f"name_{lang}"] for lang in ("zh", "en")}


def _units(plan: Plan) -> pd.Series:
    return plan.indicators.set_index("indicator_id")["unit"]


def _promised(plan: Plan) -> pd.DataFrame:
    return plan.figures[plan.figures["role"].isin(PROMISES)]


def _baseline(plan: Plan, indicator: str) -> pd.Series | None:
    """The latest numeric baseline figure of an indicator."""
    figures = plan.figures
    mine = figures[
        (figures["indicator_id"] == indicator)
        & (figures["role"] == "baseline")
        & figures["value"].notna()
    ].sort_values("year")
    return None if mine.empty else mine.iloc[-1]


def _goals(plan: Plan, known: Known) -> pd.DataFrame:
    """Levels and multiples as numbers to reach: goal, start, start_year; once each."""
    goals = _promised(plan)
    goals = goals[goals["target_kind"].isin(["level", "multiple"]) & goals["value"].notna()]
    own = known.own[known.own["year"] == plan.meta["baseline_year"]]
    observed = own.drop_duplicates("indicator_id").set_index("indicator_id")["value"]
    stated = [_baseline(plan, i) for i in goals["indicator_id"]]
    start = pd.Series([np.nan if b is None else b["value"] for b in stated], index=goals.index)
    when = [pd.NA if b is None else b["year"] for b in stated]
    start = start.astype("float64").fillna(goals["indicator_id"].map(observed).astype("float64"))
    multiple = goals["target_kind"] == "multiple"
    based = goals.assign(
        start=start,
        start_year=pd.Series(when, index=goals.index, dtype="Int64").fillna(
            plan.meta["baseline_year"]
        ),
        goal=goals["value"].where(~multiple, goals["value"] * start),
    )
    once = based.drop_duplicates(["indicator_id", "target_kind", "goal", "deadline"])
    return once[once["goal"].notna()]


def _q(value: float, unit: str, lang: str) -> str:
    return quantity(value, unit, lang, observed=True)


def _joined(names: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else "; ").join(dict.fromkeys(names))


def _lower(name: str) -> str:
    """A name within a sentence; abbreviations such as R&D stay as they are."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _cut(quote: str, length: int = 40) -> str:
    return quote if len(quote) <= length else f"{quote[:length]}…"
