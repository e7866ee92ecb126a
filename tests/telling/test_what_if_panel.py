"""Menus and sliders in a notebook: what they say is what the engine judged there and then."""

import html
import re
import subprocess
import sys

import pytest
from IPython.core.formatters import DisplayFormatter
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from analysis import what_if_panel
from analysis.briefing import page
from analysis.judging.situations import read_records, situation_of
from analysis.judging.what_if import what_if
from analysis.judging.what_if_choices import choices
from analysis.records.errors import PlanDataError
from analysis.telling.kit.names import likelihood_name, status_name
from analysis.telling.kit.wording import percent, quantity
from analysis.telling.what_if_controls import Controls
from analysis.telling.what_if_panel import WIDGET, asked_by_a_person
from support.shanxi import PLAN, ROOT

DAY = "2023-12-31"
LANGUAGES = ("zh", "en")


def words(*parts) -> str:
    """What widgets of text say, without their tags."""
    shown = " ".join(part.value for part in parts)
    return html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", shown))


@pytest.fixture(scope="module")
def reading(records):
    """A plan is read once for all of these tests."""

    def read(plan, *, root):
        return records if plan == PLAN else read_records(plan, root=root)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("analysis.telling.what_if_panel.read_records", read)
        yield


@pytest.fixture(scope="module", params=LANGUAGES)
def panel(request, reading):
    begin = {"as_of": DAY, "indicator": "high_tech_firms"}
    return what_if_panel(PLAN, lang=request.param, root=ROOT, **begin)


@pytest.fixture
def shown(panel):
    """Its menus and sliders as nobody has touched them; what was worked out is shared."""
    return Controls(panel.desk, panel.region, panel.as_of, panel.indicator, panel.context)


@pytest.fixture
def of_a_person(monkeypatch):
    """As in a kernel whose front end says whether somebody can answer."""

    def run(allow_stdin: bool):
        class Kernel:
            def get_parent(self, channel):
                return {"content": {"allow_stdin": allow_stdin}}

        shell = type("Shell", (), {"kernel": Kernel()})()
        monkeypatch.setattr("IPython.get_ipython", lambda: shell)

    return run


def test_every_place_of_the_sliders_says_its_rows_numbers_and_words(panel, shown, on):
    lang, now = panel.lang, on(DAY)
    rows = choices(now)
    firms = rows[rows["indicator_id"] == "high_tech_firms"].iloc[0]
    found = what_if(now, firms)
    assert shown.target.value == firms["target_id"]
    assert found.targets["value"].iloc[shown.goal.value] == firms["target_value"]
    assert len(shown.goal.options) == len(found.targets)
    assert len(shown.pace.options) == len(found.paces)
    for at, row in enumerate(found.targets.itertuples()):
        shown.goal.value = at
        said = words(shown.said_of_goal)
        assert percent(row.probability) in said and status_name(row.status, lang) in said
        assert likelihood_name(row.probability, lang) in said
        sentence = words(shown.about)
        assert quantity(row.value, "家", lang) in sentence and percent(row.probability) in sentence
    for at, row in enumerate(found.paces.itertuples()):
        shown.pace.value = at
        said = words(shown.said_of_pace)
        assert percent(row.probability) in said and quantity(row.value, "家", lang) in said
        assert quantity(row.value, "家", lang) in words(shown.drawing)
    assert lang == "zh" or not re.search("[一-鿿]", words(shown.said_of_pace, shown.said_of_goal))


def test_the_verdict_of_a_growth_is_that_of_the_target_chosen(panel, shown):
    now = panel.desk.situation(panel.region, DAY)
    rows = panel.desk.choices(panel.region, DAY).set_index("target_id", drop=False)
    found = what_if(now, rows.loc[shown.target.value])
    met = {"zh": "，达到目标", "en": "which meets"}[panel.lang]
    shown.pace.value = len(found.paces) - 1
    for at, value in enumerate(found.targets["value"]):
        shown.goal.value = at
        assert (met in words(shown.said_of_pace)) == (found.paces["value"].iloc[-1] >= value)


def test_sources_and_the_plans_sentence_are_named(panel, shown):
    said = words(shown.about)
    assert "5000家以上" in said and {"zh": "来源：", "en": "Source: "}[panel.lang] in said


def test_another_region_is_judged_there_and_keeps_the_indicator(panel, shown, records):
    assert shown.region.label == {"zh": "山西省 140000", "en": "Shanxi 140000"}[panel.lang]
    shown.region.value = "140100"
    there = situation_of(records, region="140100", as_of=DAY)
    row = choices(there).set_index("indicator_id", drop=False).loc["high_tech_firms"]
    assert shown.target.value == row["target_id"]
    found = what_if(there, row)
    assert [label for label, _ in shown.target.options] == panel.desk.titles(choices(there))
    at = shown.goal.value
    assert percent(found.targets["probability"].iloc[at]) in words(shown.said_of_goal)
    assert shown.status.value == "" and shown.goal.layout.display is None


def test_another_day_is_judged_on_what_was_known_then(panel, shown, on):
    day = "2022-12-31"
    assert day in dict(shown.as_of.options).values()
    shown.as_of.value = day
    then = on(day).verdicts.set_index("target_id")
    assert percent(then.loc[shown.target.value, "probability"]) in words(shown.said_of_goal)


def test_days_of_a_region_are_its_own_and_the_day_looked_from_stays(panel, shown):
    before = len(shown.as_of.options)
    shown.as_of.value = "2022-12-31"
    shown.region.value = "410000"
    assert len(shown.as_of.options) != before and shown.as_of.value == "2022-12-31"


def test_a_region_without_figures_says_so_and_its_sliders_are_gone(panel, shown):
    shown.region.value = "410000"
    why = {"zh": "本库未收录可比的数", "en": "no comparable figure in this collection"}[panel.lang]
    assert why in words(shown.about) and "NaN" not in words(shown.about)
    assert {shown.goal.layout.display, shown.drawing.layout.display} == {"none"}
    first = shown.target.options[0][1]
    shown.target.value = first
    assert shown.goal.layout.display is None and "%" in words(shown.said_of_goal)


def test_after_the_plan_every_target_says_that_it_is_over(panel, shown):
    shown.as_of.value = None
    said = {"zh": "请选较早的时点", "en": "Choose an earlier day"}[panel.lang]
    for _, target in shown.target.options:
        shown.target.value = target
        assert said in words(shown.about)


def test_what_was_worked_out_is_not_worked_out_again(shown, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError

    shown.region.value = "140100"
    shown.region.value = "140000"
    for work in ("situation_of", "choices", "what_if"):
        monkeypatch.setattr(f"analysis.telling.what_if_desk.{work}", never)
    shown.region.value = "140100"
    assert shown.status.value == "" and shown.said_of_goal.value


def test_while_it_works_it_says_so(panel, shown):
    said = []
    shown.status.observe(lambda change: said.append(words(shown.status)), "value")
    shown.as_of.value = "2022-12-31"
    assert said == [{"zh": "正在计算……", "en": "Working …"}[panel.lang], ""]


def test_a_plan_that_is_over_opens_where_there_is_something_to_try(reading):
    shown = what_if_panel(PLAN, root=ROOT)
    assert shown.as_of == "2024-12-31" and "规划期已过" in repr(shown)
    assert "规划期已过" in shown._repr_html_() and 'class="what-if"' in shown._repr_html_()
    asked = what_if_panel(PLAN, as_of="2024-12-31", root=ROOT)
    assert "规划期已过" not in asked._repr_html_()


def test_without_widgets_there_are_the_sliders_of_a_page_and_a_table(panel):
    shown = panel._repr_html_()
    assert (
        shown.count("<table") == 1 and 'data-told="' in shown and "5000" in shown.replace(",", "")
    )
    assert panel._repr_mimebundle_() == {}
    assert len(repr(panel)) < 200 and DAY in repr(panel)


def test_what_a_notebook_keeps_is_the_table_without_sliders_that_no_script_moves(
    panel, monkeypatch
):
    """JupyterLab shows it when the notebook is opened again, and strips `hidden` and styles."""
    monkeypatch.setattr("analysis.telling.kit.inline.in_kernel", lambda: True)
    kept = panel._repr_html_()
    assert "<input" not in kept and "<svg" not in kept
    assert kept.count("<table") == 1 and DAY in kept


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_widgets_too_it_is_told_why_nothing_can_be_tried(lang, reading):
    shown = what_if_panel(PLAN, as_of="2026-06-30", lang=lang, root=ROOT)._repr_html_()
    assert {"zh": "请选较早的时点", "en": "Choose an earlier day"}[lang] in shown
    assert "<table" not in shown


@pytest.mark.parametrize("person", [True, False])
def test_a_widget_is_there_only_for_a_person_and_a_page_always(panel, person, of_a_person):
    """What runs a notebook as a program would export a widget that nothing moves."""
    of_a_person(person)
    assert asked_by_a_person() == person
    told, _ = DisplayFormatter().format(panel)
    assert (WIDGET in told) == person
    assert "<table" in told["text/html"] and "children=" not in told["text/plain"]


def test_no_export_shows_a_widget_but_the_page_beside_it(panel, of_a_person, tmp_path):
    of_a_person(True)
    told, _ = DisplayFormatter().format(panel)
    cell = new_code_cell("1", outputs=[new_output("display_data", told)])
    about = {"lang": "zh", "title": "如果", "name": "00-if", "pages": [], "languages": ["zh"]}
    notebook = new_notebook(cells=[cell], metadata={"briefing": about})
    for text in (
        page.to_html(notebook, lang="zh", folder=tmp_path),
        HTMLExporter().from_notebook_node(notebook)[0],
    ):
        assert "widget-view" not in text and "children=" not in text
        assert 'class="what-if"' in text and "<table" in text


def test_a_build_imports_no_widgets():
    code = (
        "import sys; from pathlib import Path; from analysis import what_if_panel; "
        f"shown = what_if_panel({PLAN!r}, root=Path({str(ROOT)!r})); shown._repr_html_(); "
        "shown._repr_mimebundle_(); print('ipywidgets' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "wrong", [{"lang": "de"}, {"region": "999999"}, {"as_of": "soon"}, {"plan": "nowhere"}]
)
def test_what_does_not_exist_is_refused_in_both_languages(wrong, reading):
    with pytest.raises(PlanDataError, match=r"[一-鿿]"):
        what_if_panel(**{"plan": PLAN, "root": ROOT} | wrong)
