"""Several regions side by side."""

import pytest

import analysis
from analysis.telling.start_here import region_chart
from support.drawings import PROVINCES


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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_of_regions_names_them(records, lang):
    rows = analysis.region_verdicts(records, ["140000", "410000"], indicator_id="rd_expenditure")
    names = {"140000": "<b>山西</b>"}
    page = analysis.region_table(rows, records.plan, names, lang=lang)._repr_html_()
    assert "&lt;b&gt;山西&lt;/b&gt;" in page and "410000" in page
