"""Values held against their series: other sources, other years, the trend."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..projection import predict
from ..projection.panel import breaks
from ..records.rounding import significant
from ..records.vintages import as_of_view
from .findings import Finding, about_rows
from .known import SAME, WHERE, Known

AGREE = 0.005  # values this near are one value, rounded differently
FAR = 0.02  # further apart than revisions of official figures usually are
JUMP = (0.0005, 0.9995)
SLIPS = (1, 2, 3, 4, 8)  # powers of ten: 十, 百, 千, 万, 亿
NEAR_SLIP = 0.15  # decades
NEAR_YEARS = 5  # how far away a year may be to judge the order of magnitude by


def against_known(rows: pd.DataFrame, known: Known) -> list[Finding]:
    """Values unlike those of other sources for the year, or too like those of other years."""
    view = as_of_view(known.observations)[[*SAME, "value", "grade", "source_id"]]
    both = rows.merge(view, on=SAME, how="left", suffixes=("", "_known")).set_index(rows.index)
    differs = (both["value"] - both["value_known"]).abs() > AGREE * both["value_known"].abs()
    differs &= rows["supersedes"] == ""
    far = (both["value"] - both["value_known"]).abs() > FAR * both["value_known"].abs()
    weaker = (both["grade"] > both["grade_known"]) | (far & (both["grade"] == both["grade_known"]))
    worse, other = both[differs & weaker], both[differs & ~weaker]
    held = _with_new(view, rows)
    previous = held.assign(year=held["year"] + 1)[[*SAME, "value"]]
    before = rows.merge(previous, on=SAME, how="left", suffixes=("", "_last")).set_index(rows.index)
    same = rows[(before["value"] == before["value_last"]) & (rows["value"] != 0)]
    return [
        *about_rows(
            worse,
            "warning",
            "contradiction",
            [
                f"与等级不低于它的来源不符：{s} 为 {v:.12g}；请核对，接受后两者都保留"
                for s, v in _pairs(worse)
            ],
            [
                f"a source of no lesser grade, {s}, says {v:.12g}; check it, both are kept if you "
                "accept"
                for s, v in _pairs(worse)
            ],
        ),
        *about_rows(
            other,
            "notice",
            "revision",
            [f"此前采用 {v:.12g}（{s}），两者都保留" for s, v in _pairs(other)],
            [f"until now {v:.12g} ({s}); both are kept" for s, v in _pairs(other)],
        ),
        *about_rows(
            same,
            "warning",
            "unchanged",
            "与上一年完全相同，请核对是否填错年份",
            "is the same as the year before; check whether the year is right",
        ),
        *_other_years(rows.drop(same.index), view),
    ]


def _with_new(view: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """One value per indicator, region and year: a new one where the file has one."""
    return pd.concat([view[[*SAME, "value"]], rows[[*SAME, "value"]]]).drop_duplicates(
        SAME, keep="last"
    )


def _pairs(rows: pd.DataFrame) -> list[tuple[str, float]]:
    return list(zip(rows["source_id_known"], rows["value_known"], strict=True))


def _other_years(rows: pd.DataFrame, view: pd.DataFrame) -> list[Finding]:
    """A value that another year already has, to three digits or more: the label may be wrong."""
    both = rows.reset_index(names="at").merge(view, on=WHERE, suffixes=("", "_other"))
    both = both[both["year"] != both["year_other"]]
    # Only what is within a tenth can be one value to three digits: most pairs are not looked at.
    both = both[np.isclose(both["value"], both["value_other"], rtol=0.1, atol=0.0)]
    told = [_is_rounded(a, b) for a, b in zip(both["value"], both["value_other"], strict=True)]
    hit = both[np.array(told, dtype=bool)].drop_duplicates("at")
    years = [int(y) for y in hit["year_other"]]
    return about_rows(
        hit,
        "warning",
        "other-year",
        [f"与{y}年的数相同，请核对年份" for y in years],
        [f"is the value of {y}; check the year" for y in years],
    )


def _is_rounded(value: float, other: float) -> bool:
    """Whether two values are one, to the decimals of the coarser and to three digits or more."""
    coarse = min((value, other), key=lambda v: len(f"{v:.10g}".partition(".")[2]))
    decimals = len(f"{coarse:.10g}".partition(".")[2])
    telling = len(f"{coarse:.10g}".replace(".", "").strip("0-")) >= 3
    return telling and round(value, decimals) == round(other, decimals)


def against_trend(rows: pd.DataFrame, known: Known) -> list[Finding]:
    """Values the engine would not have expected, and new definitions."""
    view = as_of_view(known.observations)[[*SAME, "value"]]
    everything = _with_new(view, rows)
    series = _by_series(everything)
    asked = zip(rows["indicator_id"], rows["region"], rows["year"].astype(int), strict=True)
    told = [_before(*series[indicator, region], year) for indicator, region, year in asked]
    usable = np.array([h is not None for h in told], dtype=bool)
    judged = rows[usable].assign(history=[h for h in told if h is not None])
    said = _new_definitions(rows, view, known) + _slips_alone(rows[~usable], view)
    if judged.empty:
        return said
    limits = known.plan.indicators.set_index("indicator_id")
    low, high = (judged["indicator_id"].map(limits[s]).to_numpy(float) for s in ("lower", "upper"))
    each = range(len(judged))  # what else is in the file says nothing of a value
    made = predict(list(judged["history"]), 1, lower=low, upper=high, panel=each)
    bottom, middle, top = (made.quantile(p)[:, 0] for p in (JUMP[0], 0.5, JUMP[1]))
    outer = made.quantile(0.025)[:, 0], made.quantile(0.975)[:, 0]
    value = judged["value"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        decades = np.log10(np.abs(value / middle))
    power = np.array([min(SLIPS, key=lambda k: abs(abs(d) - k)) for d in decades])
    slip = (
        (np.abs(np.abs(decades) - power) < NEAR_SLIP)
        & (value * middle > 0)
        & ((value < outer[0]) | (value > outer[1]))
    )
    jump = ((value < bottom) | (value > top)) & ~slip
    return (
        said
        + _slips(judged[slip], power[slip], middle[slip])
        + _jumps(judged[jump], bottom[jump], top[jump])
    )


def _slips_alone(rows: pd.DataFrame, view: pd.DataFrame) -> list[Finding]:
    """Without a history to project, the nearest known year tells the order of magnitude."""
    both = rows.reset_index(names="at").merge(view, on=WHERE, suffixes=("", "_near"))
    both = both.assign(away=(both["year"] - both["year_near"]).abs().astype(int))
    both = both[both["away"].between(1, NEAR_YEARS) & (both["value"] * both["value_near"] > 0)]
    nearest = both.sort_values("away", kind="stable").drop_duplicates("at")
    decades = np.log10((nearest["value"] / nearest["value_near"]).to_numpy(float))
    power = np.array([min(SLIPS, key=lambda k: abs(abs(d) - k)) for d in decades])
    slip = np.abs(np.abs(decades) - power) < NEAR_SLIP
    return _slips(nearest[slip], power[slip], nearest["value_near"].to_numpy()[slip])


def _by_series(everything: pd.DataFrame) -> dict[tuple[str, str], tuple[np.ndarray, np.ndarray]]:
    """Years and values of each indicator and region, in order."""
    ordered = everything.sort_values([*WHERE, "year"], kind="stable", ignore_index=True)
    years, values = ordered["year"].to_numpy(int), ordered["value"].to_numpy(float)
    groups = ordered.groupby(WHERE, sort=False).indices
    return {key: (years[at], values[at]) for key, at in groups.items()}


def _before(years: np.ndarray, values: np.ndarray, year: int) -> np.ndarray | None:
    """A series up to the year before, None with fewer than two points."""
    count = int(np.searchsorted(years, year))
    if count < 2:
        return None
    history = np.full(year - years[0], np.nan)
    history[years[:count] - years[0]] = values[:count]
    return history


def _slips(rows: pd.DataFrame, power: np.ndarray, middle: np.ndarray) -> list[Finding]:
    times = [f"{10.0**p:.0f}" for p in power]
    return about_rows(
        rows,
        "warning",
        "slip",
        [
            f"与预期（约 {significant(m, 4)}）相差约 {t} 倍，像是单位写错，请核对单位"
            for t, m in zip(times, middle, strict=True)
        ],
        [
            f"is some {t} times off what was expected ({significant(m, 4)}); is the unit right?"
            for t, m in zip(times, middle, strict=True)
        ],
    )


def _jumps(rows: pd.DataFrame, low: np.ndarray, high: np.ndarray) -> list[Finding]:
    spans = [f"{significant(a, 4)}–{significant(b, 4)}" for a, b in zip(low, high, strict=True)]
    return about_rows(
        rows,
        "warning",
        "jump",
        [f"超出按历史推算的99.9%区间（{s}），请核对数值和单位" for s in spans],
        [
            f"is outside the 99.9% interval of its history ({s}); check the value and its unit"
            for s in spans
        ],
    )


def _new_definitions(rows: pd.DataFrame, view: pd.DataFrame, known: Known) -> list[Finding]:
    table = breaks(known.plan.indicators).rename(columns={"year": "since"})
    if not rows["indicator_id"].isin(table["indicator_id"]).any():
        return []
    last = view.groupby(WHERE)["year"].max().rename("last").reset_index()
    both = rows.reset_index(names="at").merge(table, on="indicator_id").merge(last, on=WHERE)
    new = both[(both["last"] < both["since"]) & (both["since"] <= both["year"])]
    return about_rows(
        new,
        "warning",
        "definition",
        [
            f"{s}年起口径调整（{r}），请确认是新口径的数"
            for s, r in zip(new["since"], new["reason"], strict=True)
        ],
        [
            f"the definition changed in {s} ({r}); is this a value under the new one?"
            for s, r in zip(new["since"], new["reason"], strict=True)
        ],
    )
