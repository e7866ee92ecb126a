"""Write the measured figures of README.md and docs/ from the tables they come from.

A block between `<!-- figures: NAME -->` and `<!-- figures: end -->` is made anew by the function of
that name; run it after `make reference`, `make league` or `benchmarks/projection.py`.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "data" / "reference"
LEARNED = ROOT / "data" / "shared" / "cn-innovation" / "learned"
PAGES = ("README.md", "docs/probabilities.md")
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


MADE = {f.__name__: f for f in (benchmark, league, engine_summary, league_summary, together)}


def with_figures(page: str) -> str:
    """The page with every block made anew."""
    return BLOCK.sub(lambda block: block[1] + MADE[block[2]]() + block[3], page)


def main() -> None:
    for name in PAGES:
        path = ROOT / name
        path.write_text(with_figures(path.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
