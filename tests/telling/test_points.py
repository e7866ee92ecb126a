"""What a chart answers: where its places are, what is said there, and the file of its numbers."""

import csv
import html
import io
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest

from analysis.judging.league import read_league
from analysis.judging.track_record import read_promises
from analysis.telling import (
    calibration_charts,
    methods_charts,
    promises_charts,
    regions_charts,
    targets_charts,
    what_changed_charts,
)
from analysis.telling.baseline import history_charts, history_table
from analysis.telling.kit import wording
from analysis.telling.kit.chart import Chart
from analysis.telling.kit.fan import fan_chart
from analysis.telling.kit.names import indicator_units
from analysis.telling.projections import projection_table
from analysis.telling.start_here import region_chart
from support.drawings import PROVINCES
from support.shanxi import ROOT
from support.small_plan import HOSTILE, plan, situation

LANGUAGES = ("zh", "en")


class Places(HTMLParser):
    """The circles of a page's charts with their words, and everything the Tab key would reach."""

    def __init__(self) -> None:
        super().__init__()
        self.circles, self.stops, self.within, self.answering = [], [], "", False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.within = tag
        if tag == "g":
            self.answering = given.get("class") == "points"
        if tag == "circle" and self.answering:
            self.circles.append([float(given["cx"]), float(given["cy"]), ""])
        if "tabindex" in given or (tag == "a" and "href" in given):
            self.stops.append(given)

    def handle_data(self, data):
        if self.within == "title" and self.circles:
            self.circles[-1][2] += data

    def handle_endtag(self, tag):
        self.within = ""


def places_of(chart: Chart) -> Places:
    found = Places()
    found.feed(chart._repr_html_())
    return found


def rows_of(chart: Chart) -> list[dict[str, str]]:
    """The file of a chart's numbers, as a browser would save it."""
    address = html.unescape(re.search(r'href="(data:[^"]*)"', chart._repr_html_())[1])
    head, text = address.split(",", 1)
    assert head == "data:text/csv;charset=utf-8" and not set(text) & set('#"\n')
    told = unquote(text)
    assert told.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(told.removeprefix("\ufeff"))))


@pytest.fixture(scope="module")
def everything(
    now, then, everywhere, calibrated, compared, measured, measured_yearly
) -> dict[tuple[str, str], Chart]:
    """A chart of every kind, in both languages."""
    league, promises = read_league(ROOT, now.plan.folders), read_promises(ROOT)
    out = {}
    for lang in LANGUAGES:
        told = {"sources": now.sources, "lang": lang}
        out |= {
            ("fan", lang): fan_of(now, "high_tech_firms", lang),
            ("history", lang): history_charts(now.projections, now.plan, **told).charts[0],
            ("hindsight", lang): calibration_charts.hindsight_charts(then, now, lang=lang).charts[
                0
            ],
            ("methods", lang): calibration_charts.method_chart(now, lang=lang),
            ("statements", lang): calibration_charts.statement_chart(calibrated, lang=lang),
            ("coverage", lang): calibration_charts.coverage_chart(calibrated, lang=lang),
            ("replay", lang): calibration_charts.replay_chart(calibrated, lang=lang),
            ("progress", lang): targets_charts.progress_chart(now.verdicts, now.plan, **told),
            ("regions", lang): region_chart(
                everywhere, now.plan, "rd_expenditure", PROVINCES, **told
            ),
            ("chances", lang): regions_charts.target_maps(compared, lang=lang).charts[0],
            ("growth", lang): regions_charts.growth_maps(compared, lang=lang).charts[0],
            ("index", lang): regions_charts.peer_charts(compared, lang=lang).charts[0],
            ("league", lang): methods_charts.league_chart(league, lang=lang),
            ("rulers", lang): methods_charts.evolution_charts(
                measured, measured_yearly, lang=lang
            ).charts[0],
            ("odds", lang): promises_charts.odds_chart(promises, lang=lang),
        }
    return out


def fan_of(now, indicator_id: str, lang: str) -> Chart:
    told = {"verdicts": now.verdicts, "sources": now.sources, "lang": lang}
    return fan_chart(now.projections, now.plan, indicator_id, **told)


def test_every_chart_answers_where_matplotlib_draws_its_marks(everything):
    """One point of a drawing at 72 dots an inch is one unit of the SVG, whose y runs down."""
    for key, chart in everything.items():
        shown = places_of(chart).circles
        points = chart.points
        axes, figure = points.axes, points.axes.figure
        figure.set_dpi(72)
        figure.canvas.draw()
        told = points.places[["x", "y"]].to_numpy(dtype=float)
        wanted = axes.transData.transform(told)
        wanted[:, 1] = 72 * figure.get_figheight() - wanted[:, 1]
        assert len(shown) == len(told) >= 2, key
        assert np.allclose([c[:2] for c in shown], wanted, atol=0.051), key


def test_the_places_of_a_fan_chart_lie_on_the_marks_of_its_svg(now):
    chart = fan_of(now, "rd_expenditure", "zh")
    found = re.findall(r'<use [^>]*x="([\d.]+)" y="([\d.]+)"', chart.svg())
    marks = np.array(found, dtype=float)
    circles = np.array([place[:2] for place in places_of(chart).circles])
    apart = np.abs(circles[:, None] - marks[None]).max(axis=2).min(axis=1)
    seen = now.known[now.known["indicator_id"] == "rd_expenditure"]
    assert (apart[: len(seen)] < 0.06).all() and len(seen) > 10


def test_every_place_says_something_and_none_is_a_stop_without_a_script(everything):
    for key, chart in everything.items():
        found = places_of(chart)
        assert all(len(label.splitlines()) >= 2 for *_, label in found.circles), key
        assert all("nan" not in label.lower().split() for *_, label in found.circles), key
        assert [stop.get("download") for stop in found.stops] == [f"{chart.name}.csv"], key


def test_no_chart_is_called_as_another_in_the_two_languages(everything):
    for (kind, lang), chart in everything.items():
        assert re.fullmatch(r"[\w-]+", chart.name, re.ASCII)
        assert chart.name == everything[kind, "zh"].name, (kind, lang)
    assert len({chart.name for chart in everything.values()}) >= 12


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_year_says_what_the_table_of_published_values_says(now, lang):
    """Its value, its source and its day; values of every kind of exactness are among them."""
    units = indicator_units(now.plan)
    known = now.known[now.known["indicator_id"].isin(now.plan.named)]
    table = history_table(now.known, now.plan, now.sources, lang=lang).frame.set_axis(known.index)
    signs = set()
    for indicator_id in ("high_tech_firms", "rd_expenditure"):
        circles = places_of(fan_of(now, indicator_id, lang)).circles
        labels = {label[:4]: label for *_, label in circles}
        mine = known[known["indicator_id"] == indicator_id]
        for row, told in zip(mine.itertuples(), table.loc[mine.index].itertuples(), strict=True):
            bare = told.value.lstrip("≥>≤<≈")
            signs.add(told.value[: len(told.value) - len(bare)])
            label = labels[str(row.year)]
            bare = told.value.lstrip("≥>≤<≈")
            assert bare in label, (told.value, label)
            assert wording.published(row.value, row.qualifier, units[indicator_id], lang) in label
            assert told.source in label and told.published.rstrip("*") in label
    assert len(signs) >= 4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_projected_year_says_median_intervals_and_the_target_of_the_tables(now, lang):
    table = projection_table(now.projections, now.plan, until=2025, lang=lang).frame
    label = places_of(fan_of(now, "rd_expenditure", lang)).circles[-1][2]
    name = now.plan.indicators.set_index("indicator_id").loc["rd_expenditure", f"name_{lang}"]
    written = table.loc[table["name"] == name, "projection"].iloc[0]
    middle, low, high = re.fullmatch(r"(.+?) ?[（(]([\d.,]+)–([\d.,]+)[）)]", written).groups()
    row = now.projections[
        (now.projections["indicator_id"] == "rd_expenditure")
        & (now.projections["year"] == 2025)
        & (now.projections["kind"] == "projected")
    ].iloc[0]
    ends = [wording.number(row[c], "亿元", lang) for c in ("low95", "high95")]
    wide = f"{ends[0]}–{ends[1]}"
    assert middle in label and f"80%{'区间' if lang == 'zh' else ' interval '}{low}–{high}" in label
    assert f"95%{'区间' if lang == 'zh' else ' interval '}{wide}" in label
    target = {"zh": "目标（倍数）：≥422.2亿元（2倍）", "en": "target (multiple): ≥422.2 "}[lang]
    assert target in label


def test_the_file_of_a_chart_holds_every_number_that_it_shows(now):
    rows = rows_of(fan_of(now, "rd_expenditure", "zh"))
    mine = now.projections[now.projections["indicator_id"] == "rd_expenditure"]
    for kind in ("observed", "projected"):
        given = {int(r["year"]): r for r in rows if r["kind"] == kind}
        known = mine[(mine["kind"] == kind) & mine["value"].notna() & (mine["year"] <= 2025)]
        assert list(given) == known["year"].tolist()
        for row in known.itertuples():
            assert float(given[row.year]["value"]) == pytest.approx(row.value, rel=1e-9)
            assert given[row.year]["unit"] == "亿元"
            if kind == "observed":
                assert given[row.year]["published"] == f"{row.published:%Y-%m-%d}"
                assert given[row.year]["source"] == now.sources[row.source_id]
            else:
                ends = [float(given[row.year][c]) for c in ("low80", "high80", "low95", "high95")]
                assert ends == pytest.approx([row.low80, row.high80, row.low95, row.high95])
    goals = [
        (r["comparator"], float(r["value"]), r["reading"]) for r in rows if r["kind"] == "target"
    ]
    assert goals == [(">=", pytest.approx(422.2), "ratio")]
    assert {(r["indicator_id"], r["region"]) for r in rows} == {("rd_expenditure", "140000")}


def test_the_file_of_every_chart_can_be_read_back(everything):
    for key, chart in everything.items():
        rows = rows_of(chart)
        assert len(rows) == len(chart.points.numbers) >= 2, key
        filled = chart.points.numbers.dropna(axis="columns", how="all")
        assert list(rows[0]) == list(filled.columns), key


def test_a_map_answers_in_every_tile_with_what_stands_in_it(compared):
    chart = regions_charts.target_maps(compared).charts[0]
    shown = chart.svg()
    labels = [c[2].splitlines() for c in places_of(chart).circles]
    assert len(labels) == 31
    for _, value in labels:
        assert f">{html.escape(value)}<" in shown


def test_a_line_of_odds_answers_where_the_odds_became_others(year):
    charts = what_changed_charts.fever_charts(year).charts
    assert charts
    for chart in charts:
        told = chart.points.numbers
        assert (told["probability"].diff().iloc[1:] != 0).all()
        labels = [c[2] for c in places_of(chart).circles]
        for label, row in zip(labels, told.itertuples(), strict=True):
            assert label.startswith(f"{row.as_of}\n{wording.percent(row.probability)} ")


def test_a_revised_value_says_what_was_published_first():
    shown = plan()
    projections, verdicts = situation(shown)
    first = projections["value"].where(projections["year"] == 2023) - 55
    told = projections.assign(first_value=first.where(projections["kind"] == "observed"))
    labels = [c[2] for c in places_of(fan_chart(told, shown, "firms", verdicts=verdicts)).circles]
    assert "原报4100家" in next(label for label in labels if label.startswith("2023年"))
    assert sum("原报" in label for label in labels) == 1


def test_hostile_words_are_words_in_the_places_and_the_file():
    shown = plan()
    projections, verdicts = situation(shown)
    for name in (HOSTILE, '=1+1", #%0A&amp;"', "\u202etxt"):
        chart = fan_chart(projections, shown, "firms", verdicts=verdicts, sources={"s": name})
        assert "<script" not in chart._repr_html_() and "\u202e" not in chart._repr_html_()
        plain = name.replace("\u202e", "")
        assert plain in places_of(chart).circles[0][2]
        cell = rows_of(chart)[0]["source"]
        assert cell == (f"'{plain}" if plain.startswith("=") else plain)


def test_a_chart_with_nothing_to_plot_answers_nothing():
    shown = plan()
    projections, _ = situation(shown)
    chart = fan_chart(projections.iloc[:0], shown, "firms")
    assert chart.points is None and "<a " not in chart._repr_html_()


def test_a_year_that_two_rows_tell_of_answers_once():
    """A bound published for a year that is projected as well, and the target due in it."""
    shown = plan()
    projections, verdicts = situation(shown)
    bound = projections[projections["year"] == 2023].iloc[[0]]
    bound = bound.assign(year=2025, value=4500.0, qualifier="at_least")
    both = pd.concat([projections, bound.astype(projections.dtypes.to_dict())], ignore_index=True)
    labels = [c[2] for c in places_of(fan_chart(both, shown, "firms", verdicts=verdicts)).circles]
    assert len(labels) == len({label[:5] for label in labels})
    last = labels[-1]
    for words in ("2025年", "4500家以上", "推算中位", "80%区间", "95%区间", "目标：≥5000家"):
        assert words in last
