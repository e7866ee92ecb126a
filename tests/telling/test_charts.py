"""Charts: words that keep apart, stay legible, have glyphs, and say what the data say."""

import itertools
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.text import Text

import analysis
from analysis.telling import calibration_charts
from analysis.telling.baseline import history_charts
from analysis.telling.kit import drawing, labels
from analysis.telling.kit.chart import Chart
from analysis.telling.kit.fan import fan_chart
from analysis.telling.kit.fan_grid import small_multiples
from analysis.telling.kit.statuses import STATUSES
from analysis.telling.kit.typography import FONT_FILE
from analysis.telling.projections import projection_charts
from analysis.telling.start_here import region_chart
from analysis.telling.targets_charts import progress_chart
from support.shanxi import ROOT
from support.small_plan import plan, situation

LANGUAGES = ("zh", "en")
PROVINCES = {"140000": "山西", "410000": "河南", "610000": "陕西"}


@pytest.fixture(scope="session")
def everywhere(now):
    return analysis.load_observations(now.plan, region="all", root=ROOT)


@pytest.fixture(scope="session")
def drawn(now, then, everywhere, calibration_drawn) -> dict[tuple[str, str], Chart]:
    """Every chart of the notebooks on the real data, in both languages."""
    out = {}
    for lang in LANGUAGES:
        told = {"sources": now.sources, "lang": lang}
        grids = {
            "multiples": small_multiples(now.projections, now.plan, now.verdicts, **told),
            "history": history_charts(now.projections, now.plan, **told),
            "ahead": projection_charts(now.projections, now.plan, now.verdicts, **told),
            "free": projection_charts(now.projections, now.plan, now.untargeted, **told),
            "hindsight": calibration_charts.hindsight_charts(then, now, lang=lang),
        }
        for name, grid in grids.items():
            out |= {(f"{name}{i}", lang): chart for i, chart in enumerate(grid.charts)}
        out["progress", lang] = progress_chart(now.verdicts, now.plan, lang=lang)
        out["regions", lang] = region_chart(
            everywhere, now.plan, "rd_expenditure", PROVINCES, **told
        )
    return out | calibration_drawn


def texts(chart: Chart) -> list[Text]:
    """The words of a drawing that have something to say and are seen."""
    chart.figure.canvas.draw()
    return [t for t in chart.figure.findobj(Text) if t.get_text().strip() and t.get_visible()]


def boxes(chart: Chart) -> list[tuple[str, object]]:
    """Each word drawn, with its box, ticks beyond the axes left out."""
    inside = []
    renderer = chart.figure.canvas.get_renderer()
    hidden = set()
    for axes in chart.figure.axes:
        for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            low, high = sorted(limits)
            hidden |= {
                id(t.label1)
                for t in axis.get_major_ticks()
                if not low - 1e-9 <= t.get_loc() <= high + 1e-9
            }
            hidden |= {id(t.label2) for t in axis.get_major_ticks()}
    for t in texts(chart):
        if id(t) not in hidden:
            inside.append((t.get_text(), Text.get_window_extent(t, renderer)))
    return inside


@given(
    st.lists(st.tuples(st.floats(-50, 250), st.floats(5, 20)), min_size=1, max_size=9),
)
def test_spread_words_neither_overlap_nor_leave_their_bounds_nor_change_order(wanted):
    at, sizes = (np.array(x) for x in zip(*wanted, strict=True))
    centres = labels.spread(at, sizes, 0.0, 200.0)
    order = np.argsort(at, kind="stable")
    gaps = np.diff(centres[order]) - (sizes[order][1:] + sizes[order][:-1]) / 2
    assert (gaps > -1e-6).all()
    if sizes.sum() <= 200:
        assert (centres - sizes / 2 > -1e-6).all() and (centres + sizes / 2 < 200 + 1e-6).all()


def test_words_with_room_stay_level_with_their_points():
    assert labels.spread([10, 50, 90], [10, 10, 10], 0, 100).tolist() == [10, 50, 90]


def test_words_at_one_height_are_moved_equally_far():
    """Two of height 10 at 50: 45 and 55."""
    assert labels.spread([50, 50], [10, 10], 0, 100).tolist() == [45, 55]


def test_no_word_of_any_chart_lies_on_another_or_is_cut_off(drawn):
    faults = []
    for key, chart in drawn.items():
        width, height = chart.figure.canvas.get_width_height()
        words = boxes(chart)
        for text, box in words:
            if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1:
                faults.append((*key, "cut off", text))
        for (one, a), (other, b) in itertools.combinations(words, 2):
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            up = min(a.y1, b.y1) - max(a.y0, b.y0)
            # A text's box has air above and below its letters.
            if across > 1 and up > 4:
                faults.append((*key, "overlap", one, other))
    assert faults == []


def test_words_are_no_smaller_than_twelve_pixels_on_a_phone(drawn):
    for (name, lang), chart in drawn.items():
        room = drawing.COLUMN if chart.figure.get_figwidth() < drawing.WIDTH else drawing.PHONE
        scale = room / (72 * chart.figure.get_figwidth())
        smallest = min(t.get_fontsize() for t in texts(chart))
        assert smallest * scale >= 12, (name, lang, smallest * scale)


def test_every_character_of_every_chart_is_in_the_shipped_font(drawn):
    held = set(TTFont(FONT_FILE).getBestCmap())
    used = {
        c
        for chart in drawn.values()
        for text in (
            *(t.get_text() for t in texts(chart)),
            *(chart.title, chart.subtitle, chart.source, chart.alt),
        )
        for c in text
    }
    assert {c for c in used if ord(c) not in held and not c.isspace()} == set()


def test_every_chart_says_its_finding_and_its_data_in_words(drawn):
    for key, chart in drawn.items():
        assert chart.title and re.search(r"\d", chart.alt), key
        assert f'aria-label="{chart.alt[:10]}' in chart.svg() or "&" in chart.alt[:10]


def test_a_drawing_is_small_and_its_text_is_text(drawn):
    for key, chart in drawn.items():
        drawing_text = chart.svg()
        assert len(drawing_text.encode()) < 16_000, key
        assert "<image" not in drawing_text and "<text" in drawing_text
        assert "DejaVu" not in drawing_text and drawing_text.count("font-family") == 0


def test_a_page_can_give_a_drawing_its_own_colours(drawn):
    for key, chart in drawn.items():
        assert re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", chart.svg()) == [], key
    assert "var(--chart-accent, #1b5e8c)" in drawn["ahead0", "zh"].svg()
    for status, row in STATUSES.iterrows():
        assert drawing.PALETTE[status][0] == row["colour"]
    for role in drawing.PALETTE:
        assert f"--chart-{role}: #" in drawing.chart_variables(dark=True)


def contrast(one: str, other: str) -> float:
    """WCAG 2.1, relative luminance and contrast ratio."""
    linear = [
        [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in to_rgb(c)]
        for c in (one, other)
    ]
    light = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in linear)
    return (light[1] + 0.05) / (light[0] + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_words_have_the_contrast_that_readers_need(dark):
    ground = drawing.PALETTE["ground"][dark]
    for role, pair in drawing.PALETTE.items():
        if role in ("ink", "quiet", "accent", "target") or role.startswith("series"):
            assert contrast(pair[dark], ground) >= 4.5, role


# Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color Vision
# Deficiency, 2009, table of severity 1.0.
DEFICIENT = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", DEFICIENT)
def test_series_are_apart_for_colour_blind_readers(kind, dark):
    """Distances in RGB from 0 to 1.73; the first three, which most charts have, well apart."""
    colours = [drawing.PALETTE[f"series{n}"][dark] for n in range(1, 7)]
    seen = [np.asarray(DEFICIENT[kind]) @ np.asarray(to_rgb(c)) for c in colours]
    apart = [
        (max(i, j), np.linalg.norm(seen[i] - seen[j]))
        for i, j in itertools.combinations(range(6), 2)
    ]
    assert min(d for last, d in apart if last < 3) > 0.35
    assert min(d for _, d in apart) > 0.14


def test_a_line_is_not_drawn_across_a_change_of_definition():
    shown = plan()
    shown.indicators["definition_breaks"] = ["2022:新口径"]
    projections, verdicts = situation(shown)
    axes = fan_chart(projections, shown, "firms", verdicts=verdicts).figure.axes[0]
    pairs = [
        pair
        for line in axes.lines
        if line.get_color() == drawing.ACCENT and line.get_linestyle() == "-"
        for pair in itertools.pairwise(np.column_stack([line.get_xdata(), line.get_ydata()]))
    ]
    across = [p for p in pairs if p[0][0] < 2021.5 < p[1][0] and np.isfinite(p).all()]
    assert pairs and across == []


def test_a_revised_value_is_ringed_and_its_first_value_named():
    shown = plan()
    projections, verdicts = situation(shown)
    first = pd.Series(np.nan, index=projections.index)
    first[(projections["year"] == 2022) & (projections["kind"] == "observed")] = 3000.0
    told = projections.assign(first_value=first)
    chart = fan_chart(told, shown, "firms", verdicts=verdicts)
    assert any("原报 3000" == t.get_text() for t in texts(chart))
    assert "2022年先报3000家，后为3916家" in chart.alt


def test_a_multiple_and_a_level_are_told_apart_at_their_targets():
    shown = plan()
    projections, verdicts = situation(shown)
    words = [t.get_text() for t in texts(fan_chart(projections, shown, "firms", verdicts=verdicts))]
    assert "≥5000" in words and "≥6376（2倍）" in words


def test_a_grid_of_charts_shares_its_years_and_its_margins(now):
    grid = small_multiples(now.projections, now.plan, now.verdicts)
    limits = {tuple(np.round(c.figure.axes[0].get_xlim(), 6)) for c in grid.charts}
    assert len(limits) == 1


def test_regions_are_compared_on_one_scale_or_as_multiples_of_one_year(now, everywhere):
    chart = region_chart(
        everywhere, now.plan, "rd_expenditure", PROVINCES, index_year=2020, lang="en"
    )
    assert "2020" in chart.alt or "1 ×" in chart.alt
    seen = everywhere[(everywhere["indicator_id"] == "rd_expenditure")]
    values = seen.set_index(["region", "year"])["value"]
    last = int(seen.loc[seen["region"] == "140000", "year"].max())
    expected = values["140000", last] / values["140000", 2020]
    assert f"{expected:.2f}".rstrip("0").rstrip(".") in chart.alt


def test_a_picture_for_print_carries_its_words(drawn):
    picture = drawn["ahead0", "zh"].png()
    assert picture.startswith(b"\x89PNG")
    width = int.from_bytes(picture[16:20], "big")
    assert width == round(2 * 72 * drawing.WIDTH)


HOSTILE = '<script>alert("x")</script>" onerror=alert(1) $x^2$ \u202etxt javascript:x =1+1'


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_words_are_words_in_a_chart(lang):
    shown = plan(HOSTILE)
    projections, verdicts = situation(shown)
    told = {"verdicts": verdicts, "sources": {"s": HOSTILE}, "lang": lang}
    for chart in (
        fan_chart(projections, shown, "firms", **told),
        progress_chart(verdicts, shown, lang=lang),
    ):
        tags = Tags()
        tags.feed(chart._repr_html_())
        assert "script" not in tags.names and "onerror" not in tags.attributes
        assert "\u202e" not in chart.svg()
        assert chart.png()


class Tags(HTMLParser):
    """Which tags and attributes a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.names, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def drawn_firms():
    shown = plan()
    projections, verdicts = situation(shown)
    return fan_chart(projections, shown, "firms", verdicts=verdicts).figure.axes[0]


def test_a_rounded_value_is_hollow_and_an_exact_one_is_filled():
    """Of 2015, 2020, 2022 and 2023, the value of 2022 is “about”."""
    fills = {
        float(x): to_hex(collection.get_facecolor()[0])
        for collection in drawn_firms().collections
        if isinstance(collection, PathCollection)
        for x in collection.get_offsets()[:, 0]
        if to_hex(collection.get_edgecolor()[0]) == drawing.ACCENT
    }
    assert fills[2022.0] == drawing.GROUND
    assert {fills[year] for year in (2015.0, 2020.0, 2023.0)} == {drawing.ACCENT}


def test_the_way_to_each_target_is_straight_thin_and_dashed():
    ways = [line for line in drawn_firms().lines if line.get_color() == drawing.TARGET]
    ends = {(tuple(line.get_xdata()), tuple(line.get_ydata())) for line in ways}
    assert ends == {((2020, 2025), (3188, 5000)), ((2020, 2025), (3188, 6376))}
    assert all(line.get_linestyle() == "--" and line.get_linewidth() <= 1 for line in ways)


def test_stocks_and_flows_are_shown_from_zero():
    assert drawn_firms().get_ylim()[0] == 0
