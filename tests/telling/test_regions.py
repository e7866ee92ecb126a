"""What 10-regions says and draws."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from analysis.judging import regions
from analysis.judging.regions import compare_regions, panel, panel_verdicts
from analysis.telling import regions_charts as drawn
from analysis.telling.kit.drawing import LINE
from analysis.telling.regions import (
    city_tables,
    peer_table,
    rank_table,
    region_words,
    target_table,
    target_words,
)
from analysis.telling.regions_tiles import DARK, ON_DARK, ON_LIGHT, STEPS
from support.drawings import texts


def test_the_six_central_provinces_have_a_row_each(compared):
    assert len(peer_table(compared, "rd_expenditure").frame) == 6


def test_before_anything_is_published_there_are_words_and_nothing_to_draw(records, monkeypatch):
    few = ["140000", "340000"]
    monkeypatch.setattr(
        regions, "panel_verdicts", lambda r, as_of: panel_verdicts(r, few, as_of=as_of)
    )
    before = compare_regions(records, as_of="2005-01-01")
    for lang in ("zh", "en"):
        assert str(region_words(before, lang=lang)) and str(target_words(before, lang=lang))
        assert drawn.growth_maps(before, lang=lang).charts == ()
        assert drawn.peer_charts(before, lang=lang).charts == ()
        assert city_tables(before, lang=lang)._repr_html_()
        assert target_table(before, lang=lang).frame.empty


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_and_sentences_are_written_out(compared, lang):
    for table in (
        rank_table(compared, lang=lang),
        target_table(compared, lang=lang),
        *city_tables(compared, lang=lang).tables,
    ):
        assert len(table.frame) and not re.search(r"\bnan\b", table._repr_html_())
    assert {"zh": "31个省级地区", "en": "31 provinces"}[lang] in str(
        region_words(compared, lang=lang)
    )
    assert {"zh": "山西为", "en": "Shanxi stands at"}[lang] in str(
        target_words(compared, lang=lang)
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_map_says_in_words_what_every_tile_shows(compared, lang):
    chart = drawn.growth_maps(compared, lang=lang).charts[0]
    names, tiles = compared.names(lang, short=True), compared.tiles.set_index("region")
    shown = chart.svg()
    for code in panel(compared.records):
        assert names[code] in chart.alt
        assert f">{names[code] if lang == 'zh' else tiles.loc[code, 'letters']}<" in shown
    without = tiles[~tiles["has_data"]]
    assert sorted(without["name_en"]) == ["Hong Kong", "Macao", "Taiwan"]
    for tile in without.itertuples():
        assert (tile.name_en if lang == "en" else tile.name_zh) in chart.alt
        assert f">{tile.letters if lang == 'en' else tile.name_zh}<" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_regions_without_places_on_a_map_have_no_map(compared, lang):
    placeless = replace(compared, tiles=compared.tiles.iloc[:0])
    assert drawn.growth_maps(placeless, lang=lang).charts == ()
    assert drawn.target_maps(placeless, lang=lang).charts == ()


def test_names_at_the_ends_of_lines_keep_apart_and_their_order(compared):
    chart = drawn.peer_charts(compared).charts[0]
    names = set(compared.names("zh", short=True))
    ends = [t for t in texts(chart) if t.get_text().split(" ")[0] in names]
    heights = [t.get_window_extent().y0 for t in ends]
    values = [float(t.get_text().split(" ")[1]) for t in ends]
    assert len(ends) > 3 and values == sorted(values, reverse=True)
    assert all(above - below >= LINE - 0.1 for above, below in pairwise(heights))


def light(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def test_what_stands_in_a_tile_can_be_read_on_it_in_either_theme(compared):
    """Its ink is no role of the palette, which a dark page would turn, as its fill is none."""
    for step, fill in enumerate(STEPS):
        ink = ON_DARK if step >= DARK else ON_LIGHT
        one, other = sorted((light(ink), light(fill)), reverse=True)
        assert (one + 0.05) / (other + 0.05) >= 4.5
    shown = drawn.growth_maps(compared).charts[0].svg()
    assert f"fill: {ON_LIGHT}" in shown and f"fill: {ON_DARK}" in shown
    assert all(f"fill: {fill}" in shown for fill in STEPS)
