"""Rules that hold the plan's sentences against each other."""

from __future__ import annotations

import re

from ...records.plans import Plan, in_force
from ..attainment import EVENT_KINDS
from .findings import Finding, Findings, Known, baseline, promised, units

# Words that set a number's comparator, before it and after its measure word.
BEFORE = "不超过|超过|不低于|不少于|至少|大于|低于|约|近"
AFTER = "以上|以下|以内|左右|余|多"
SCOPE = re.compile(r"[（(]((?:不含|不包括|包括|包含|含)[^（）()]*)[）)]")
SHORT_FORMS = {"规模以上": "规上", " ": ""}


def two_comparators(plan: Plan, known: Known) -> Findings:
    """One target said twice: with other words around its number, or with another number.

    Facts: numbers and their unit, where there are several; clauses, where one number is put in
    several ways.
    """
    goals = promised(plan)
    goals = goals[goals["value"].notna() & goals["measure"].ne("composition")]
    goals = goals[in_force(goals, None)]
    goals = goals.assign(
        worded=[_worded(q, v) for q, v in zip(goals["quote"], goals["value"], strict=True)]
    )
    for key, rows in goals.groupby(["indicator_id", "measure", "deadline"], sort=False):
        numbers, clauses = tuple(rows["value"].unique()), ()
        if len(numbers) == 1:
            if len((rows["worded"] + rows["comparator"]).unique()) == 1:
                continue
            ways = rows.drop_duplicates("worded").itertuples()
            numbers, clauses = (), tuple(clause_with(r.quote, r.value) for r in ways)
        facts = {"numbers": numbers, "unit": units(plan)[key[0]], "clauses": clauses}
        severity = "contradiction" if numbers else "ambiguity"
        yield Finding(severity, tuple(rows["figure_id"]), key[:1], facts)


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


def holds_number(quote: str, value: float) -> bool:
    """Whether a quote has a number in digits, with its sign."""
    return _number_in(quote, value) is not None


def clause_with(quote: str, value: float) -> str:
    """The clause of a quote, or the cell of a table's line, that holds a number."""
    found = _number_in(quote, value)
    clauses = [m for m in re.finditer(r"[^,;，；。、｜]+", quote)]
    return next((m[0] for m in clauses if found and m.start() <= found.start() < m.end()), quote)


def scope_difference(plan: Plan, known: Known) -> Findings:
    """A target whose sentence counts in (含…) or out (不含…) what its baseline's does not name.

    Facts: words, said_by ("target" or "baseline"), baseline and its unit.
    """
    goals = promised(plan)
    for indicator, rows in goals.groupby("indicator_id", sort=False):
        base = baseline(plan, indicator)
        if base is None:
            continue
        here, there = (set(SCOPE.findall(q)) for q in (" ".join(rows["quote"]), base["quote"]))
        for words in sorted(here ^ there):
            on = rows[rows["quote"].str.contains(words, regex=False)]
            facts = {
                "words": words,
                "said_by": "target" if words in here else "baseline",
                "baseline": base["value"],
                "unit": base["unit"],
            }
            figures = (base["figure_id"], *on["figure_id"])
            yield Finding("ambiguity", figures, (indicator,), facts)


def wording_difference(plan: Plan, known: Known) -> Findings:
    """One commitment in different words.

    Two sentences on the same event, or figures that `[[commitments]]` of plan.toml holds for one
    commitment; `words` there, one for each figure, names what differs.

    Facts: differing (words; none where plan.toml names none), quotes; each once.
    """
    figures = plan.figures.set_index("figure_id")
    events = promised(plan)
    events = events[events["measure"].isin(EVENT_KINDS)]
    pairs = [
        {"figures": list(rows["figure_id"])}
        for _, rows in events.groupby("indicator_id", sort=False)
    ]
    for hint in [*plan.meta.get("commitments", []), *pairs]:
        quotes = [figures.loc[f, "quote"] for f in hint["figures"]]
        said = hint.get("words") or [_short(q) for q in quotes]
        if len(set(said)) < 2:
            continue
        facts = {
            "differing": tuple(dict.fromkeys(hint.get("words", []))),
            "quotes": tuple(dict.fromkeys(quotes)),
        }
        on = tuple(dict.fromkeys(figures.loc[hint["figures"], "indicator_id"]))
        yield Finding("ambiguity", tuple(hint["figures"]), on, facts)


def _short(text: str) -> str:
    for long, short in SHORT_FORMS.items():
        text = text.replace(long, short)
    return text
