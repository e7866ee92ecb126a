"""Hold new rows against what is known, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from ..projection import predict
from ..projection.panel import breaks
from ..records.schema import OBSERVATIONS, SOURCES
from ..records.tables import check, coerce
from ..records.vintages import as_of_view
from .findings import Finding
from .rows import Known, Understood, observation_id

WHERE = ["indicator_id", "region"]
SAME = [*WHERE, "year"]
STATED = [*SAME, "reference_date", "source_id"]  # what one source can say one value of
AGREE = 0.005  # values this near are one value, rounded differently
FAR = 0.02  # further apart than revisions of official figures usually are
JUMP = (0.0005, 0.9995)
SLIPS = (1, 2, 3, 4, 8)  # powers of ten: 十, 百, 千, 万, 亿
NEAR_SLIP = 0.15  # decades
NEAR_YEARS = 5  # how far away a year may be to judge the order of magnitude by
LATE = 10  # years after which the first publication of a figure is odd


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
    everything = known.observations
    taken = _taken(rows, known)
    dates = _against_source(rows, found.sources, known)
    known = replace(known, observations=_of_same_series(known.observations, rows))
    fresh, said = _fresh(rows, known)
    said += [*taken, *(f for f in dates if (f.sheet, f.place) in _places(fresh))]
    if fresh.empty:
        none = found.observations.iloc[:0]
        kept = replace(found, observations=none, sources=found.sources.iloc[:0])
        return replace(kept, findings=[*found.findings, *said])
    said += _plausible(fresh, known) + _wrong_supersedes(fresh, everything)
    fresh, corrections = _corrections(fresh, known)
    said += corrections
    said += _against_known(fresh, known)
    said += _against_trend(fresh, known)
    kept = found.observations.loc[fresh.index]
    kept = kept.assign(supersedes=fresh["supersedes"], observation_id=_ids(kept, fresh))
    kept = kept.reset_index(drop=True)
    used = found.sources[found.sources["source_id"].isin(kept["source_id"])]
    said += _against_contracts(kept, used)
    return replace(found, observations=kept, sources=used, findings=[*found.findings, *said])


def _against_contracts(kept: pd.DataFrame, used: pd.DataFrame) -> list[Finding]:
    """Whatever else was overlooked: what breaks a table's contract is never written to it."""
    rows = kept[list(OBSERVATIONS.columns)].reset_index(drop=True)
    broken = check(rows, OBSERVATIONS, "")
    if len(used):
        broken += check(used.reset_index(drop=True), SOURCES, "")
    said = []
    for problem in broken:
        en, _, zh = problem.rule.partition(" | ")
        said.append(
            Finding(
                "error",
                "schema",
                f"{problem.column}：{zh}",
                f"{problem.column}: {en}",
                value=str(problem.value)[:60],
            )
        )
    return said


def _places(rows: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(rows["sheet"], rows["place"], strict=True))


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
    return _say(
        both[other],
        "error",
        "id-taken",
        "观测编号已用于另一个数，请清空该格",
        "has the observation_id of another figure; leave that cell empty",
    )


def _against_source(rows: pd.DataFrame, new: pd.DataFrame, known: Known) -> list[Finding]:
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
        *_say(
            younger,
            "error",
            "source-year",
            [
                f"来源发布于{d:%Y-%m-%d}，不可能有{y}年的数；请核对来源和年份"
                for d, y in _dated(younger)
            ],
            [
                f"its source was published on {d:%Y-%m-%d} and cannot speak of {y}; check the source "
                "and the year"
                for d, y in _dated(younger)
            ],
        ),
        *_say(
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


def _grades(rows: pd.DataFrame, new: pd.DataFrame, known: Known) -> pd.Series:
    grades = pd.concat([known.sources[["source_id", "grade"]], new[["source_id", "grade"]]])
    return rows["source_id"].map(
        grades.drop_duplicates("source_id").set_index("source_id")["grade"]
    )


def _say(
    rows: pd.DataFrame, level: str, code: str, zh: Iterable[str] | str, en: Iterable[str] | str
) -> list[Finding]:
    """One finding per row; a single text serves all."""
    if rows.empty:
        return []
    zh = [zh] * len(rows) if isinstance(zh, str) else list(zh)
    en = [en] * len(rows) if isinstance(en, str) else list(en)
    return [
        Finding(level, code, z, e, r.sheet, r.place, f"{r.value:.12g}")
        for r, z, e in zip(rows.itertuples(), zh, en, strict=True)
    ]


def _fresh(rows: pd.DataFrame, known: Known) -> tuple[pd.DataFrame, list[Finding]]:
    """Rows that say something not yet recorded, and contradictions within the file."""
    own = known.observations["observation_id"].str.startswith(f"{known.plan.name}:")
    recorded = known.observations[~own]  # what the plan itself says may be recorded as well
    keys = [*STATED, "value"]
    first = recorded.drop_duplicates(keys, keep="last")[[*keys, "observation_id", "published"]]
    both = rows.merge(first, on=keys, how="left", suffixes=("", "_held")).set_index(rows.index)
    held = both["observation_id_held"].notna() & (rows["supersedes"] == "")
    there = held | rows["observation_id"].isin(recorded["observation_id"])
    repeated = rows.duplicated([*keys, "supersedes"]) & ~there
    fresh = rows[~there & ~repeated]
    standing = fresh[~fresh["observation_id"].isin(fresh["supersedes"])]
    clash = standing[standing.duplicated(STATED, keep=False)]
    later = _standing(recorded).drop_duplicates(STATED, keep="last")
    since = both.merge(
        later[[*STATED, "value", "observation_id"]], on=STATED, how="left", suffixes=("", "_now")
    ).set_index(rows.index)
    corrected = since[there & since["value_now"].notna() & (since["value_now"] != rows["value"])]
    dated = both[there & held & (both["published"] != both["published_held"])]
    plain = rows[there].drop(corrected.index.union(dated.index))
    return fresh, [
        *_say(plain, "notice", "recorded", "已经登记过，不重复添加", "is recorded already"),
        *_say(
            corrected,
            "notice",
            "corrected-since",
            [
                f"登记过，后已更正为 {v:.12g}，不改动；如要改回，请加一列“更正编号”并填 {i}"
                for v, i in zip(
                    corrected["value_now"], corrected["observation_id_now"], strict=True
                )
            ],
            [
                f"was recorded and since corrected to {v:.12g}; left as it is. To go back to it, add "
                f"a column 'supersedes' with {i}"
                for v, i in zip(
                    corrected["value_now"], corrected["observation_id_now"], strict=True
                )
            ],
        ),
        *_say(
            dated.drop(corrected.index, errors="ignore"),
            "notice",
            "recorded-date",
            [
                f"已经登记过（发布日期 {d:%Y-%m-%d}），不重复添加，日期不改动"
                for d in dated.drop(corrected.index, errors="ignore")["published_held"]
            ],
            [
                f"is recorded already, as published on {d:%Y-%m-%d}; that date stays"
                for d in dated.drop(corrected.index, errors="ignore")["published_held"]
            ],
        ),
        *_say(
            rows[repeated],
            "notice",
            "repeated",
            "与文件中另一行重复，只取一次",
            "stands twice in the file; taken once",
        ),
        *_say(
            clash,
            "error",
            "clash",
            "同一来源、同一年份在文件中有两个不同的数，请留一个",
            "the file gives two values for one year from one source; keep one",
        ),
    ]


def _standing(recorded: pd.DataFrame) -> pd.DataFrame:
    """Rows that no other row supersedes."""
    gone = recorded.loc[recorded["supersedes"] != "", "supersedes"]
    return recorded[~recorded["observation_id"].isin(gone)]


def _plausible(rows: pd.DataFrame, known: Known) -> list[Finding]:
    limits = known.plan.indicators.set_index("indicator_id")[["lower", "upper"]]
    low, high = (rows["indicator_id"].map(limits[side]) for side in ("lower", "upper"))
    outside = rows[(rows["value"] < low) | (rows["value"] > high)]
    described = rows["year"].astype(int)
    published = rows["published"]
    future = rows[published > pd.Timestamp(known.today)]
    early = rows[described > published.dt.year]
    running = rows[(described == published.dt.year) & rows["reference_date"].isna()]
    late = rows[(published.dt.year - described > LATE) & ~_has_old(rows, known)]
    midyear = rows[rows["reference_date"].notna()]
    return [
        *_say(
            outside,
            "error",
            "bounds",
            [f"超出该指标可能的范围（{r}）" for r in _ranges(low, high, outside.index)],
            [
                f"is outside what the indicator can be ({r})"
                for r in _ranges(low, high, outside.index)
            ],
        ),
        *_say(
            future,
            "error",
            "future",
            f"发布日期晚于今天（{known.today}）",
            f"is dated after today, {known.today}; check the date of publication",
        ),
        *_say(
            early,
            "error",
            "early",
            "数据年份晚于发布年份，请核对年份和发布日期",
            "describes a year after that of its publication; check both",
        ),
        *_say(
            running,
            "warning",
            "running-year",
            "发布时该年尚未结束，是否为年中数或上年数",
            "was published before its year had ended; is it the year before's?",
        ),
        *_say(
            late,
            "warning",
            "late",
            f"发布于该年的{LATE}多年之后，请核对年份和发布日期",
            f"was published more than {LATE} years after the year described; check both",
        ),
        *_say(
            midyear,
            "warning",
            "mid-year",
            [
                f"按{d:%Y-%m-%d}的时点数登记，不是年末数；若是全年或年末，请把年份写成四位数字"
                for d in midyear["reference_date"]
            ],
            [
                f"is taken as the state on {d:%Y-%m-%d}, not at the year's end; if that is not meant, "
                "write the year as four digits"
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


def _wrong_supersedes(rows: pd.DataFrame, recorded: pd.DataFrame) -> list[Finding]:
    """A correction names a standing row of the same figure, recorded or in the file."""
    named = rows[rows["supersedes"] != ""]
    if named.empty:
        return []
    columns = ["observation_id", *SAME]
    everything = pd.concat([recorded[columns], rows[columns]])
    both = named.merge(
        everything.drop_duplicates("observation_id"),
        left_on="supersedes",
        right_on="observation_id",
        how="left",
        suffixes=("", "_old"),
    ).set_index(named.index)
    unknown = both["observation_id_old"].isna()
    figure, old = both[SAME].astype(str), both[[f"{c}_old" for c in SAME]].astype(str)
    other = ~unknown & (figure.to_numpy() != old.to_numpy()).any(axis=1)
    gone = set(recorded["supersedes"]) - {""}
    twice = named["supersedes"].isin(gone) | named["supersedes"].duplicated(keep=False)
    return [
        *_say(
            named[unknown],
            "error",
            "supersedes",
            "更正编号不存在",
            "corrects a row that is not there",
        ),
        *_say(
            named[other],
            "error",
            "supersedes",
            "更正编号是另一个指标、地区或年份的数",
            "corrects a row of another indicator, region or year",
        ),
        *_say(
            named[~unknown & ~other & twice],
            "error",
            "supersedes",
            "那一行已被更正过，请写最新一行的编号",
            "corrects a row that is corrected already; name the latest",
        ),
    ]


def _corrections(rows: pd.DataFrame, known: Known) -> tuple[pd.DataFrame, list[Finding]]:
    """A row of the same source, indicator, region and year as a recorded one corrects it."""
    latest = _standing(known.observations).drop_duplicates(STATED, keep="last")
    old = rows.merge(
        latest[[*STATED, "observation_id", "value"]],
        on=STATED,
        how="left",
        suffixes=("", "_old"),
    ).set_index(rows.index)
    mine = rows["observation_id"].isin(rows["supersedes"])  # an older row of a chain in the file
    corrects = old["observation_id_old"].notna() & (rows["supersedes"] == "") & ~mine
    corrects &= rows["value"] != old["value_old"]
    changed = old[corrects]
    said = _say(
        changed,
        "warning",
        "correction",
        [
            f"同一来源这一年已登记为 {v:.12g}；接受后作为更正登记，原数保留在沿革里"
            for v in changed["value_old"]
        ],
        [
            f"the same source is recorded with {v:.12g} for this year; accepted, it is entered as a "
            "correction, and the old value stays in the history"
            for v in changed["value_old"]
        ],
    )
    named = rows["supersedes"].mask(corrects, old["observation_id_old"])
    return rows.assign(supersedes=named), said


def _ids(kept: pd.DataFrame, fresh: pd.DataFrame) -> list[str]:
    """The id of a row that turned out to be a correction says so, as the value may come back."""
    told = kept.assign(supersedes=fresh["supersedes"]).to_dict("records")
    turned = kept["supersedes"] != fresh["supersedes"]
    return [
        observation_id(row) if changed else row["observation_id"]
        for row, changed in zip(told, turned, strict=True)
    ]


def _against_known(rows: pd.DataFrame, known: Known) -> list[Finding]:
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
        *_say(
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
        *_say(
            other,
            "notice",
            "revision",
            [f"此前采用 {v:.12g}（{s}），两者都保留" for s, v in _pairs(other)],
            [f"until now {v:.12g} ({s}); both are kept" for s, v in _pairs(other)],
        ),
        *_say(
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
    told = [_is_rounded(a, b) for a, b in zip(both["value"], both["value_other"], strict=True)]
    hit = both[np.array(told, dtype=bool)].drop_duplicates("at")
    years = [int(y) for y in hit["year_other"]]
    return _say(
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


def _against_trend(rows: pd.DataFrame, known: Known) -> list[Finding]:
    """Values the engine would not have expected, and new definitions."""
    view = as_of_view(known.observations)[[*SAME, "value"]]
    everything = _with_new(view, rows)
    series = {
        key: values.set_index(values["year"].astype(int))["value"].sort_index()
        for key, values in everything.groupby(WHERE, sort=False)
    }
    told = [_before(series[r.indicator_id, r.region], int(r.year)) for r in rows.itertuples()]
    usable = np.array([h is not None for h in told], dtype=bool)
    judged = rows[usable].assign(history=[h for h in told if h is not None])
    said = _new_definitions(rows, view, known) + _slips_alone(rows[~usable], view)
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


def _before(values: pd.Series, year: int) -> np.ndarray | None:
    """A series up to the year before, None with fewer than two points."""
    earlier = values[values.index < year]
    if len(earlier) < 2:
        return None
    return earlier.reindex(range(int(earlier.index[0]), year)).to_numpy(float)


def _slips(rows: pd.DataFrame, power: np.ndarray, middle: np.ndarray) -> list[Finding]:
    times = [f"{10.0**p:.0f}" for p in power]
    return _say(
        rows,
        "warning",
        "slip",
        [
            f"与预期（约 {m:.4g}）相差约 {t} 倍，像是单位写错，请核对单位"
            for t, m in zip(times, middle, strict=True)
        ],
        [
            f"is some {t} times off what was expected ({m:.4g}); is the unit right?"
            for t, m in zip(times, middle, strict=True)
        ],
    )


def _jumps(rows: pd.DataFrame, low: np.ndarray, high: np.ndarray) -> list[Finding]:
    spans = [f"{a:.4g}–{b:.4g}" for a, b in zip(low, high, strict=True)]
    return _say(
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
    return _say(
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
