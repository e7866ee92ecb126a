"""Charts: words that keep apart, stay legible, have glyphs, and say what the data say."""

import itertools
import re

import pytest
from fontTools.ttLib import TTFont
from matplotlib.text import Text

from analysis.telling import calibration_charts
from analysis.telling.baseline import history_charts
from analysis.telling.kit import drawing
from analysis.telling.kit.chart import Chart
from analysis.telling.kit.fan_grid import small_multiples
from analysis.telling.kit.statuses import STATUSES
from analysis.telling.kit.typography import FONT_FILE
from analysis.telling.projections import projection_charts
from analysis.telling.regions_charts import peer_charts
from analysis.telling.start_here import region_chart
from analysis.telling.targets_charts import progress_chart
from analysis.telling.what_changed_charts import fever_charts
from support.drawings import PROVINCES, texts

LANGUAGES = ("zh", "en")


@pytest.fixture(scope="session")
def drawn(now, then, everywhere, calibration_drawn, compared, year) -> dict[tuple[str, str], Chart]:
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
            "fever": fever_charts(year, lang=lang),
            "index": peer_charts(compared, lang=lang),
        }
        for name, grid in grids.items():
            out |= {(f"{name}{i}", lang): chart for i, chart in enumerate(grid.charts)}
        out["progress", lang] = progress_chart(now.verdicts, now.plan, lang=lang)
        out["regions", lang] = region_chart(
            everywhere, now.plan, "rd_expenditure", PROVINCES, **told
        )
    return out | calibration_drawn


@pytest.fixture(scope="module")
def words(drawn) -> dict[tuple[str, str], list[Text]]:
    """The words of each chart."""
    return {key: texts(chart) for key, chart in drawn.items()}


@pytest.fixture(scope="module")
def pictures(drawn) -> dict[tuple[str, str], str]:
    """Each chart as a page holds it."""
    return {key: chart.svg() for key, chart in drawn.items()}


def boxes(chart: Chart, words: list[Text]) -> list[tuple[str, object]]:
    """Each word drawn, with its box, ticks beyond the axes left out."""
    inside = []
    renderer = drawing.ruler(chart.figure.dpi)
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
    for t in words:
        if id(t) not in hidden:
            inside.append((t.get_text(), Text.get_window_extent(t, renderer)))
    return inside


def test_no_word_of_any_chart_lies_on_another_or_is_cut_off(drawn, words):
    faults = []
    for key, chart in drawn.items():
        width, height = chart.figure.canvas.get_width_height()
        placed = boxes(chart, words[key])
        for text, box in placed:
            if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1:
                faults.append((*key, "cut off", text))
        for (one, a), (other, b) in itertools.combinations(placed, 2):
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            up = min(a.y1, b.y1) - max(a.y0, b.y0)
            # A text's box has air above and below its letters.
            if across > 1 and up > 4:
                faults.append((*key, "overlap", one, other))
    assert faults == []


def test_words_are_no_smaller_than_twelve_pixels_on_a_phone(drawn, words):
    for (name, lang), chart in drawn.items():
        room = drawing.COLUMN if chart.figure.get_figwidth() < drawing.WIDTH else drawing.PHONE
        scale = room / (72 * chart.figure.get_figwidth())
        smallest = min(t.get_fontsize() for t in words[name, lang])
        assert smallest * scale >= 12, (name, lang, smallest * scale)


def test_the_plot_takes_most_of_its_drawing(drawn):
    """Words stand beside it, as narrow as they can be broken."""
    for key, chart in drawn.items():
        (axes,) = chart.figure.axes
        assert axes.get_position().width >= (0.58 if key[0][:9] == "multiples" else 0.62), key


def test_every_character_of_every_chart_is_in_the_shipped_font(drawn, words):
    held = set(TTFont(FONT_FILE).getBestCmap())
    used = {
        c
        for key, chart in drawn.items()
        for text in (
            *(t.get_text() for t in words[key]),
            *(chart.title, chart.subtitle, chart.source, chart.alt),
        )
        for c in text
    }
    assert {c for c in used if ord(c) not in held and not c.isspace()} == set()


def test_every_chart_says_its_finding_and_its_data_in_words(drawn, pictures):
    for key, chart in drawn.items():
        assert chart.title and re.search(r"\d", chart.alt), key
        assert f'aria-label="{chart.alt[:10]}' in pictures[key] or "&" in chart.alt[:10]


def test_a_drawing_is_small_and_its_text_is_text(pictures):
    for key, drawing_text in pictures.items():
        assert len(drawing_text.encode()) < 16_000, key
        assert "<image" not in drawing_text and "<text" in drawing_text
        assert "DejaVu" not in drawing_text and drawing_text.count("font-family") == 0


def test_a_page_can_give_a_drawing_its_own_colours(pictures):
    for key, picture in pictures.items():
        assert re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", picture) == [], key
    assert "var(--chart-accent, #1b5e8c)" in pictures["ahead0", "zh"]
    for status, row in STATUSES.iterrows():
        assert drawing.PALETTE[status][0] == row["colour"]
    for role in drawing.PALETTE:
        assert f"--chart-{role}: #" in drawing.chart_variables(dark=True)


def test_a_picture_for_print_carries_its_words(drawn):
    picture = drawn["ahead0", "zh"].png()
    assert picture.startswith(b"\x89PNG")
    width = int.from_bytes(picture[16:20], "big")
    assert width == round(2 * 72 * drawing.WIDTH)
