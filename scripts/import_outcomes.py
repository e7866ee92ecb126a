"""Take in what became known since the panel was collected, through the project's own intake.

    python scripts/import_outcomes.py OUTCOMES.csv LATER.csv

OUTCOMES.csv holds figures, events and targets with the sentence that says them; LATER.csv figures
of 2024 and later, in the form of raw/observations.csv. Figures go the way of `analysis add` (its
checks, its ledger: `analysis undo` takes them back), documents, events and targets that of `source
add`, `event add` and `pledge add`. raw/outcome_codes.csv says which indicator is meant or why a row
is left out, raw/outcome_documents.csv names the documents that no rule names; what became of each
row stands in raw/accounting_2026.csv. A second run adds nothing and writes the same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import math
import re
from decimal import Decimal
from pathlib import Path

import pandas as pd

from analysis.intake.adding import put_in, read_known
from analysis.intake.checks import check_rows
from analysis.intake.known import Known, Understood, observation_id
from analysis.intake.registering import add_event, add_pledge, add_source
from analysis.records.errors import PlanDataError
from analysis.records.journal import writing
from analysis.records.observations import read_events
from analysis.records.packages import column_of
from analysis.records.plans import load_plan
from analysis.records.pledges import read_pledges
from analysis.records.regions import read_regions
from analysis.records.schema import OBSERVATIONS, SOURCES
from analysis.records.sources import read_sources
from import_observations import COUNTERS, date_in_url, parse_published, qualify
from made_tables import read_text

ROOT = Path(__file__).resolve().parents[1]
SHARED = "data/shared/cn-innovation"
PLAN, NEXT = "shanxi-innovation-14", "shanxi-15"  # whose own tables take what is not shared
PLAN_ENDS = 2025  # a target due later belongs to the next plan
RECORDED = dt.date(2026, 11, 28)  # a constant, so that running the script again changes no byte
READ_FROM = re.compile(r"^(.*?)\s*\(text: github (lawtext/gov@\w+) (.*)\)$")
REPORT = re.compile(r"政府工作报告-[^/]+/([^/]+)/(\d{4})\.md")
COMMUNIQUE = re.compile(r"国家统计局年度统计/(\d{4})\.md")
# Findings of the checks that were read one by one and are right as they stand.
ACCEPTED = {"running-year", "mid-year", "contradiction", "unchanged", "definition"}
STATES = {
    **{word: word for word in ("operating", "planned", "claimed")},
    "inaugurated": "established",
}
KINDS = {"annual_target": "annual", "target_undated": "standing"}
COMPARATORS = {"exact": "=", "at_least": ">=", "more_than": ">", "range": "range"}
# What the words of a target measure, where that is not a level.
MEASURES = {
    "rd_expenditure_industrial_growth": "growth",
    "rd_expenditure_growth": "growth",
    "rd_intensity_target": "gap",
    "provincial_laboratories": "increment",
    "pilot_bases_new": "change",
}
# Rows that no rule of their indicator can tell from the others.
LEFT = {
    ("rd_intensity", "610000"): "does not say its year",
    ("technology_smes", "140100", "2020"): "counted otherwise than the yearly listing (入库)",
    ("tech_market_outflow", "000000"): "a sum of 31 provinces, which is less than the nation",
}
OTHERS_TOTAL = "another province's own total; whether sold, bought or both is not said"
SOLD = "同一报告所说的实绩是“输出技术合同成交额”，按技术输出口径登记"
NATION, OWN = "000000", "140000"


def read_material(outcomes: Path, later: Path, root: Path = ROOT) -> pd.DataFrame:
    """All files as text in one shape, a row each: file, row and what it says, in our words.

    raw/outcomes_searched.csv, in the form of the first, is what was looked for and found besides.
    """
    named = {"indicator": "raw_id", "where": "url", "publication_date": "printed"}
    searched = root / SHARED / "raw" / "outcomes_searched.csv"
    first, third = (read_text(path).rename(columns=named) for path in (outcomes, searched))
    second = read_text(later).rename(columns={"indicator_id": "raw_id", "published": "printed"})
    stated = second["unit"].str.extract(r"^([^(]*)(?:\((.*)\))?$").fillna("")
    status = second["unit"] == "状态"
    second = second.assign(
        kind=status.map({True: "event", False: "outcome"}),
        qualifier=qualify(stated[1]).mask(stated[1].str.contains("省合计"), "exact"),
        unit=stated[0],
        exact_words=second["value"].where(status, ""),
        sentence="",
        note="",
        how_read="",
    )
    read = ((first, outcomes), (second, later), (third, searched))
    rows = pd.concat(
        [d.assign(row=range(2, len(d) + 2), file=path.name) for d, path in read],
        ignore_index=True,
    ).fillna("")
    places = read_regions(root, [SHARED])
    names = {
        n: c for k in ("name_zh", "name_zh_short") for n, c in places[[k, "region"]].to_numpy()
    }
    codes = read_text(root / SHARED / "raw" / "outcome_codes.csv").set_index("raw_id")
    return rows.assign(
        region=rows["region"].map(names),
        indicator_id=rows["raw_id"].map(codes["indicator_id"]),
        reason=rows["raw_id"].map(codes["left_because"]).fillna("no such code"),
    )


def name_documents(rows: pd.DataFrame, root: Path = ROOT) -> pd.DataFrame:
    """Add source_id, grade, source_note, published, precision and estimated to every row.

    Work reports and yearly communiqués are named by whose and of which year they are, other
    documents by raw/outcome_documents.csv. A printed day counts; else one in the title or the
    address, or the month in it; else a report is known by the end of the year after the data's,
    and a page that prints no day from the day on which it was recorded.
    """
    read = rows["url"].str.extract(READ_FROM)
    path = read[2].fillna("")
    address = read[0].where(read[0].notna(), rows["url"]).replace("-", "")
    english = read_regions(root, [SHARED]).set_index("name_zh")["name_en"]
    report, communique = path.str.extract(REPORT), path.str.extract(COMMUNIQUE)
    plain = english.str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii")
    whose = report[0].map(plain.str.lower().str.replace(" ", "-"))
    listed = read_text(root / SHARED / "raw" / "outcome_documents.csv").set_index("address")
    by_rule = ("work-report-" + whose + "-" + report[1]).fillna(
        "communique-" + communique[0] + "-economy-national"
    )
    text_of = "读自 " + read[1] + " 的文本（" + path + "）"
    dated = parse_published(rows["printed"])
    titled = rows["source_title"].str.extract(r"(\d{4})年(\d\d?)月(\d\d?)日")
    slashed = address.str.extract(r"/(20\d\d)/(\d\d?)/(\d\d?)/")
    month = address.str.extract(r"/(20\d\d)(0[1-9]|1[0-2])/")
    ends = pd.to_datetime(month[0] + month[1] + "01", errors="coerce") + pd.offsets.MonthEnd(0)
    next_year = pd.to_numeric(rows["year"], errors="coerce").add(1).clip(upper=RECORDED.year)
    last = next_year.map(lambda y: f"{y:.0f}-12-31" if y < RECORDED.year else f"{RECORDED}")
    fallback = last.mask(rows["how_read"].str.startswith("excerpt"), RECORDED.isoformat())
    guesses = [
        _iso(titled),
        date_in_url(address).replace("", pd.NA),
        _iso(slashed),
        ends.dt.strftime("%Y-%m-%d"),
        fallback,
    ]
    told = dated["published"].replace("", pd.NA)
    for guess in guesses:
        told = told.fillna(guess)
    return rows.assign(
        url=address.where(address.str.startswith("http"), ""),
        source_id=address.map(listed["source_id"]).fillna(by_rule).fillna(""),
        grade=address.map(listed["grade"]).fillna("B").mask(communique[0].notna(), "A"),
        source_note=address.map(listed["note"]).fillna(text_of).fillna(""),
        published=told,
        precision=dated["published_precision"],
        estimated=dated["published"].eq("").map({True: "true", False: "false"}),
    )


def _iso(parts: pd.DataFrame) -> pd.Series:
    text = parts[0] + "-" + parts[1].str.zfill(2) + "-" + parts[2].str.zfill(2)
    return pd.to_datetime(text, errors="coerce").dt.strftime("%Y-%m-%d")


def sort_out(rows: pd.DataFrame, root: Path = ROOT) -> pd.DataFrame:
    """Add fate (observation, event, pledge, figure or left) and what each needs.

    The nation's turnover of technology contracts is what was sold everywhere; another province's
    own total may be anything. A target of 2026 or later that the next plan has is its figure.
    """
    contracts = rows["raw_id"] == "technology_contracts"
    nation = contracts & (rows["region"] == NATION)
    foreign = contracts & ~rows["region"].isin([NATION, OWN, "140100"])
    keys = [*zip(rows["raw_id"], rows["region"], rows["year"], strict=True)]
    sure = rows["year"].str.fullmatch(r"(?:\d{4})?")
    reason = rows["reason"].where(sure, "does not say its year").mask(foreign, OTHERS_TOTAL)
    own = pd.Series([LEFT.get(k, LEFT.get(k[:2], "")) for k in keys], index=rows.index)
    reason = reason.mask(own != "", own)
    reason = reason.mask((reason == "") & (rows["source_id"] == ""), "no named document")
    goal = rows["kind"].str.contains("target")
    event = (rows["unit"] == "状态") | (rows["kind"] == "event")
    fate = pd.Series("observation", rows.index).mask(event, "event").mask(goal, "pledge")
    figures = load_plan(NEXT, root=root).figures
    units = figures["unit"].map(_same_unit)
    said = set(zip(figures["value"], figures["deadline"], units, strict=True))
    there = [
        k == "pledge" and r == OWN and _figure(v, y, u) in said
        for k, r, v, y, u in zip(
            fate, rows["region"], rows["value"], rows["year"], rows["unit"], strict=True
        )
    ]
    fate = fate.mask(there, "figure").mask(reason != "", "left")
    told = reason.mask(fate == "figure", f"a figure of the plan {NEXT} already")
    national = (rows["raw_id"] == "rd_expenditure_growth") & (rows["region"] == NATION)
    return rows.assign(
        indicator_id=rows["indicator_id"].mask(nation, "technology_contracts_outflow"),
        fate=fate.mask(national, "figure"),
        reason=told.mask(national, "a figure of the plan china-15 already"),
    )


def _figure(value: str, year: str, unit: str) -> tuple:
    low = value.partition("-")[0]
    if not (low.replace(".", "").isdigit() and year):
        return ()
    return float(low), int(year), _same_unit(unit)


def _same_unit(unit: str) -> str:
    """One measure word for all that count the same thing, and % for % a year."""
    return COUNTERS[0] if unit in COUNTERS else unit.removesuffix("/年")


def figures_of(rows: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Observations as text, `schema.OBSERVATIONS` and the row of the material each came from."""
    table = known.plan.indicators.set_index("indicator_id")["unit"]
    held = known.sources.set_index("source_id")["published"]
    made = []
    for at, r in rows.iterrows():
        unit, value, low, high = table[r["indicator_id"]], r["value"], "", ""
        early = "provisional" in r["note"] or "拟立项" in r["source_title"]
        early &= r["qualifier"] == "exact"
        qualifier = "provisional" if early else r["qualifier"]
        if r["kind"] == "implied" and r["qualifier"] != "at_most":
            value, low, high, qualifier = _implied(r, rows, whole=unit in COUNTERS)
        elif r["raw_id"] == "technology_contracts_growth_since_2020":
            grown = f"增长{value}倍" in r["exact_words"]  # 增长5倍 is six times, 翻番 twice
            value, qualifier = (f"{int(value) + 1}", "exact") if grown else (value, "at_least")
        stated = re.sub(r"\(.*", "", r["unit"])
        if not (stated == unit or {stated, unit} <= set(COUNTERS)):
            raise PlanDataError(f"{r['file']} row {r['row']}, unit {stated!r}: is in {unit}")
        day = held.get(r["source_id"], pd.NaT)
        row = {
            "indicator_id": r["indicator_id"],
            "region": r["region"],
            "year": r["year"],
            "reference_date": _day_within(r),
            "value": value,
            "unit": unit,
            "qualifier": qualifier,
            "source_id": r["source_id"],
            "published": r["published"] if pd.isna(day) else f"{day:%Y-%m-%d}",
            "published_estimated": r["estimated"] if pd.isna(day) else "false",
            "quote": r["sentence"] if r["kind"] == "implied" else r["exact_words"],
            "recorded_at": RECORDED.isoformat(),
            "supersedes": "",
            **dict.fromkeys(OBSERVATIONS.more, ""),
            "low": low,
            "high": high,
        }
        place = {"sheet": r["file"], "place": f"{r['row']}", "unit_from": "", "at": at}
        made.append({"observation_id": observation_id(row), **row, **place})
    return pd.DataFrame(made)


def _day_within(r: pd.Series) -> str:
    """The day described, where it is not the year's end: as collected, else that of a speech."""
    day = r["as_of"] if re.fullmatch(r"\d{4}-\d\d-\d\d", r["as_of"]) else ""
    if r["raw_id"] == "technology_contracts_growth_since_2020" and r["published"][:4] == r["year"]:
        day = r["published"]
    return day if day[:4] == r["year"] and day[5:] != "12-31" else ""


def _implied(r: pd.Series, rows: pd.DataFrame, *, whole: bool) -> tuple[str, str, str, str]:
    """Value, low, high and qualifier of what a share, a growth or a difference implies.

    The note of the row says how it was worked out (7/0.88, 8.03-2.76); every printed number is
    rounded to its last place, save a count that is divided. A count is a whole number.
    """
    a, sign, b = re.match(r"([\d.]+)\s*([/-])\s*([\d.]+)", r["note"]).groups()
    x, y, half = Decimal(a), Decimal(b), _half(b)
    if sign == "-":
        slack = half + _half(a)
        return f"{x - y}", f"{x - y - slack}", f"{x - y + slack}", "between"
    low, high = x / (y + half), x / (y - half)
    same = (rows[["source_id", "raw_id", "year"]] == r[["source_id", "raw_id", "year"]]).all(axis=1)
    part = rows[same & (rows["value"] == a)]
    if part["qualifier"].isin(["more_than", "at_least"]).any():
        return f"{math.floor(low * 10) / 10:.12g}", "", "", "more_than"
    if whole:
        low, high = math.ceil(low), math.floor(high)
        return f"{min(max(round(float(r['value'])), low), high)}", f"{low}", f"{high}", "between"
    return r["value"], f"{low:.6g}", f"{high:.6g}", "between"


def _half(printed: str) -> Decimal:
    return Decimal(1).scaleb(-len(printed.partition(".")[2])) / 2


def documents_of(rows: pd.DataFrame) -> pd.DataFrame:
    """One row of `schema.SOURCES` a document; the first row that cites it says what it is."""
    once = rows.drop_duplicates("source_id")
    site = once["url"].str.extract(r"https?://(?:www\.)?([^/]+)")[0]
    return once.assign(
        publisher=once["publisher"].where(once["publisher"] != "", site),
        title=once["source_title"],
        published=once["published"].where(once["precision"] != "none", ""),
        published_precision=once["precision"],
        note=once["source_note"],
    )[list(SOURCES.columns)].reset_index(drop=True)


def add_figures(rows: pd.DataFrame, plan: str, root: Path) -> dict[int, str]:
    """Check and add observations; the observation_id of every row by its place in the material."""
    with writing(root):
        known = read_known(plan, root=root, today=RECORDED)
        made = figures_of(rows, known)
        cited = documents_of(rows)
        new = cited[~cited["source_id"].isin(known.sources["source_id"])]
        shown = made.drop(columns="at")
        found = check_rows(Understood(shown, new.reset_index(drop=True), []), known)
        told = {(f.level, f.code) for f in found.findings if f.level != "notice"}
        if wrong := {code for level, code in told if level == "error" or code not in ACCEPTED}:
            lines = [str(f) for f in found.findings if f.code in wrong]
            raise PlanDataError("\n".join(lines[:20]))
        digest = hashlib.sha256("|".join(sorted(found.observations["observation_id"])).encode())
        if len(found.observations):
            named = f"{rows['file'].iloc[0]} …"
            put_in(found, known, root=root, file=named, digest=digest.hexdigest())
    return dict(zip(made["at"], made["observation_id"], strict=True))


def add_documents(rows: pd.DataFrame, plan: str, root: Path) -> None:
    """Register the documents that events and targets cite and no figure brought."""
    known = set(read_sources(root, load_plan(plan, root=root).folders)["source_id"])
    for given in documents_of(rows).to_dict("records"):
        if given["source_id"] not in known:
            add_source(plan, given, root=root)


def add_events(rows: pd.DataFrame, root: Path) -> dict[int, str]:
    """Register what happened, as of the end of the year that a report reviews."""
    add_documents(rows, PLAN, root)
    found = {}
    for at, r in rows.iterrows():
        words = r["exact_words"]
        day = r["as_of"] or f"{r['year']}-12-31"
        state = STATES.get(r["value"]) or ("operating" if "运行" in words else "achieved")
        held = read_events(load_plan(PLAN, root=root), root=root, today=RECORDED)
        same = _same(held, r, date=pd.Timestamp(day), state=state)
        if same.empty:
            given = {**_cited(r), "date": day, "state": state, "text": words}
            add_event(PLAN, given, root=root, today=RECORDED)
            held = read_events(load_plan(PLAN, root=root), root=root, today=RECORDED)
            same = _same(held, r, date=pd.Timestamp(day), state=state)
        found[at] = same["event_id"].iloc[0]
    return found


def add_pledges(rows: pd.DataFrame, root: Path) -> dict[int, str]:
    """Register targets of a year, a city or without a year: those due later with the next plan."""
    found = {}
    due = pd.to_numeric(rows["year"], errors="coerce")
    for plan, part in ((PLAN, rows[~(due > PLAN_ENDS)]), (NEXT, rows[due > PLAN_ENDS])):
        if len(part):
            add_documents(part, plan, root)
        for at, r in part.iterrows():
            given = _asked(r)
            same = _pledged(plan, r, given, root)
            if same.empty:
                add_pledge(plan, given, root=root, today=RECORDED)
                same = _pledged(plan, r, given, root)
            found[at] = same["pledge_id"].iloc[0]
    return found


def _pledged(plan: str, r: pd.Series, given: dict[str, str], root: Path) -> pd.DataFrame:
    held = read_pledges(load_plan(plan, root=root), root=root, today=RECORDED)
    return _same(held, r, quote=given["quote"], measure=given["measure"], kind=given["kind"])


def _same(held: pd.DataFrame, r: pd.Series, **said: object) -> pd.DataFrame:
    for column, value in {**r[["indicator_id", "region", "source_id"]], **said}.items():
        held = held[held[column] == value]
    return held


def _cited(r: pd.Series) -> dict[str, str]:
    named = r[["indicator_id", "region", "source_id", "published"]]
    return {**named, "published_estimated": r["estimated"]}


def _asked(r: pd.Series) -> dict[str, str]:
    measure = MEASURES.get(r["raw_id"], "level")
    low, _, high = r["value"].partition("-")
    average = r["raw_id"] == "rd_intensity_target"
    return {
        **_cited(r),
        "kind": KINDS.get(r["kind"], "plan"),
        "deadline": r["year"],
        "value": "0" if average else low,
        "value_high": high,
        "comparator": ">=" if average else COMPARATORS[r["qualifier"]],
        "measure": measure,
        "unit": "%" if measure == "growth" else "",
        "base_year": f"{int(r['year']) - 1}" if measure in ("growth", "change") else "",
        "against": NATION if average else "",
        "quote": r["exact_words"],
        "note": SOLD if r["raw_id"] == "technology_contracts_turnover" else "",
    }


def account(rows: pd.DataFrame, ids: dict[int, str], root: Path) -> pd.DataFrame:
    """What became of every row; beside a figure, what other documents say of the same."""
    known = read_known(PLAN, root=root, today=RECORDED).observations
    key = ["indicator_id", "region", "year"]
    by_id = known.drop_duplicates("observation_id").set_index("observation_id")
    record = rows.index.map(lambda at: ids.get(at, ""))
    reasons = []
    for said, found in zip(rows["reason"], record, strict=True):
        if found not in by_id.index:
            reasons.append(said)
            continue
        own = by_id.loc[found]
        beside = known[(known[key] == own[key]).all(axis=1) & (known["value"] != own["value"])]
        other = (f"{v:.12g} ({s})" for v, s in beside[["value", "source_id"]].to_numpy())
        listed = ", ".join(dict.fromkeys(other))
        reasons.append(f"kept beside {listed}" if listed else said)
    columns = ["file", "row", "raw_id", "region", "year", "fate", "record_id", "reason"]
    return rows.assign(record_id=record, reason=reasons)[columns]


def run(outcomes: Path, later: Path, root: Path = ROOT) -> pd.DataFrame:
    """Add everything that both files hold and is not there yet; the account of every row."""
    rows = read_material(outcomes, later, root).pipe(name_documents, root).pipe(sort_out, root)
    figures = rows[rows["fate"] == "observation"]
    shared = set(column_of(root, [SHARED], "indicators.csv", "indicator_id"))
    own = set(load_plan(PLAN, root=root).indicators["indicator_id"])
    everywhere, here = figures["indicator_id"].isin(shared), figures["indicator_id"].isin(own)
    parts = ((PLAN, everywhere), (PLAN, here & ~everywhere), (NEXT, ~here & ~everywhere))
    ids: dict[int, str] = {}
    for plan, mask in parts:
        if mask.any():
            ids |= add_figures(figures[mask], plan, root)
    ids |= add_events(rows[rows["fate"] == "event"], root)
    ids |= add_pledges(rows[rows["fate"] == "pledge"], root)
    return account(rows, ids, root)


def main() -> None:
    """Add, account, and say how many rows went where."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("outcomes", type=Path)
    parser.add_argument("later", type=Path)
    options = parser.parse_args()
    told = run(options.outcomes, options.later)
    path = ROOT / SHARED / "raw" / "accounting_2026.csv"
    told.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    print(", ".join(f"{count} {fate}" for fate, count in told["fate"].value_counts().items()))


if __name__ == "__main__":
    main()
