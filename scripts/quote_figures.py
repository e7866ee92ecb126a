"""Write the measured figures of README.md, docs/ and data/reference/ from their tables.

A block between `<!-- figures: NAME -->` and `<!-- figures: end -->` is made anew by the function of
that name; run it after `make reference`, `make league`, `benchmarks/projection.py`, or when data of
2024 or later are added.
"""

from __future__ import annotations

import re
import textwrap
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd

from analysis.judging.calibration import first_test as first_outcomes
from analysis.judging.calibration import mean_place, seen_until
from analysis.judging.situations import situation

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "data" / "reference"
LEARNED = ROOT / "data" / "shared" / "cn-innovation" / "learned"
PAGES = ("README.md", "docs/probabilities.md", "data/reference/README.md")
PLAN = "shanxi-innovation-14"
BLOCK = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- figures: end -->)", re.DOTALL)
# As readers know them, the ones they are likely to use.
METHODS = {
    "engine": "this engine",
    "DynamicOptimizedTheta": "optimised theta",
    "AutoETS": "ETS",
    "AutoARIMA": "ARIMA",
    "LogLinear": "log-linear trend",
    "Naive": "last value",
}
RULES = {
    "ours": "our probability",
    "who_straight_path": "WHO, straight path",
    "ndrc": "time against way (NDRC)",
    "time_proportional": "time-proportional progress",
    "who_required_growth": "WHO, required growth",
    "open_sdg": "Open SDG",
    "un_progress_chart": "UN progress chart",
    "destatis": "Destatis weather symbols",
    "trackr": "World Bank trackr",
    "completion_rate": "完成率, which credits the baseline",
    "escap_current_status": "ESCAP current status",
    "base_rate": "the base rate alone",
}
SEVERAL = {
    "mean": "sum or mean",
    "lowest": "every year (the lowest)",
    "highest": "ever (the highest)",
}
PARTS = {
    "brier": "Brier",
    "miscalibration": "miscalibration",
    "discrimination": "discrimination",
    "uncertainty": "uncertainty",
}
WIDE = 108  # characters of a paragraph's line
JOINED = {"paths": "these paths", "perfect": "years in step", "independent": "unrelated years"}


def said(value: float, decimals: int = 0) -> str:
    """A number as a spreadsheet rounds it."""
    step = Decimal(1).scaleb(-decimals)
    return f"{Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP):,}"


def percent(share: float) -> str:
    """A share as a whole percentage; 0.145 is 14.5 and becomes 15."""
    return f"{said(round(100 * share, 9))} %"


def benchmark() -> str:
    """Every method at every length of history."""
    table = pd.read_csv(REFERENCE / "benchmark.csv")
    rows = table[table["method"].isin(METHODS) & table["error"].notna()].assign(
        order=lambda t: t["method"].map(list(METHODS).index)
    )
    lines = [
        f"| {r.n_history} | {METHODS[r.method]} | {said(r.error, 2)} | {percent(r.covered80)} "
        f"| {percent(r.covered95)} | {said(r.brier, 3)} | {said(r.log, 3)} |"
        for r in rows.sort_values(["n_history", "order"]).itertuples()
    ]
    head = (
        "| years of history | method | error (MASE) | in the 80 % interval | in the 95 % interval "
        "| Brier | log |"
    )
    return "\n".join([head, "| --- " * 7 + "|", *lines]) + "\n"


def league() -> str:
    """Every rule of the league."""
    table = pd.read_csv(LEARNED / "league.csv")
    lines = [
        f"| {RULES[r.method]} | {said(r.brier, 3)} "
        f"| {said(r.brier_low, 3)}–{said(r.brier_high, 3)} "
        f"| {'' if pd.isna(r.held) else percent(r.held)} |"
        for r in table.itertuples()
    ]
    head = "| rule | Brier | 95 % interval | its “on track” came true |"
    return "\n".join([head, "| --- " * 4 + "|", *lines]) + "\n"


def engine_summary() -> str:
    """How well the engine's intervals held, in a sentence."""
    table = pd.read_csv(REFERENCE / "benchmark.csv").query("method == 'engine'")
    scored = pd.read_csv(REFERENCE / "scores.csv").query("volatility == 'all'")["forecasts"].max()
    low, high = percent(table["covered80"].min()), percent(table["covered80"].max())
    held = low if low == high else f"{low.removesuffix(' %')}–{high}"
    lengths = ", ".join(str(n) for n in table["n_history"])
    return (
        f"Five years ahead, on public series left out of its fit (up to {said(scored)}), an 80 %\n"
        f"interval held {held} of what came, from histories of {lengths} years.\n"
    )


def league_summary() -> str:
    """Our score against the best rule, in two sentences."""
    table = pd.read_csv(LEARNED / "league.csv").set_index("method")
    scope = pd.read_csv(LEARNED / "league_scope.csv").set_index("item")["value"]
    rules = table.drop(index=["ours", "base_rate"])
    best, ours = rules.loc[rules["brier"].idxmin()], table.loc["ours"]
    interval = f"{said(100 * best['better_low'])}–{percent(best['better_high'])}"
    return (
        f"Over {scope['regions']} provinces, {scope['indicators']} indicators and "
        f"{int(scope['questions']):,} questions its Brier\nscore is {said(ours['brier'], 3)} "
        f"against {said(best['brier'], 3)} for the best rule ({RULES[best.name]}):\n"
        f"{percent(best['better'])} lower, 95 % interval {interval}. What was called on track came "
        f"true in\n{percent(ours['held'])} of cases; for 完成率, which credits the baseline, in "
        f"{percent(table.loc['completion_rate', 'held'])}.\n"
    )


def together() -> str:
    """Sums, every year and ever, by how the years were joined."""
    table = pd.read_csv(REFERENCE / "paths_scores.csv")
    lines = [
        f"| {r.n_history} | {SEVERAL[r.measure]} | {JOINED[r.joined]} | {percent(r.covered80)} "
        f"| {percent(r.covered95)} | {said(r.ece, 3)} | {said(r.brier, 3)} |"
        for r in table.itertuples()
    ]
    head = (
        "| years of history | of five years | joined as | in the 80 % interval "
        "| in the 95 % interval | calibration error | Brier |"
    )
    return "\n".join([head, "| --- " * 7 + "|", *lines]) + "\n"


def public_series() -> str:
    """What the reference class was fitted to."""
    table = pd.read_csv(REFERENCE / "public_series.csv")
    years = f"{table['first_year'].min()}–{table['last_year'].max()}"
    return paragraph(
        f"{table['series'].sum():,} annual series of {len(table)} public data sets, at most "
        f"{table['series'].max()} of each, {years}."
    )


def still() -> str:
    """How what followed unmoved histories held on data sets left out."""
    table = pd.read_csv(REFERENCE / "still_scores.csv").set_index("kind")
    held = {(k, n): percent(table.loc[k, f"covered{n}"]) for k in table.index for n in (80, 95)}
    total = table.loc["all"]
    return paragraph(
        f"These are {int(total['histories']):,} histories of {int(total['datasets'])} data sets. "
        "On data sets left out, five years ahead, an 80 % interval held "
        f"{held['value', 80]} of what followed values and {held['zero', 80]} of what followed "
        f"zeros, a 95 % interval {held['value', 95]} and {held['zero', 95]}."
    )


def first_test() -> str:
    """On which side the first years fell that nothing was fitted to."""
    rows, seen = first_outcomes(situation(PLAN, root=ROOT), root=ROOT), seen_until(root=ROOT)
    years = " and ".join(str(int(year)) for year in sorted(rows["year"].unique()))
    largest = rows.groupby(["indicator_id", "year"]).size().max()
    below, above, place = (
        {name: told(rows, name) for name in ("taught", "alone")}
        for told in (
            lambda rows, name: percent((rows[name] < 0.1).mean()),
            lambda rows, name: percent((rows[name] > 0.9).mean()),
            lambda rows, name: said(mean_place(rows, name)[0], 2),
        )
    )
    return paragraph(
        f"Of {len(rows)} figures of {years}, {largest} of them one indicator's of one year, "
        f"projected from what had been published by the end of {seen}, {below['taught']} fell "
        f"below the 80 % interval and {above['taught']} above (mean place {place['taught']}); by "
        f"the reference class alone {below['alone']} and {above['alone']} ({place['alone']})."
    )


def miss() -> str:
    """What our score in the league is made of."""
    table = pd.read_csv(LEARNED / "league_miss.csv")
    columns = [*PARTS, "by_indicator", "by_indicator_year"]
    lines = [
        f"| {_questions(row['part'])} | {RULES[row['method']]} | "
        + " | ".join(said(row[c], 3) for c in columns)
        + " |"
        for _, row in table.iterrows()
    ]
    head = (
        f"| questions | who says | {' | '.join(PARTS.values())} | had each indicator's shift been "
        "known | and each year's |"
    )
    return "\n".join([head, "| --- " * 8 + "|", *lines]) + "\n"


def _questions(part: str) -> str:
    name, _, value = part.partition("_")
    years = f"{value} {'year' if value == '1' else 'years'} left"
    return {"left": years, "quantile": f"target at the {value} quantile"}.get(name, "all")


def miss_summary() -> str:
    """What calibration could mend of it, and by how much another fit moves it."""
    whole = pd.read_csv(LEARNED / "league_miss.csv").query("part == 'all'").set_index("method")
    refits = pd.read_csv(LEARNED / "league_refits.csv").set_index("variant")
    without = refits[refits.index.str.startswith("without")]
    best, ours = whole["brier"].drop("ours").iloc[0], whole.loc["ours"]
    shipped, mended = refits.loc["shipped"], ours["brier"] - ours["miscalibration"]
    fits, below = (
        [form(without[column].agg(end)) for end in ("min", "max")]
        for column, form in (("brier", lambda v: said(v, 4)), ("better", percent))
    )
    other = [said(refits.loc[v, "brier"], 4) for v in ("not drawn in", "heard whole")]
    return paragraph(
        "Calibrated as well as the outcomes allow, which is known only afterwards, our score of "
        f"{said(ours['brier'], 3)} would be {said(mended, 3)}, {percent(1 - mended / best)} below "
        f"the best rule's in place of {percent(shipped['better'])}. Had it been known by how much "
        f"each indicator would stray in all provinces together, {said(ours['by_indicator'], 3)} "
        f"would be left, and by how much in each year {said(ours['by_indicator_year'], 3)}. Which "
        "draws of the public series a network is fitted to moves that lead: fitted without each "
        f"fifth of the data sets the same engine scores {' to '.join(fits)}, {' to '.join(below)} "
        f"below. The shipped one scores {said(shipped['brier'], 4)}; with its calmest series not "
        f"drawn in {other[0]}, with what the panel teaches heard whole {other[1]}."
    )


def paragraph(text: str) -> str:
    return textwrap.fill(text, WIDE) + "\n"


MADE = {
    f.__name__: f
    for f in (
        benchmark,
        league,
        engine_summary,
        league_summary,
        together,
        public_series,
        still,
        first_test,
        miss,
        miss_summary,
    )
}


def with_figures(page: str) -> str:
    """The page with every block made anew."""
    return BLOCK.sub(lambda block: block[1] + MADE[block[2]]() + block[3], page)


def main() -> None:
    for name in PAGES:
        path = ROOT / name
        path.write_text(with_figures(path.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
