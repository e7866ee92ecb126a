"""What came of promises whose plans have ended, and what our odds and every ruler were worth.

Made once by `scripts/judge_promises.py` from plans whose outcomes are known, and read from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit, logit
from scipy.stats import beta

from ..records import dates
from ..records.reference_tables import reference_table
from .attainment import LIKELY, READING, UNLIKELY
from .league import BASE_RATE, CERTAIN
from .outcome import look_back, scores_of
from .promises import holds
from .resampling import interval
from .rulers import HIDDEN, year_by_year
from .situations import Records
from .trials import OURS

CORRECTED = "corrected"
BINS = (0.0, UNLIKELY, LIKELY, 1.0)
# How much is known beforehand of a correction: its shift, and the logarithm of its slope.
SHIFT, SLOPE = 1.5, 0.5
LEVEL = 0.95
TARGET = ["plan", *READING]
KINDS = ("level", "share", "growth", "change", "cumulative", "other")
PROMISES = [
    *(
        "plan",
        "plan_zh",
        "plan_en",
        "issued",
        *READING,
        "name_zh",
        "name_en",
        "unit",
        "kind",
        "force",
        "comparator",
    ),
    *(
        "stated_value",
        "stated_unit",
        "value_high",
        "target_value",
        "baseline_year",
        "baseline_value",
        "deadline",
    ),
    *("n_history", "evidence", "said", "said_status", "outcome", "value", "value_year"),
    *(
        "qualifier",
        "published",
        "source_id",
        "first_value",
        "first_published",
        "first_kept",
        "note",
    ),
]
STATED = ["stated_value", "stated_unit", "baseline_year", "baseline_value"]
ASKED = [*TARGET, "day", "left", "method", "verdict", "chance", "came_true"]


def promise_rows(records: Records, *, as_of: dates.Day = None) -> pd.DataFrame:
    """Each promise of a plan: the odds on the day of issue, and what is known of its end.

    Returns
    -------
    DataFrame
        `PROMISES`, a row a target reading: kind (one of `KINDS`: how the promise is put), said
        (the probability on the day of issue, from what was published by then; NaN where none could
        be given), n_history and evidence (what it rested on), outcome (see `outcome.OUTCOMES`),
        value, value_year, qualifier, published, source_id (as known on the day `as_of`);
        first_value, first_published (of the deadline's year, as it was published first),
        first_kept (whether that value alone kept the promise; missing where none was published
        or it does not say); note (what the plan's table says of it, in Chinese).
    """
    found = look_back(records, as_of=as_of)
    plan = found.now.plan
    names = plan.indicators.set_index("indicator_id")
    then = found.then.verdicts[[*READING, "n_history", "evidence", "force"]]
    shown = found.rows.drop(columns=["comparator"]).rename(
        columns={"stated_comparator": "comparator"}
    )
    told = shown.merge(then, on=READING, how="left").merge(
        found.now.verdicts.rename(columns={"unit": "stated_unit"})[[*READING, *STATED]].assign(
            note=found.now.verdicts["notes"].map(" ".join).str.strip()
        ),
        on=READING,
        how="left",
    )
    share = told["indicator_id"].map(names["kind"]).eq("ratio")
    return (
        told.assign(
            plan=plan.name,
            plan_zh=plan.meta["short_zh"],
            plan_en=plan.meta["short_en"],
            issued=str(plan.meta["issued"]),
            kind=_kinds(told["measure"], told["reading"], share),
            **{c: told["indicator_id"].map(names[c]) for c in ("name_zh", "name_en", "unit")},
        )
        .merge(_first(found.now), on=READING, how="left")
        .reindex(columns=PROMISES)
    )


def _kinds(measure: pd.Series, reading: pd.Series, share: pd.Series) -> np.ndarray:
    return np.select(
        [
            measure.isin(["sum", "mean"]) | reading.eq("increment"),
            measure.eq("growth"),
            measure.isin(["percent_change", "change", "ratio"]),
            measure.eq("level") & share,
            measure.eq("level"),
        ],
        ["cumulative", "growth", "change", "share", "level"],
        "other",
    )


def _first(now) -> pd.DataFrame:
    """The deadline's value as it was first published, and whether it would have been enough."""
    goals = now.verdicts[[*READING, "deadline", "floor", "ceiling", "floor_out", "ceiling_out"]]
    rows = goals.merge(now.observations, on="indicator_id")
    due = rows[rows["year"].astype(float) == rows["deadline"].astype(float)]
    first = due.sort_values(["published", "recorded_at"], kind="stable").drop_duplicates(READING)
    first = first.reset_index(drop=True)
    low = first["low"].fillna(first["value"]).astype(float)
    high = first["high"].fillna(first["value"]).astype(float)
    open_end = ~first["qualifier"].isin(["exact", "between", "about"])
    asks = first[["floor", "ceiling", "floor_out", "ceiling_out"]]
    blank = asks["floor"].isna() | open_end
    sure, never = holds(low, high, asks.fillna({"floor_out": False, "ceiling_out": False}))
    kept = pd.Series(np.select([blank, sure, never], [pd.NA, True, False], pd.NA), dtype="boolean")
    return first[READING].assign(
        first_value=first["value"], first_published=first["published"], first_kept=kept
    )


def ruling_rows(records: Records, promises: pd.DataFrame) -> pd.DataFrame:
    """What our odds and every ruler said of each decided promise, year by year, until it was known.

    Parameters
    ----------
    promises : DataFrame
        From `promise_rows`, of the same plan.

    Returns
    -------
    DataFrame
        `ASKED`: a row a target reading, day (the day of issue, where only our odds speak, then the
        end of each year) and method: left (years to the deadline), verdict, chance (ours alone),
        came_true. Days on which the deciding figure was published already are left out.
    """
    end = int(records.plan.meta["end"])
    decided = promises[promises["outcome"].isin(["met", "missed"])]
    own = decided[[*TARGET, "issued", "deadline", "published", "outcome", "said"]]
    matrix = year_by_year(records, as_of=f"{end}-12-31")
    later = matrix[~matrix["method"].isin(HIDDEN)].merge(own, on=READING)
    first = own.assign(day=own["issued"], method=OURS, verdict="", progress_value=own["said"])
    rows = pd.concat([first, later[later["day"] > later["issued"]]], ignore_index=True)
    still = rows["published"].isna() | (rows["day"] < rows["published"].astype(str).str[:10])
    rows = rows[still & rows["day"].notna()]
    return rows.assign(
        left=rows["deadline"].astype(int) - rows["day"].str[:4].astype(int),
        chance=rows["progress_value"].astype(float).where(rows["method"] == OURS),
        came_true=rows["outcome"].eq("met").astype(float),
    )[ASKED].reset_index(drop=True)


def chances(rulings: pd.DataFrame) -> pd.DataFrame:
    """A chance for everything that was said, learned from the other plans alone.

    Parameters
    ----------
    rulings : DataFrame
        From `ruling_rows`, of several plans.

    Returns
    -------
    DataFrame
        The rows on which a method gave a verdict (or, ours, odds), with chance: ours as stated; of
        a ruler the share of promises kept to which it gave the same verdict; and two methods more
        on the rows of ours: BASE_RATE (the share of promises kept, whatever was said) and
        CORRECTED (our odds moved as the odds of the other plans would have had to be, see
        `correction`). Every promise weighs the same in what is learned, and every share is drawn
        towards the base rate as by two promises more.
    """
    ours = rulings[(rulings["method"] == OURS) & rulings["chance"].notna()]
    theirs = rulings[(rulings["method"] != OURS) & (rulings["verdict"] != "not_applicable")]
    parts = []
    for plan in pd.unique(rulings["plan"]):
        taught = ours[ours["plan"] != plan]
        base = float(taught.drop_duplicates(TARGET)["came_true"].mean()) if len(taught) else 0.5
        mine = ours[ours["plan"] == plan]
        shift, slope = correction(taught)
        parts += [
            mine,
            mine.assign(method=BASE_RATE, chance=base),
            mine.assign(
                method=CORRECTED, chance=expit(shift + slope * logit(_inside(mine["chance"])))
            ),
            _by_verdict(theirs[theirs["plan"] == plan], theirs[theirs["plan"] != plan], base),
        ]
    return pd.concat(parts, ignore_index=True)


def correction(rows: pd.DataFrame) -> tuple[float, float]:
    """Shift and slope of the log-odds that fit what came of stated odds, held near 0 and 1.

    The most likely of a logistic regression with normal priors: of the shift of mean 0 and
    deviation `SHIFT`, of the logarithm of the slope of mean 0 and deviation `SLOPE`; rows of one
    promise weigh one together. (0, 1), our odds as they are, from no rows.
    """
    if rows.empty:
        return 0.0, 1.0
    weight = 1.0 / rows.groupby(TARGET)["came_true"].transform("size").to_numpy()
    x, y = logit(_inside(rows["chance"])), rows["came_true"].to_numpy(float)

    def cost(at: np.ndarray) -> float:
        score = at[0] + np.exp(at[1]) * x
        lost = np.logaddexp(0.0, score) - y * score
        return float((weight * lost).sum() + (at[0] / SHIFT) ** 2 / 2 + (at[1] / SLOPE) ** 2 / 2)

    found = minimize(cost, np.zeros(2), method="BFGS").x
    return float(found[0]), float(np.exp(found[1]))


def _by_verdict(rows: pd.DataFrame, others: pd.DataFrame, base: float) -> pd.DataFrame:
    weight = 1.0 / others.groupby([*TARGET, "method"])["came_true"].transform("size")
    sums = (
        others.assign(n=weight, k=weight * others["came_true"])
        .groupby(["method", "verdict"])[["k", "n"]]
        .sum()
    )
    share = (sums["k"] + 2 * base) / (sums["n"] + 2)
    keys = pd.MultiIndex.from_frame(rows[["method", "verdict"]])
    return rows.assign(chance=share.reindex(keys).fillna(base).to_numpy())


def _inside(chance: pd.Series) -> np.ndarray:
    return np.clip(chance.to_numpy(float), CERTAIN, 1 - CERTAIN)


def scores(said: pd.DataFrame) -> pd.DataFrame:
    """Each method against ours, on the questions that both answered.

    Parameters
    ----------
    said : DataFrame
        From `chances`.

    Returns
    -------
    DataFrame
        A row a method, and a row more of ours, BASE_RATE and CORRECTED on the day of issue (left
        is "issue"; "all" elsewhere): plans, promises, questions, brier, log, kept (share that came
        true), ours_brier, ours_log (of ours on the same questions), better (brier less ours: above
        0 where ours is the better), better_low, better_high (95 %). Each promise weighs the same,
        whatever the number of days it was asked on; intervals are from resampling plans and
        indicators as wholes, see `resampling.interval`: five plans are few.
    """
    issue = said["day"] == said.groupby("plan")["day"].transform("min")
    parts = [_scored(said).assign(left="all"), _scored(said[issue]).assign(left="issue")]
    return pd.concat(parts, ignore_index=True)


def _scored(said: pd.DataFrame) -> pd.DataFrame:
    lost = said.assign(**scores_of(said["chance"], said["came_true"], surest=CERTAIN))
    keys = [*TARGET, "day"]
    ours = lost.loc[lost["method"] == OURS, [*keys, "brier", "log"]]
    both = lost.merge(ours, on=keys, suffixes=("", "_ours"))
    rows = [_against(name, of) for name, of in both.groupby("method", sort=False)]
    return pd.DataFrame(rows).sort_values("brier", kind="stable")


def _against(name: str, rows: pd.DataFrame) -> dict[str, object]:
    weight = 1.0 / rows.groupby(TARGET)["brier"].transform("size")

    def mean(column: str) -> float:
        return float((weight * rows[column]).sum() / weight.sum())

    at = pd.factorize(rows["plan"])[0], pd.factorize(rows["indicator_id"])[0]
    table = np.zeros((3, at[0].max() + 1, at[1].max() + 1))
    for n, value in enumerate((rows["brier"], rows["brier_ours"], weight / weight)):
        np.add.at(table[n], at, (weight * value).to_numpy())
    low, high = interval(table[0], table[2], less=(table[1], table[2]))
    return {
        "method": name,
        "plans": rows["plan"].nunique(),
        "promises": len(rows.drop_duplicates(TARGET)),
        "questions": len(rows),
        "kept": mean("came_true"),
        "brier": mean("brier"),
        "log": mean("log"),
        "ours_brier": mean("brier_ours"),
        "ours_log": mean("log_ours"),
        "better": mean("brier") - mean("brier_ours"),
        "better_low": low,
        "better_high": high,
    }


def read_promises(root: Path | None = None, *, as_of: dates.Day = None) -> pd.DataFrame:
    """`promise_rows` as the script made them; what was published after a day is not known yet.

    Parameters
    ----------
    as_of : day, optional
        See `dates.day`. A promise decided later is "open", one made later is left out.
    """
    table = reference_table("promises", root)
    day = dates.day(as_of)
    if day is None:
        return table
    made = table[table["issued"] <= day]
    known = made["published"].fillna("9999") <= day
    later = ["value", "value_year", "published", "first_value", "first_published", "first_kept"]
    return made.assign(
        outcome=made["outcome"].where(known, "open"),
        **{c: made[c].where(known) for c in later},
    )


def known_by(as_of: dates.Day, promises: pd.DataFrame) -> bool:
    """Whether everything that the scores rest on was published by a day.

    Parameters
    ----------
    promises : DataFrame
        From `read_promises` of that day.
    """
    whole = reference_table("promises")
    decided = whole["outcome"].isin(["met", "missed"])
    return dates.day(as_of) is None or int(decided.sum()) == int(
        promises["outcome"].isin(["met", "missed"]).sum()
    )


def read_scores(root: Path | None = None) -> pd.DataFrame:
    """`scores` as the script made them."""
    return reference_table("promise_scores", root)


def kept_by(promises: pd.DataFrame, column: str) -> pd.DataFrame:
    """How often promises were kept, by a column of theirs.

    Returns
    -------
    DataFrame
        The column, decided, kept, share, low and high (95 %, Jeffreys: as if each promise were
        decided by itself, which they are not).
    """
    decided = promises[promises["outcome"].isin(["met", "missed"])]
    found = (
        decided.assign(kept=decided["outcome"].eq("met").astype(int))
        .groupby(column, sort=False, dropna=False)["kept"]
        .agg(decided="size", kept="sum")
        .reset_index()
    )
    return with_share(found)


def with_share(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts with the share kept and its 95 % interval by Jeffreys' prior."""
    kept, rest = counts["kept"] + 0.5, counts["decided"] - counts["kept"] + 0.5
    tail = (1 - LEVEL) / 2
    return counts.assign(
        share=counts["kept"] / counts["decided"],
        low=np.where(counts["kept"] == 0, 0.0, beta.ppf(tail, kept, rest)),
        high=np.where(counts["kept"] == counts["decided"], 1.0, beta.ppf(1 - tail, kept, rest)),
    )


def reliability(promises: pd.DataFrame, edges: Sequence[float] = BINS) -> pd.DataFrame:
    """What came of odds on the day of issue, by how high they were.

    Returns
    -------
    DataFrame
        from, to, said (their mean), and the columns of `kept_by`.
    """
    told = promises[promises["outcome"].isin(["met", "missed"]) & promises["said"].notna()]
    at = np.clip(np.searchsorted(edges, told["said"], side="right") - 1, 0, len(edges) - 2)
    found = kept_by(told.assign(bin=at), "bin").sort_values("bin")
    said = told["said"].groupby(at).mean()
    return found.assign(
        **{"from": np.take(edges, found["bin"]), "to": np.take(edges, found["bin"] + 1)},
        said=found["bin"].map(said),
    ).drop(columns="bin")
