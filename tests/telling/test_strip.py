"""The picture at the head of 05: every promise once, in the lane of its verdict."""

import re

import pandas as pd
import pytest

from analysis.judging.attainment import promises
from analysis.telling.kit.statuses import STATUSES
from analysis.telling.strip import SPELLED_OUT, promise_strip


def test_every_promise_stands_once_in_the_lane_of_its_verdict(now):
    strip = promise_strip(now.verdicts, now.plan)
    best = promises(now.verdicts)
    assert len(strip.rows) == len(best)
    counts = best["status"].value_counts()
    assert strip.rows["status"].value_counts().to_dict() == counts.to_dict()
    lanes = [s for s in STATUSES.index if s in counts.index]
    assert list(dict.fromkeys(strip.rows["status"])) == lanes


def test_within_a_verdict_the_likeliest_stands_first(now):
    for _, mine in promise_strip(now.verdicts, now.plan).rows.groupby("status"):
        assert mine["probability"].dropna().is_monotonic_decreasing


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_bar_of_each_is_its_probability_as_printed(now, lang):
    page = promise_strip(now.verdicts, now.plan, lang=lang)._repr_html_()
    bars = re.findall(r'--odds:(\d+)%">[^<]*<b>(?:&[lg]t;)?(\d+)%</b>', page)
    odds = promise_strip(now.verdicts, now.plan).rows["probability"].notna().sum()
    assert len(bars) == odds and all(a == b for a, b in bars)
    assert page.count("<li") == len(promises(now.verdicts))


@pytest.mark.parametrize("n", [SPELLED_OUT, SPELLED_OUT + 1])
def test_a_long_lane_without_odds_opens_when_asked_for(now, n):
    best = promises(now.verdicts)
    some = pd.concat([best.iloc[[0]]] * n, ignore_index=True).assign(
        status="not_assessable",
        probability=float("nan"),
        indicator_id=now.plan.indicators["indicator_id"].iloc[:n].to_numpy(),
        target_id=[f"t{k}" for k in range(n)],
    )
    page = promise_strip(some, now.plan)._repr_html_()
    assert ("<details>" in page) == (n > SPELLED_OUT) and page.count("<li>") == n


def test_without_a_target_nothing_is_drawn(now):
    assert promise_strip(now.verdicts.iloc[:0], now.plan)._repr_html_() == ""
