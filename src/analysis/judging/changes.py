"""What changed between two days, which targets it moved, and which figure moved them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..projection import project, read_regional
from ..records.errors import PlanDataError
from ..records.plans import Plan
from ..records.vintages import KEY, as_of_view, published_by, replacement_kinds, vintage
from ..telling.kit import wording
from ..telling.kit.names import indicator_names, indicator_units
from ..telling.kit.statuses import STATUSES
from ..telling.kit.table import Table
from ..telling.kit.text import Sections, Text
from ..telling.kit.wording import percent, pick, quantity, with_reading, year
from .attainment import assess
from .situations import Records, Situation, last_year, read_records, situation_of, targets_for

READING = ["target_id", "indicator_id", "reading"]
KINDS = {
    "new": ("新公布", "new"),
    "revised": ("修订", "revised"),
    "source": ("换了来源", "another source"),
    "precision": ("仅精度不同", "precision only"),
    "withdrawn": ("撤下", "withdrawn"),  # a correction moved it to another year
}
REPLACED = ("revised", "source", "precision")
FEW = 3  # up to so many figures are named in a sentence; the table lists every one
# What is no observation: a counted target can only be moved by the shift, an event by reports.
OTHER_CAUSES = {
    "shift": ("各省份的新数据", "new data of the provinces"),
    "event": ("事件报道", "events reported"),
}
WHOLE = ("合计", "Whole change")
STATE = "@"  # parts an indicator_id from the state it is judged in


@dataclass(frozen=True)
class Comparison:
    """One plan and region on two days.

    Attributes
    ----------
    records : Records
    before, after : Situation
        As of the earlier and the later day; of the earlier and the later state of the store.
    since : str
        The earlier day, YYYY-MM-DD: of publication, or of the build that saw the earlier state.
    built : bool
        Whether two states of the store are compared, rather than two days of publication.
    """

    records: Records
    before: Situation
    after: Situation
    since: str
    built: bool = False

    @property
    def until(self) -> str:
        """The later day: as asked for, else that of the newest figure in use."""
        return self.after.as_of or wording.day(self.after.vintage)

    @property
    def changed(self) -> pd.DataFrame:
        """See `changed_observations`."""
        seen = self.after.observations
        return changed_observations(self.before.known, self.after.known, seen)


def compare(
    plan: str | Records,
    *,
    region: str | None = None,
    since: str | None = None,
    as_of: str | None = None,
    added: Collection[str] = (),
    root: Path | None = None,
) -> Comparison:
    """A plan as known on two days, or before and after figures were recorded.

    Parameters
    ----------
    plan : str or Records
        Folder name under data/plans, or what `read_records` read.
    region : str, optional
        GB/T 2260 code; the plan's own when left out.
    since : str, optional
        YYYY-MM-DD; the publication day before the newest one when left out.
    as_of : str, optional
        YYYY-MM-DD; everything in data/ when left out.
    added : collection of str, optional
        observation_ids recorded since a build: where any of them matters, the state without them
        is compared, whenever they were published, and `since` is the day of that build.

    Raises
    ------
    PlanDataError
        Where `since` is later than `as_of`.
    """
    records = plan if isinstance(plan, Records) else read_records(plan, root=root)
    after = situation_of(records, region=region, as_of=as_of)
    if set(added) & set(after.known["observation_id"]):
        before = situation_of(records.without(added), region=region, as_of=as_of)
        return Comparison(records, before, after, since or "", built=True)
    start = since or _day_before(after)
    if after.as_of and pd.Timestamp(start) > pd.Timestamp(after.as_of):
        raise PlanDataError(
            f"since {start}: later than as_of {after.as_of}; give an earlier day | 起点晚于截止日"
        )
    before = situation_of(records, region=region, as_of=start)
    return Comparison(records, before, after, start)


def _day_before(after: Situation) -> str:
    """`previous_day`; the day before the only publication, the day itself before any."""
    found = previous_day(after.observations, after.as_of)
    if found is None and after.known.empty:
        return after.issue_day
    return wording.day(after.vintage - pd.Timedelta(days=1) if found is None else found)


def previous_day(everything: pd.DataFrame, as_of: str | None = None) -> pd.Timestamp | None:
    """The last publication day before the newest one that the view of a day holds.

    Parameters
    ----------
    everything : DataFrame
        Columns of `schema.OBSERVATIONS` and `grade`; one region's for that region's days.
    """
    newest = vintage(as_of_view(everything, as_of))
    days = everything.loc[everything["published"] < newest, "published"] if newest else []
    return days.max() if len(days) else None


def changed_observations(
    before: pd.DataFrame, after: pd.DataFrame, observations: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What is known and was not before, had another value, or is known no more.

    Parameters
    ----------
    before, after : DataFrame
        From `vintages.as_of_view`.
    observations : DataFrame, optional
        What the later view was made from, see `vintages.replacement_kinds`.

    Returns
    -------
    DataFrame
        KEY, before (NaN where new), after (NaN where withdrawn), kind (see KINDS), unit,
        source_id, published, published_estimated, qualifier; in order of publication, then
        indicator and year.
    """
    about = ["unit", "source_id", "published", "published_estimated", "qualifier"]
    old = before[[*KEY, "value", *about]].rename(columns={"value": "before"})
    new = after[[*KEY, "value", *about]].rename(columns={"value": "after"})
    gone = old.merge(new[KEY], on=KEY, how="left", indicator="held").query("held == 'left_only'")
    held = ["before", "source_id", "qualifier"]
    both = new.merge(old[[*KEY, *held]], on=KEY, how="left", suffixes=("", "_before"))
    moved = both[both["after"] != both["before"]]
    values = moved.rename(columns={"after": "value", "before": "value_before"})
    kinds = replacement_kinds(values, observations)
    rows = [
        moved.assign(kind=kinds.where(moved["before"].notna(), "new")),
        gone.assign(after=np.nan, kind="withdrawn"),
    ]
    return (
        pd.concat([r for r in rows if len(r)] or rows[:1], ignore_index=True)
        .sort_values(["published", *KEY], kind="stable")
        .reset_index(drop=True)[[*KEY, "before", "after", "kind", *about]]
    )


def moves(found: Comparison) -> pd.DataFrame:
    """Each target reading on both days.

    Returns
    -------
    DataFrame
        READING, comparator, stated_comparator, target_value, value_high, deadline;
        probability_before, probability_after, probability_change; median_before, median_after,
        median_change (projected for the deadline, the observed value once it is out);
        status_before, status_after; moved (the status, or the probability in whole percents, is
        another).
    """
    shown = ["comparator", "stated_comparator", "target_value", "value_high", "deadline"]
    before, after = _judgement(found.before.verdicts), _judgement(found.after.verdicts)
    both = before.merge(after, on=READING, suffixes=("_before", "_after"))
    return found.after.verdicts[[*READING, *shown]].merge(
        both.assign(
            probability_change=both["probability_after"] - both["probability_before"],
            median_change=both["median_after"] - both["median_before"],
            moved=(_whole(both["probability_before"]) != _whole(both["probability_after"]))
            | (both["status_before"] != both["status_after"]),
        ),
        on=READING,
    )


def _whole(probability: pd.Series) -> pd.Series:
    return (100 * probability).round().fillna(-1)


def _judgement(verdicts: pd.DataFrame) -> pd.DataFrame:
    """READING, probability, median, status of each verdict."""
    out = verdicts["latest_year"].astype("Float64") >= verdicts["deadline"].astype("Float64")
    seen = verdicts["latest_value"].where(out.fillna(False))
    return verdicts[[*READING, "probability", "status"]].assign(
        median=verdicts["projected"].astype("float64").fillna(seen.astype("float64")),
        probability=verdicts["probability"].astype("float64"),
    )


def attribution(found: Comparison) -> pd.DataFrame:
    """What each changed observation did to each target of its indicator.

    Starting from what was known on the earlier day, the changed observations of an indicator are
    put in one at a time, in order of publication, then year; after each, the indicator is
    projected and assessed again. A last row per target holds what is no observation: the regional
    shift of the later day, and its events. The changes of a target's rows sum to those of
    `moves`; where the state before a row has no number, the row takes over from the last that had
    one, and its change is NaN if there is none.

    Returns
    -------
    DataFrame
        READING; cause ("observation", "shift" or "event"), year, before, after, kind, source_id,
        published (of the observation); probability_before, probability_after,
        probability_change, median_before, median_after, median_change, status_before,
        status_after.
    """
    changed = found.changed.assign(
        step=lambda rows: rows.sort_values(["published", "year"]).groupby("indicator_id").cumcount()
    )
    targeted = changed[changed["indicator_id"].isin(found.after.verdicts["indicator_id"])]
    paths = _paths(found, targeted).sort_values(["order", "step"], kind="stable")
    by_target = paths.groupby("order", sort=False)
    for name in ("probability", "median"):
        held = by_target[name].ffill().groupby(paths["order"], sort=False)
        paths[f"{name}_before"] = by_target[name].shift()
        paths[f"{name}_change"] = held.diff().where(paths[name].notna())
    paths["status_before"] = by_target["status"].shift()
    observed = ["indicator_id", "step", "year", "before", "after", "kind", "source_id", "published"]
    rows = paths[paths["step"] >= 0].rename(
        columns={n: f"{n}_after" for n in ("probability", "median", "status")}
    )
    joined = rows.merge(targeted[observed], on=["indicator_id", "step"], how="left")
    last = np.where(joined["reading"].isin(["coverage", "breakthrough"]), "event", "shift")
    numbers = [
        f"{n}_{when}" for n in ("probability", "median") for when in ("before", "after", "change")
    ]
    return joined.assign(cause=np.where(joined["published"].isna(), last, "observation"))[
        [*READING, "cause", *observed[2:], *numbers, "status_before", "status_after"]
    ]


def _paths(found: Comparison, changed: pd.DataFrame) -> pd.DataFrame:
    """Every target's judgement at step −1 (the earlier day), after each of its indicator's
    observations (0, 1, …), and last on the later day; `order` numbers the targets.

    Indicators do not touch each other, so the n-th state holds the first n changed observations
    of every one of them.
    """
    before, after = found.before, found.after
    steps = range(int(changed["step"].max()) + 1 if len(changed) else 0)
    views = {n: _put_in(before.known, changed[changed["step"] <= n]) for n in steps}
    events = {n: before.events for n in steps}
    days = {n: before.as_of for n in steps}
    between = (
        _judged(found.records, before.region, views, events, days)
        if views
        else _judgement(before.verdicts).iloc[:0].assign(step=0)
    )
    counts = changed.groupby("indicator_id").size()
    own = counts.reindex(between["indicator_id"], fill_value=0).to_numpy()
    last = counts.reindex(after.verdicts["indicator_id"], fill_value=0).to_numpy()
    order = dict(zip(after.verdicts["target_id"], range(len(last)), strict=True))
    return pd.concat(
        [
            _judgement(before.verdicts).assign(step=-1),
            between[between["step"] < own],
            _judgement(after.verdicts).assign(step=last),
        ],
        ignore_index=True,
    ).assign(order=lambda rows: rows["target_id"].map(order))


def _put_in(known: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """What is known, with changed observations added or put in the place of older values."""
    put = changed.rename(columns={"after": "value"}).drop(columns=["before", "kind", "step"])
    return (
        pd.concat([known, put.assign(n_values=1)], ignore_index=True)
        .drop_duplicates(KEY, keep="last")
        .dropna(subset="value")
        .sort_values(KEY)
        .reset_index(drop=True)
    )


def _judged(
    records: Records,
    region: str,
    views: Mapping[int, pd.DataFrame],
    events: Mapping[int, pd.DataFrame],
    days: Mapping[int, str | None],
) -> pd.DataFrame:
    """Targets judged in many states at once: one projection for each regional shift.

    A state's indicators are marked with its number, so that to `project` and `assess` they are
    so many indicators more.

    Returns
    -------
    DataFrame
        As `_judgement`, with step (the state's number).
    """
    plan, targets = records.plan, targets_for(records.plan, region)
    indicators = plan.indicators[plan.indicators["indicator_id"].isin(targets["indicator_id"])]
    shifts = {n: read_regional(records.root, as_of=day) for n, day in days.items()}
    learned = pd.Series({n: shift["published"].max() for n, shift in shifts.items()})
    projected = [
        project(
            _marked({n: _of(views[n], indicators) for n in same.index}),
            _marked({n: indicators for n in same.index}),
            until=last_year(plan),
            regional=shifts[same.index[0]],
        )
        for _, same in learned.groupby(learned, dropna=False)
    ]
    verdicts = assess(
        _marked({n: targets for n in views}),
        pd.concat(projected, ignore_index=True),
        _marked({n: indicators for n in views}),
        baseline_year=plan.meta["baseline_year"],
        events=_marked(events),
    )
    ids = {c: verdicts[c].str.rsplit(STATE, n=1) for c in ("target_id", "indicator_id")}
    return _judgement(verdicts).assign(
        **{c: parts.str[0] for c, parts in ids.items()},
        step=ids["target_id"].str[1].astype(int),
    )


def _of(view: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    return view[view["indicator_id"].isin(indicators["indicator_id"])]


def _marked(frames: Mapping[int, pd.DataFrame]) -> pd.DataFrame:
    """The frames of several states as one, their ids ending in the state's number."""
    return pd.concat(
        [
            rows.assign(**{c: rows[c] + f"{STATE}{n}" for c in _ids(rows)})
            for n, rows in frames.items()
        ],
        ignore_index=True,
    )


def _ids(rows: pd.DataFrame) -> list[str]:
    return [c for c in ("target_id", "indicator_id") if c in rows]


def fever(found: Comparison) -> pd.DataFrame:
    """Every target reading as of each day that changed anything it could rest on.

    The days run from the day of the plan to the comparison's later day; a day counts when it
    changed a value, an event or the regional shift.

    Returns
    -------
    DataFrame
        as_of, target_id, indicator_id, reading, probability, status; by day, then as in the plan.
    """
    views, events, days = _days(found)
    at = pd.Series({n: pd.Timestamp(day) for n, day in days.items()})
    judged = _judged(found.records, found.after.region, views, events, days)
    return judged.assign(as_of=judged["step"].map(at))[["as_of", *READING, "probability", "status"]]


def _days(found: Comparison) -> tuple[dict, dict, dict]:
    """What was known, what was reported and the date of each day of `fever`, by number."""
    after = found.after
    start, until = after.issue_day, after.as_of
    learned = read_regional(found.records.root)["published"]
    every = pd.concat([after.observations["published"], after.events["published"], learned])
    published = every[every > pd.Timestamp(start)].drop_duplicates().sort_values()
    wanted = after.observations["indicator_id"].isin(after.verdicts["indicator_id"])
    views, events, days, last = {}, {}, {}, None
    for day in (start, *published_by(published.to_frame(), until)["published"].map(wording.day)):
        view = as_of_view(after.observations[wanted], day)
        reports = published_by(after.events, day)
        shift = read_regional(found.records.root, as_of=day)["published"].max()
        state = (view[[*KEY, "value"]].to_numpy().tolist(), len(reports), str(shift))
        if state != last:
            n = len(days)
            views[n], events[n], days[n], last = view, reports, day, state
    return views, events, days


def _period(found: Comparison, lang: str) -> str:
    if found.built:
        day = (f"（{found.since}）", f" ({found.since})") if found.since else ("", "")
        return pick((f"上一次生成简报{day[0]}以来", f"Since the previous build{day[1]}"), lang)
    days = (f"{found.since}之后、截至{found.until}", f"After {found.since} and by {found.until}")
    return pick(days, lang)


def changed_words(found: Comparison, *, lang: str = "zh") -> Text:
    """What came out or was replaced on the indicators that the plan names, and what elsewhere."""
    planned, others = _planned(found, named=True), _planned(found, named=False)
    when, place = _period(found, lang), found.after.region_name(lang)
    if lang == "zh":
        here = (
            f"规划所列指标{_tally(planned, lang)}" if len(planned) else "规划所列指标的数没有变化"
        )
        lead = f"{when}，{place}{here}{_list_few(planned, found, lang)}。"
        away = f"规划没有列出的指标另{_tally(others, lang)}{_list_few(others, found, lang)}。"
    else:
        none = f"{when}, no figure of {place} changed on an indicator the plan names"
        here = f"{when}, on the indicators the plan names, {place}: {_tally(planned, lang)}"
        lead = f"{here if len(planned) else none}{_list_few(planned, found, lang)}."
        away = f" On indicators outside the plan: {_tally(others, lang)}"
        away += f"{_list_few(others, found, lang)}."
    return Text((lead + (away if len(others) else ""),))


def _planned(found: Comparison, *, named: bool) -> pd.DataFrame:
    """The changed figures of the indicators that the plan names, or of the others."""
    changed = found.changed
    return changed[changed["indicator_id"].isin(found.after.plan.named) == named]


COUNTED = {
    "new": ("新公布{}个数", "{} new figure{}"),
    "revised": ("修订{}个", "{} revised"),
    "source": ("换用另一来源{}个", "{} taken from another source"),
    "precision": ("仅精度不同{}个", "{} given to another precision"),
    "withdrawn": ("撤下{}个", "{} withdrawn"),
}


def _tally(changed: pd.DataFrame, lang: str) -> str:
    """How many figures there are of each kind; a kind without any is not mentioned."""
    counts = changed["kind"].value_counts()
    told = [
        pick(COUNTED[kind], lang).format(counts[kind], "s" * int(counts[kind] != 1))
        for kind in COUNTED
        if kind in counts
    ]
    return ("，" if lang == "zh" else ", ").join(told)


def _list_few(changed: pd.DataFrame, found: Comparison, lang: str) -> str:
    """Figures named with the value before and after: all if few, else the real changes if few."""
    minor = changed["kind"].isin(["new", "precision"])
    listed = changed if len(changed) <= FEW else changed[~minor]
    if not 0 < len(listed) <= FEW:
        return ""
    names = indicator_names(found.after.plan, lang)
    told = [
        _figure(names[c.indicator_id], c.year, c.before, c.after, c.unit, lang)
        + pick(("，", ", "), lang)
        + pick(KINDS[c.kind], lang)
        for c in listed.itertuples()
    ]
    return _bracketed(told, lang)


def _figure(name: str, at: object, before: float, after: float, unit: str, lang: str) -> str:
    """One figure: name, year, and the value before and after, of which one may be missing."""
    values = [quantity(v, unit, lang, observed=True) for v in (before, after) if pd.notna(v)]
    head = f"{name}{year(at)}年：" if lang == "zh" else f"{name}, {year(at)}: "
    return head + " → ".join(values)


def _bracketed(told: list[str], lang: str) -> str:
    return f"（{'；'.join(told)}）" if lang == "zh" else f" ({'; '.join(told)})"


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


def moves_words(found: Comparison, *, lang: str = "zh") -> Text:
    """One sentence for each target that moved; one that says so where none did."""
    rows = moves(found)
    names = indicator_names(found.after.plan, lang)
    told = tuple(_move(m, names, lang) for m in rows[rows["moved"]].itertuples())
    if told:
        return Text(told, "ul")
    still = (
        "没有一项目标的达标概率或判断发生变化。",
        "No target's probability or verdict has moved.",
    )
    return Text((pick(still, lang),))


def _move(m, names: pd.Series, lang: str) -> str:
    name = with_reading(names[m.indicator_id], m.reading, lang)
    old, new = (str(STATUSES.loc[s, f"name_{lang}"]) for s in (m.status_before, m.status_after))
    verdict = (f"判断由{old}变为{new}", f"from {old} to {new}")
    parts = [_chance_moved(m, lang), pick(verdict, lang) if old != new else ""]
    colon, comma, stop = ("：", "，", "。") if lang == "zh" else (": ", ", ", ".")
    return f"{name}{colon}{comma.join(p for p in parts if p)}{stop}"


def _chance_moved(m, lang: str) -> str:
    old, new = percent(m.probability_before), percent(m.probability_after)
    if old == new:
        return ""
    if pd.isna(m.probability_before):
        return pick((f"达标概率首次可以给出，为{new}", f"a first probability, {new}"), lang)
    if pd.isna(m.probability_after):
        return pick(
            (f"达标概率不再给出（原为{old}）", f"no probability any more (was {old})"), lang
        )
    return pick((f"达标概率由{old}变为{new}", f"probability {old} → {new}"), lang)


def changed_table(found: Comparison, *, lang: str = "zh") -> Table:
    """The changed observations of the indicators that the plan names."""
    sources, names = found.after.sources, indicator_names(found.after.plan, lang)
    rows = [
        {
            "name": names[c.indicator_id],
            "year": year(c.year),
            "before": quantity(c.before, c.unit, lang, observed=True),
            "after": quantity(c.after, c.unit, lang, observed=True),
            "kind": pick(KINDS[c.kind], lang),
            "published": wording.day(c.published) + ("*" if c.published_estimated else ""),
            "source": sources.get(c.source_id, c.source_id),
        }
        for c in _planned(found, named=True).itertuples()
    ]
    columns = ["name", "year", "before", "after", "kind", "published", "source"]
    return Table(pd.DataFrame(rows, columns=columns), lang, numeric=("year", "before", "after"))


CHANGED_SECTION = (
    (
        "新公布和改动的数",
        "只列规划所列的指标；带*的发布日期原文未印，按规则推定。换了来源的两个数口径可能不同，"
        "后一个并不是对前一个的修订。",
    ),
    (
        "Figures that are new or replaced",
        "Indicators the plan names. A publication date with * is not printed in the source and is "
        "set by rule. Figures of two sources may differ in scope: one does not revise the other.",
    ),
)
CAUSE_SECTION = (
    (
        "是哪个数推动的",
        "从此前已知的数出发，把变动的数按发布次序一个一个放进去，每放一个重新推算一次；推算还参照各省同类"
        "指标实际走得多快，这一项随各省的新数据而变，列在最后一行。各行相加等于合计。",
    ),
    (
        "Which figure moved it",
        "Starting from what was known before, the changed figures are put in one at a time, in "
        "order of publication, and everything is projected again after each. A projection also "
        "leans on how fast such indicators really moved in the provinces; what newer data of "
        "theirs do stands in the last row. The rows sum to the whole.",
    ),
)


def changed_section(found: Comparison, *, lang: str = "zh") -> Sections:
    """`changed_table` under its heading; nothing where no figure of the plan's changed."""
    return _section("changed-figures", CHANGED_SECTION, changed_table(found, lang=lang), lang)


def attribution_section(found: Comparison, *, lang: str = "zh") -> Sections:
    """`attribution_table` under its heading; nothing where no target moved."""
    return _section("moved-by", CAUSE_SECTION, attribution_table(found, lang=lang), lang)


def _section(anchor: str, words: tuple, table: Table, lang: str) -> Sections:
    title, intro = pick(words, lang)
    return Sections(() if table.frame.empty else ((anchor, title, (Text((intro,)), table)),))


def moves_table(found: Comparison, *, lang: str = "zh") -> Table:
    """Each target that has a probability on either day or a new status, on both days."""
    names, units = _names_units(found.after.plan, lang)
    rows = moves(found)
    judged = rows[["probability_before", "probability_after"]].notna().any(axis=1)
    cells = [
        {
            "name": with_reading(names[m.indicator_id], m.reading, lang),
            "target": wording.target(
                wording.comparator_of(m), m.target_value, m.value_high, units[m.indicator_id], lang
            ),
            "chances": _two(percent(m.probability_before), percent(m.probability_after)),
            "points_moved": _points(m.probability_change),
            "medians": _two(
                *(
                    _median(v, units[m.indicator_id], lang)
                    for v in (m.median_before, m.median_after)
                )
            ),
            "status": _two(
                *(str(STATUSES.loc[s, f"name_{lang}"]) for s in (m.status_before, m.status_after))
            ),
        }
        for m in rows[judged | rows["moved"]].itertuples()
    ]
    columns = ["name", "target", "chances", "points_moved", "medians", "status"]
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=tuple(columns[1:5]))


def _names_units(plan: Plan, lang: str) -> tuple[pd.Series, pd.Series]:
    return indicator_names(plan, lang), indicator_units(plan)


def _two(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def _median(value: float, unit: str, lang: str) -> str:
    return wording.number(value, unit, lang)


def _signed(value: float, written: str) -> str:
    return f"+{written}" if value > 0 else written.replace("-", "−")


def _points(change: float) -> str:
    """A change of a probability in points, one decimal, signed."""
    if pd.isna(change):
        return wording.MISSING
    points = round(100 * change, 1)
    return _signed(points, f"{points:.1f}") if points else "0"


def attribution_table(found: Comparison, *, lang: str = "zh") -> Table:
    """Why each target moved: a row for each changed figure, one for the rest, and their sum.

    A single cause is its own sum, and has one row.
    """
    names, units = _names_units(found.after.plan, lang)
    moved = moves(found).query("moved")
    why = attribution(found).merge(moved[READING], on=READING)
    cells = [
        cell
        for m in moved.itertuples()
        for cell in _causes(m, why[why["target_id"] == m.target_id], names, units, lang)
    ]
    columns = ["name", "cause", "published", "chances", "points_moved", "median_moved", "status"]
    return Table(
        pd.DataFrame(cells, columns=columns),
        lang,
        numeric=("chances", "points_moved", "median_moved"),
        nothing=("", ""),  # the sentences above it say that nothing moved
    )


def _causes(m, why: pd.DataFrame, names: pd.Series, units: pd.Series, lang: str) -> list[dict]:
    same = why["status_before"] == why["status_after"]
    still = same & (why["probability_change"].fillna(0) == 0)
    told = why[~still | (why["cause"] == "observation")]
    rows = [_cause_cells(a, names, units, lang) for a in told.itertuples()]
    whole = [_effect_cells(m, pick(WHOLE, lang), names, units, lang)]
    return rows + (whole if len(rows) != 1 else [])


def _cause_cells(a, names: pd.Series, units: pd.Series, lang: str) -> dict[str, str]:
    if a.cause != "observation":
        return _effect_cells(a, pick(OTHER_CAUSES[a.cause], lang), names, units, lang)
    held = a.before if a.kind == "withdrawn" else a.after
    value = quantity(held, units[a.indicator_id], lang, observed=True)
    told = f"{year(a.year)}年{value}" if lang == "zh" else f"{value} for {year(a.year)}"
    if a.kind in REPLACED:
        old = wording.number(a.before, units[a.indicator_id], lang, observed=True)
        told += f"（原为{old}）" if lang == "zh" else f" (was {old})"
    if a.kind == "withdrawn":
        told += "（已撤下）" if lang == "zh" else " (withdrawn)"
    return _effect_cells(a, told, names, units, lang) | {"published": wording.day(a.published)}


def _effect_cells(row, cause: str, names: pd.Series, units: pd.Series, lang: str) -> dict[str, str]:
    unit, change = units[row.indicator_id], row.median_change
    return {
        "name": with_reading(names[row.indicator_id], row.reading, lang),
        "cause": cause,
        "published": "",
        "chances": _two(percent(row.probability_before), percent(row.probability_after)),
        "points_moved": _points(row.probability_change),
        "median_moved": wording.MISSING
        if pd.isna(change)
        else _signed(change, wording.number(change, unit, lang)),
        "status": _two(
            *(str(STATUSES.loc[s, f"name_{lang}"]) for s in (row.status_before, row.status_after))
        ),
    }


def revision_table(
    rows: pd.DataFrame, plan: Plan, sources: Mapping[str, str], *, lang: str = "zh"
) -> Table:
    """`vintages.revisions` for readers: revisions first, then what another source replaced.

    A figure that is only written more precisely, or that differs by less than a hundredth of a
    percent, is not shown as a change.
    """
    names = indicator_names(plan, lang)
    cells = [
        {
            "name": names[r.indicator_id],
            "year": year(r.year),
            "first": _held(r.first, r.first_published, r.unit, lang),
            "revised": _held(r.latest, r.latest_published, r.unit, lang),
            "kind": pick(KINDS[r.kind], lang),
            "relative": _signed(r.relative, percent(r.relative, 2)),
            "source": sources.get(r.latest_source_id, r.latest_source_id),
        }
        for r in _visible(rows).sort_values("kind", kind="stable").itertuples()
    ]
    columns = ["name", "year", "first", "revised", "kind", "relative", "source"]
    numeric = ("year", "first", "revised", "relative")
    return Table(pd.DataFrame(cells, columns=columns), lang, numeric=numeric, nothing=("", ""))


def _visible(rows: pd.DataFrame) -> pd.DataFrame:
    """Real changes, large enough to show in the two decimals of a percentage."""
    small = rows["relative"].abs() < 0.5e-4
    return rows[(rows["kind"] != "precision") & ~small]


def _held(value: float, published: pd.Timestamp, unit: str, lang: str) -> str:
    written, on = quantity(value, unit, lang, observed=True), wording.day(published)
    return f"{written}（{on}）" if lang == "zh" else f"{written} ({on})"


def revision_words(rows: pd.DataFrame, plan: Plan, *, lang: str = "zh") -> Text:
    """How many figures were revised, which, and how many were replaced by another source's."""
    if rows.empty:
        none = ("没有一个数与首次公布的不同。", "Every figure stands as first published.")
        return Text((pick(none, lang),))
    counts = rows["kind"].value_counts().reindex(list(REPLACED), fill_value=0)
    words = _revised_zh if lang == "zh" else _revised_en
    return Text((words(counts, _named_revisions(rows, plan, lang)),))


def _named_revisions(rows: pd.DataFrame, plan: Plan, lang: str) -> str:
    """The revised figures by name where they are few, with the value before and after."""
    real, names = rows[rows["kind"] == "revised"], indicator_names(plan, lang)
    if not 0 < len(real) <= FEW:
        return ""
    told = [
        _figure(names[r.indicator_id], r.year, r.first, r.latest, r.unit, lang)
        for r in real.itertuples()
    ]
    return _bracketed(told, lang)


def _revised_zh(counts: pd.Series, named: str) -> str:
    parts = [
        f"被同一系列的文件修订的{counts['revised']}个{named}"
        if counts["revised"]
        else "没有一个是被同一系列的文件修订的"
    ]
    if counts["source"]:
        parts.append(f"换用另一来源的{counts['source']}个，两数口径可能不同，不算修订")
    if counts["precision"]:
        parts.append(f"只是精度不同的{counts['precision']}个")
    return f"现用的值与首次公布的不同的有{counts.sum()}个数：{'；'.join(parts)}。"


def _revised_en(counts: pd.Series, named: str) -> str:
    parts = [
        f"{counts['revised']} revised by a document of the same series{named}"
        if counts["revised"]
        else "none revised by a document of the same series"
    ]
    if counts["source"]:
        parts.append(
            f"{counts['source']} taken from another source, whose scope may differ, so that is no "
            "revision"
        )
    if counts["precision"]:
        parts.append(f"{counts['precision']} only given to another precision")
    return (
        f"{_counted(int(counts.sum()), 'figure')} in use now "
        f"{'differs' if counts.sum() == 1 else 'differ'} from what was first published: "
        f"{'; '.join(parts)}."
    )
