"""Charts that several test files of this room look at."""

import pandas as pd
import pytest

import analysis
from analysis.telling import calibration_charts
from analysis.telling.kit.chart import Chart
from support.shanxi import ROOT


@pytest.fixture(scope="session")
def calibration_drawn(now, calibrated) -> dict[tuple[str, str], Chart]:
    """The charts of 06-calibration that there is one of, in both languages."""
    told = {
        (make, lang): getattr(calibration_charts, make)(calibrated, lang=lang)
        for make in ("statement_chart", "coverage_chart", "replay_chart")
        for lang in ("zh", "en")
    }
    methods = {
        ("method_chart", lang): calibration_charts.method_chart(now, lang=lang)
        for lang in ("zh", "en")
    }
    return told | methods


@pytest.fixture(scope="session")
def everywhere(now) -> pd.DataFrame:
    """What is known of every region."""
    return analysis.load_observations(now.plan, region="all", root=ROOT)
