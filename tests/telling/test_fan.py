"""The fan chart: what is drawn how, and what it says in words."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

from analysis.telling.kit import drawing
from analysis.telling.kit.fan import fan_chart
from analysis.telling.kit.fan_grid import small_multiples
from analysis.telling.targets_charts import progress_chart
from support.drawings import texts
from support.small_plan import plan, situation


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_chart_has_an_alternative_text_made_from_its_data(lang):
    shown = plan()
    projections, verdicts = situation(shown)
    chart = fan_chart(projections, shown, "firms", verdicts=verdicts, lang=lang)
    value = "4155" if lang == "zh" else "4,155"
    assert value in chart.alt and value in chart.svg()
    assert 'role="img"' in chart.svg()
    assert len(small_multiples(projections, shown, verdicts, lang=lang).charts) == 1
    assert "53%" in progress_chart(verdicts, shown, lang=lang).alt


def test_no_bars_are_drawn_where_no_target_can_be_placed_on_its_way():
    shown = plan()
    _, verdicts = situation(shown)
    assert progress_chart(verdicts.assign(share_travelled=np.nan), shown) is None


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


def published_pairs(axes) -> list[tuple[float, float]]:
    """The years that each drawn piece of a published line goes from and to."""
    lines = [line for line in axes.lines if line.get_linestyle() == "-"]
    return [
        pair
        for line in lines
        if line.get_color() in (drawing.ACCENT, drawing.INK)
        for pair in itertools.pairwise(map(float, line.get_xdata()))
    ]


def test_years_without_a_figure_are_left_open():
    """Of 2015, 2020, 2022 and 2023 only the last two follow one another."""
    assert published_pairs(drawn_firms()) == [(2022.0, 2023.0)]


def test_a_line_of_what_came_later_is_open_over_a_gap_too():
    shown = plan()
    projections, _ = situation(shown)
    last = projections[projections["kind"] == "observed"].iloc[[-1]]
    later = pd.concat([last.assign(year=y, value=4200.0) for y in (2024, 2026, 2027)])
    axes = fan_chart(projections, shown, "firms", later=later).figure.axes[0]
    assert published_pairs(axes)[1:] == [(2026.0, 2027.0)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_interval_is_called_one_and_says_that_it_goes_beyond_the_paper(lang):
    shown = plan()
    projections, verdicts = situation(shown)
    narrow = projections.assign(low95=projections["low80"], high95=projections["high80"])
    wide = projections.assign(high95=projections["high95"] * 9)
    for rows, cut in ((narrow, False), (wide, True)):
        drawn = fan_chart(rows, shown, "firms", verdicts=verdicts, lang=lang)
        words = [t.get_text() for t in texts(drawn)]
        name = {"zh": "95%区间", "en": "95%\ninterval"}[lang]
        beyond = {"zh": "\n（未画全）", "en": "\n(cut off)"}[lang]
        assert name + beyond * cut in words


def test_data_target_and_the_80_percent_band_set_the_scale_and_the_95_percent_band_does_not():
    shown = plan()
    projections, verdicts = situation(shown)
    top = fan_chart(projections, shown, "firms", verdicts=verdicts).figure.axes[0].get_ylim()[1]

    def top_with(**changes) -> float:
        told = projections.assign(**changes)
        return fan_chart(told, shown, "firms", verdicts=verdicts).figure.axes[0].get_ylim()[1]

    assert top > verdicts["target_value"].max()
    assert top_with(high95=projections["high95"] * 9) == top
    assert top_with(high80=8000.0) > 8000
    assert top_with(high80=1e6) < 2 * top, "a runaway band does not flatten the history"


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
    assert "≥5000" in words and "≥6376\n（2倍）" in words


def test_a_grid_of_charts_shares_its_years_and_its_margins(now):
    grid = small_multiples(now.projections, now.plan, now.verdicts)
    limits = {tuple(np.round(c.figure.axes[0].get_xlim(), 6)) for c in grid.charts}
    assert len(limits) == 1


def test_a_chart_ends_where_its_data_and_its_last_deadline_do():
    """The plan's other targets go on to 2035, this one's to 2025."""
    shown = plan()
    projections, verdicts = situation(shown)
    last = projections.loc[projections["year"].idxmax()]
    far = pd.DataFrame([last.to_dict() | {"year": y} for y in range(2026, 2036)])
    longer = pd.concat([projections, far.astype(projections.dtypes.to_dict())], ignore_index=True)
    chart = fan_chart(longer, shown, "firms", verdicts=verdicts)
    assert chart.figure.axes[0].get_xlim()[1] < 2027
    alone = fan_chart(longer, shown, "firms")
    assert alone.figure.axes[0].get_xlim()[1] > 2034


def test_one_revision_is_named_and_every_one_is_marked():
    shown = plan()
    projections, verdicts = situation(shown)
    seen = projections["kind"] == "observed"
    first = projections["value"].where(seen) * 1.001
    chart = fan_chart(projections.assign(first_value=first), shown, "firms", verdicts=verdicts)
    assert sum("有修订" in t.get_text() for t in texts(chart)) == 1
    rings = [
        c
        for c in chart.figure.axes[0].collections
        if isinstance(c, PathCollection) and c.get_sizes().tolist() == [60.0]
    ]
    assert sum(len(c.get_offsets()) for c in rings) == seen.sum()


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
