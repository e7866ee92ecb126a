"""The colours of the charts: contrast, and apart for every eye."""

import itertools
import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from analysis.telling.kit import drawing


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


def test_marks_of_one_kind_say_their_style_once_and_others_each_their_own():
    drawn = drawing.sketch((3, 2))
    drawn.axes.scatter([1, 2, 3], [1, 2, 3], color=drawing.ACCENT)
    drawn.axes.scatter([1, 2], [3, 1], color=[drawing.TARGET, drawing.INK])
    shown = drawing.svg_of(drawn.figure)
    alike = re.search(r'<g [^>]*style="([^"]*)">(<use [^>]*/>){3}</g>', shown)
    assert alike and "--chart-accent" in alike[1] and "style" not in alike[0].split(">", 1)[1]
    each = re.findall(r'<g[^>]* style="([^"]*)"><use [^>]*/></g>', shown)
    assert ["target" in style for style in each] == [True, False] and "--chart-ink" in each[1]
