"""Values and dates that cannot be, or are odd, whatever the series."""

from __future__ import annotations

import pandas as pd

from .findings import Finding, about_rows
from .known import WHERE, Known

COUNTED = frozenset("家 个 户 件 项 座 所 台 套 辆 张 篇 届 次 人 名 位 人次".split())  # come whole
LATE = 10  # years after which the first publication of a figure is odd


def implausible(rows: pd.DataFrame, known: Known) -> list[Finding]:
    """Values out of the indicator's bounds; years and days that do not go together."""
    limits = known.plan.indicators.set_index("indicator_id")[["lower", "upper"]]
    low, high = (rows["indicator_id"].map(limits[side]) for side in ("lower", "upper"))
    outside = rows[(rows["value"] < low) | (rows["value"] > high)]
    kinds = known.plan.indicators.set_index("indicator_id")["kind"]
    counted = rows["unit"].isin(COUNTED) & (rows["indicator_id"].map(kinds) != "ratio")
    broken = rows[(rows["value"] % 1 != 0) & counted]
    described = rows["year"].astype(int)
    published = rows["published"]
    future = rows[published > pd.Timestamp(known.today)]
    early = rows[described > published.dt.year]
    whole = rows["reference_date"].isna() & rows["start"].isna()
    running = rows[(described == published.dt.year) & whole]
    late = rows[(published.dt.year - described > LATE) & ~_has_old(rows, known)]
    midyear = rows[rows["reference_date"].notna()]
    return [
        *about_rows(
            outside,
            "error",
            "bounds",
            [f"超出该指标可能的范围（{r}）" for r in _ranges(low, high, outside.index)],
            [
                f"is outside what the indicator can be ({r})"
                for r in _ranges(low, high, outside.index)
            ],
        ),
        *about_rows(
            broken,
            "warning",
            "fraction",
            "不是整数，而这个单位的数是整数；小数点是不是千分位，或另有单位（如万、千）？请核对",
            "is no whole number of what comes whole; is the point one of thousands, or is it in "
            "thousands? check it",
        ),
        *about_rows(
            future,
            "error",
            "future",
            f"发布日期晚于今天（{known.today}）",
            f"is dated after today, {known.today}; check the date of publication",
        ),
        *about_rows(
            early,
            "error",
            "early",
            "数据年份晚于发布年份，请核对年份和发布日期",
            "describes a year after that of its publication; check both",
        ),
        *about_rows(
            running,
            "warning",
            "running-year",
            "发布时该年尚未结束，是否为年中数或上年数",
            "was published before its year had ended; is it the year before's?",
        ),
        *about_rows(
            late,
            "warning",
            "late",
            f"发布于该年的{LATE}多年之后，请核对年份和发布日期",
            f"was published more than {LATE} years after the year described; check both",
        ),
        *about_rows(
            midyear,
            "warning",
            "mid-year",
            [
                f"按{d:%Y-%m-%d}的时点数登记，不是年末数；若是全年或年末，请把年份写成四位数字"
                for d in midyear["reference_date"]
            ],
            [
                f"is taken as the state on {d:%Y-%m-%d}, not at the year's end; if that is not "
                "meant, write the year as four digits"
                for d in midyear["reference_date"]
            ],
        ),
    ]


def _has_old(rows: pd.DataFrame, known: Known) -> pd.Series:
    """Whether the series already reaches as far back."""
    first = known.observations.groupby(WHERE)["year"].min().astype(float).rename("first")
    return (
        rows[WHERE]
        .merge(first, on=WHERE, how="left")["first"]
        .le(rows["year"].astype(float).to_numpy())
        .set_axis(rows.index)
    )


def _ranges(low: pd.Series, high: pd.Series, at: pd.Index) -> list[str]:
    return [
        f"{'−∞' if pd.isna(a) else f'{a:g}'} … {'∞' if pd.isna(b) else f'{b:g}'}"
        for a, b in zip(low[at], high[at], strict=True)
    ]


def against_source(rows: pd.DataFrame, new: pd.DataFrame, known: Known) -> list[Finding]:
    """A figure is no younger than the document it is taken from."""
    columns = ["source_id", "published"]
    dated = pd.concat(
        [known.sources[columns], new[columns].assign(published=pd.to_datetime(new["published"]))]
    ).drop_duplicates("source_id")
    both = rows.merge(dated, on="source_id", how="left", suffixes=("", "_source")).set_index(
        rows.index
    )
    day = both["published_source"]
    younger = both[both["year"].astype(int) > day.dt.year]
    other = both[day.notna() & (both["published"] != day)].drop(younger.index, errors="ignore")
    return [
        *about_rows(
            younger,
            "error",
            "source-year",
            [
                f"来源发布于{d:%Y-%m-%d}，不可能有{y}年的数；请核对来源和年份"
                for d, y in _dated(younger)
            ],
            [
                f"its source was published on {d:%Y-%m-%d} and cannot speak of {y}; check the "
                "source and the year"
                for d, y in _dated(younger)
            ],
        ),
        *about_rows(
            other,
            "warning",
            "source-date",
            [f"来源登记的发布日期是{d:%Y-%m-%d}，与此处不同，请核对" for d, _ in _dated(other)],
            [
                f"its source is recorded as published on {d:%Y-%m-%d}; check the date"
                for d, _ in _dated(other)
            ],
        ),
    ]


def _dated(rows: pd.DataFrame) -> list[tuple[pd.Timestamp, int]]:
    return list(zip(rows["published_source"], rows["year"].astype(int), strict=True))
