"""Hold new rows against what is known, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from ..projection import predict
from ..projection.panel import breaks
from ..schema import OBSERVATIONS, coerce
from ..vintages import as_of_view
from .findings import Finding
from .rows import Known, Understood

WHERE = ["indicator_id", "region"]
SAME = [*WHERE, "year"]
AGREE = 0.005  # values this near are one value, rounded differently
FAR = 0.02  # further apart than revisions of official figures usually are
JUMP = (0.0005, 0.9995)
SLIPS = (1, 2, 4, 8)  # powers of ten: 十, 百, 万, 亿
NEAR_SLIP = 0.15  # decades


def check_rows(found: Understood, known: Known) -> Understood:
    """Check rows against each other and against what is recorded.

    Returns
    -------
    Understood
        Rows that are not recorded yet, with `supersedes` filled in where they correct one, and
        every finding.
    """
    if found.observations.empty:
        return found
    rows = coerce(found.observations, OBSERVATIONS)
    rows = rows.assign(**found.observations[["sheet", "place"]])
    rows = rows.assign(grade=_grades(rows, found.sources, known))
    taken = _taken(rows, known)
    known = replace(known, observations=_of_same_series(known.observations, rows))
    fresh, said = _fresh(rows, known)
    said += taken
    if fresh.empty:
        none = found.observations.iloc[:0]
        kept = replace(found, observations=none, sources=found.sources.iloc[:0])
        return replace(kept, findings=[*found.findings, *said])
    said += _plausible(fresh, known)
    fresh, corrections = _corrections(fresh, known)
    said += corrections
    said += _against_known(fresh, known)
    said += _against_trend(fresh, known)
    kept = found.observations.loc[fresh.index]
    kept = kept.assign(supersedes=fresh["supersedes"]).reset_index(drop=True)
    used = found.sources[found.sources["source_id"].isin(kept["source_id"])]
    return replace(found, observations=kept, sources=used, findings=[*found.findings, *said])


def _of_same_series(recorded: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    wanted = pd.MultiIndex.from_frame(rows[WHERE])
    return recorded[pd.MultiIndex.from_frame(recorded[WHERE]).isin(wanted)]


def _taken(rows: pd.DataFrame, known: Known) -> list[Finding]:
    """An observation_id given in the file that stands for another figure."""
    figure = [*SAME, "value", "source_id"]
    recorded = known.observations[["observation_id", *figure]]
    both = rows[["observation_id", *figure, "sheet", "place"]].merge(
        recorded, on="observation_id", suffixes=("", "_recorded")
    )
    other = pd.Series(False, index=both.index)
    for name in figure:
        other |= both[name] != both[f"{name}_recorded"]
    return _say(both[other], "error", "id-taken", "观测编号已用于另一个数，请清空该格",
                "has the observation_id of another figure; leave that cell empty")  # fmt: skip


def _grades(rows: pd.DataFrame, new: pd.DataFrame, known: Known) -> pd.Series:
    grades = pd.concat([known.sources[["source_id", "grade"]], new[["source_id", "grade"]]])
    return rows["source_id"].map(
        grades.drop_duplicates("source_id").set_index("source_id")["grade"]
    )


def _say(
    rows: pd.DataFrame, level: str, code: str, zh: Iterable[str] | str, en: Iterable[str] | str
) -> list[Finding]:
    """One finding per row; a single text serves all."""
    zh = [zh] * len(rows) if isinstance(zh, str) else list(zh)
    en = [en] * len(rows) if isinstance(en, str) else list(en)
    return [
        Finding(level, code, z, e, r.sheet, r.place, f"{r.value:.12g}")
        for r, z, e in zip(rows.itertuples(), zh, en, strict=True)
    ]


def _fresh(rows: pd.DataFrame, known: Known) -> tuple[pd.DataFrame, list[Finding]]:
    """Rows that say something not yet recorded, and contradictions within the file."""
    recorded = known.observations
    keys = [*SAME, "value", "source_id"]
    marked = rows.merge(recorded[keys].drop_duplicates(), on=keys, how="left", indicator="seen")
    there = (marked["seen"] == "both").to_numpy() | rows["observation_id"].isin(
        recorded["observation_id"]
    ).to_numpy()
    repeated = rows.duplicated([*SAME, "value", "source_id"]).to_numpy() & ~there
    fresh = rows[~there & ~repeated]
    clash = fresh[fresh.duplicated([*SAME, "source_id"], keep=False)]
    return fresh, [
        *_say(rows[there], "notice", "recorded", "已经登记过，不重复添加", "is recorded already"),
        *_say(rows[repeated], "notice", "repeated", "与文件中另一行重复，只取一次",
              "stands twice in the file; taken once"),
        *_say(clash, "error", "clash", "同一来源、同一年份在文件中有两个不同的数，请留一个",
              "the file gives two values for one year from one source; keep one"),
    ]  # fmt: skip


def _plausible(rows: pd.DataFrame, known: Known) -> list[Finding]:
    limits = known.plan.indicators.set_index("indicator_id")[["lower", "upper"]]
    low, high = (rows["indicator_id"].map(limits[side]) for side in ("lower", "upper"))
    outside = rows[(rows["value"] < low) | (rows["value"] > high)]
    described = rows["year"].astype(int)
    published = rows["published"]
    future = rows[published > pd.Timestamp(known.today)]
    early = rows[described > published.dt.year]
    running = rows[(described == published.dt.year) & rows["reference_date"].isna()]
    ids = set(known.observations["observation_id"])
    unknown = rows[(rows["supersedes"] != "") & ~rows["supersedes"].isin(ids)]
    return [
        *_say(outside, "error", "bounds", "超出该指标可能的范围",
              "is outside what the indicator can be"),
        *_say(future, "error", "future", f"发布日期晚于今天（{known.today}）",
              f"is dated after today, {known.today}"),
        *_say(early, "error", "early", "数据年份晚于发布年份",
              "describes a year after that of its publication"),
        *_say(running, "warning", "running-year", "发布时该年尚未结束，是否为年中数或上年数",
              "was published before its year had ended; is it the year before's?"),
        *_say(unknown, "error", "supersedes", "更正编号不存在", "corrects a row that is not there"),
    ]  # fmt: skip


def _corrections(rows: pd.DataFrame, known: Known) -> tuple[pd.DataFrame, list[Finding]]:
    """A row of the same source, indicator, region and year as a recorded one corrects it."""
    recorded = known.observations
    gone = set(recorded.loc[recorded["supersedes"] != "", "supersedes"])
    standing = recorded[~recorded["observation_id"].isin(gone)]
    latest = standing.drop_duplicates([*SAME, "source_id"], keep="last")
    old = rows.merge(
        latest[[*SAME, "source_id", "observation_id", "value"]],
        on=[*SAME, "source_id"], how="left", suffixes=("", "_old"),
    ).set_index(rows.index)  # fmt: skip
    corrects = old["observation_id_old"].notna() & (rows["supersedes"] == "")
    changed = old[corrects]
    said = _say(
        changed, "warning", "correction",
        [f"同一来源原登记为 {v:.12g}，将作为更正登记，原数保留" for v in changed["value_old"]],
        [f"the same source is recorded with {v:.12g}; it will be entered as a correction, the old "
         "row stays" for v in changed["value_old"]],
    )  # fmt: skip
    named = rows["supersedes"].mask(corrects, old["observation_id_old"])
    return rows.assign(supersedes=named), said


def _against_known(rows: pd.DataFrame, known: Known) -> list[Finding]:
    view = as_of_view(known.observations)[[*SAME, "value", "grade", "source_id"]]
    both = rows.merge(view, on=SAME, how="left", suffixes=("", "_known")).set_index(rows.index)
    differs = (both["value"] - both["value_known"]).abs() > AGREE * both["value_known"].abs()
    differs &= rows["supersedes"] == ""
    far = (both["value"] - both["value_known"]).abs() > FAR * both["value_known"].abs()
    weaker = (both["grade"] > both["grade_known"]) | (far & (both["grade"] == both["grade_known"]))
    worse, other = both[differs & weaker], both[differs & ~weaker]
    previous = view.assign(year=view["year"] + 1)[[*SAME, "value"]]
    before = rows.merge(previous, on=SAME, how="left", suffixes=("", "_last")).set_index(rows.index)
    same = rows[(before["value"] == before["value_last"]) & (rows["value"] != 0)]
    return [
        *_say(worse, "warning", "contradiction",
              [f"等级不低于它的来源（{s}）为 {v:.12g}" for s, v in _pairs(worse)],
              [f"a source of no lesser grade ({s}) says {v:.12g}" for s, v in _pairs(worse)]),
        *_say(other, "notice", "revision",
              [f"此前采用 {v:.12g}（{s}），两者都保留" for s, v in _pairs(other)],
              [f"until now {v:.12g} ({s}); both are kept" for s, v in _pairs(other)]),
        *_say(same, "warning", "unchanged", "与上一年完全相同，请核对是否填错年份",
              "equals the year before's; check the year"),
        *_other_years(rows.drop(same.index), view),
    ]  # fmt: skip


def _pairs(rows: pd.DataFrame) -> list[tuple[str, float]]:
    return list(zip(rows["source_id_known"], rows["value_known"], strict=True))


def _other_years(rows: pd.DataFrame, view: pd.DataFrame) -> list[Finding]:
    """A value that another year already has, to three digits or more: the label may be wrong."""
    both = rows.reset_index(names="at").merge(view, on=WHERE, suffixes=("", "_other"))
    telling = both["value"].map(lambda v: len(f"{v:.12g}".replace(".", "").strip("0-")) >= 3)
    hit = both[(both["value"] == both["value_other"]) & (both["year"] != both["year_other"])]
    hit = hit[telling.reindex(hit.index).astype(bool)].drop_duplicates("at")
    years = [int(y) for y in hit["year_other"]]
    return _say(
        hit, "warning", "other-year",
        [f"与{y}年的数相同，请核对年份" for y in years],
        [f"is the value of {y}; check the year" for y in years],
    )  # fmt: skip


def _against_trend(rows: pd.DataFrame, known: Known) -> list[Finding]:
    """Values the engine would not have expected, and new definitions."""
    view = as_of_view(known.observations)[[*SAME, "value"]]
    everything = pd.concat([view, rows[[*SAME, "value"]]]).drop_duplicates(SAME, keep="last")
    series = {
        key: values.set_index(values["year"].astype(int))["value"].sort_index()
        for key, values in everything.groupby(WHERE, sort=False)
    }
    told = [_before(series[r.indicator_id, r.region], int(r.year)) for r in rows.itertuples()]
    usable = np.array([h is not None for h in told], dtype=bool)
    judged = rows[usable].assign(history=[h for h in told if h is not None])
    said = _new_definitions(rows, view, known)
    if judged.empty:
        return said
    limits = known.plan.indicators.set_index("indicator_id")
    low, high = (judged["indicator_id"].map(limits[s]).to_numpy(float) for s in ("lower", "upper"))
    made = predict(list(judged["history"]), 1, lower=low, upper=high)
    bottom, middle, top = (made.quantile(p)[:, 0] for p in (JUMP[0], 0.5, JUMP[1]))
    outer = made.quantile(0.025)[:, 0], made.quantile(0.975)[:, 0]
    value = judged["value"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        decades = np.log10(np.abs(value / middle))
    power = np.array([min(SLIPS, key=lambda k: abs(abs(d) - k)) for d in decades])
    slip = (np.abs(np.abs(decades) - power) < NEAR_SLIP) & ((value < outer[0]) | (value > outer[1]))
    jump = ((value < bottom) | (value > top)) & ~slip
    return said + _slips(judged[slip], power[slip], middle[slip]) + _jumps(
        judged[jump], bottom[jump], top[jump]
    )  # fmt: skip


def _before(values: pd.Series, year: int) -> np.ndarray | None:
    """A series up to the year before, None with fewer than two points."""
    earlier = values[values.index < year]
    if len(earlier) < 2:
        return None
    return earlier.reindex(range(int(earlier.index[0]), year)).to_numpy(float)


def _slips(rows: pd.DataFrame, power: np.ndarray, middle: np.ndarray) -> list[Finding]:
    times = [f"{10.0**p:.0f}" for p in power]
    return _say(
        rows, "warning", "slip",
        [f"与预期（约 {m:.4g}）相差约 {t} 倍，像是单位写错"
         for t, m in zip(times, middle, strict=True)],
        [f"is some {t} times off what was expected ({m:.4g}); is the unit right?"
         for t, m in zip(times, middle, strict=True)],
    )  # fmt: skip


def _jumps(rows: pd.DataFrame, low: np.ndarray, high: np.ndarray) -> list[Finding]:
    spans = [f"{a:.4g}–{b:.4g}" for a, b in zip(low, high, strict=True)]
    return _say(
        rows, "warning", "jump",
        [f"超出按历史推算的99.9%区间（{s}）" for s in spans],
        [f"is outside the 99.9% interval of its history ({s})" for s in spans],
    )  # fmt: skip


def _new_definitions(rows: pd.DataFrame, view: pd.DataFrame, known: Known) -> list[Finding]:
    table = breaks(known.plan.indicators).rename(columns={"year": "since"})
    last = view.groupby(WHERE)["year"].max().rename("last").reset_index()
    both = rows.reset_index(names="at").merge(table, on="indicator_id").merge(last, on=WHERE)
    new = both[(both["last"] < both["since"]) & (both["since"] <= both["year"])]
    return _say(
        new, "warning", "definition",
        [f"{s}年起口径调整（{r}），请确认是新口径的数"
         for s, r in zip(new["since"], new["reason"], strict=True)],
        [f"the definition changed in {s} ({r}); is this a value under the new one?"
         for s, r in zip(new["since"], new["reason"], strict=True)],
    )  # fmt: skip
