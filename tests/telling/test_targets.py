"""How many targets have which verdict: the headline, the tally, how the counts add up."""

import re

import pandas as pd
import pytest

from analysis.judging.attainment import promises
from analysis.judging.situations import read_records, situation_of
from analysis.telling.briefing import watch_list
from analysis.telling.kit.statuses import STATUSES
from analysis.telling.kit.wording import percent
from analysis.telling.targets import event_table, headline, reconciliation, tally
from support.shanxi import ROOT
from support.small_plan import plan, situation


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_headline_counts_promises_not_readings(lang):
    shown = plan()
    text = str(headline(situation(shown)[1], shown, lang=lang))
    assert ("共有1项" in text) if lang == "zh" else ("Of the 1 target of" in text)
    assert str(watch_list(situation(shown)[1], shown, lang=lang)) is not None


def test_the_headline_s_data_go_to_the_newest_year_of_any_target():
    shown = plan()
    verdicts = situation(shown)[1].assign(latest_year=pd.array([2021, 2023], dtype="Int64"))
    assert "on data to 2023" in str(headline(verdicts, shown, lang="en"))
    assert "数据截至2023年" in str(headline(verdicts, shown, lang="zh"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tally_counts_what_the_headline_counts(lang):
    shown = plan()
    _, verdicts = situation(shown)
    counted = tally(verdicts, lang=lang)
    said = str(headline(verdicts, shown, lang=lang))
    for status, n in counted.counts.items():
        name = STATUSES.loc[status, f"name_{lang}"]
        assert (f"{n}项{name}" if lang == "zh" else f"{n} {name}") in said
    assert counted.counts.sum() == 1, "two readings are one promise"


def test_the_headline_names_each_judged_target_and_a_reading_that_judges_worse(on):
    """At the end of 2024, a year before the deadline: 5,000 firms likely, twice as many not."""
    then = on("2024-12-31")
    named = headline(then.verdicts, then.plan, lang="zh").parts[1]
    made = "已达到：国家实验室、国家超算中心、A类学科、国家创新型城市（新推动建设）；"
    assert named.startswith(made) and "高新技术企业按倍数算为进展滞后" in named
    firms = then.verdicts[then.verdicts["target_value"] == 5000].iloc[0]
    assert f"高新技术企业（{percent(firms['probability'])}，可能）" in named


def test_readings_targets_and_reasons_add_up(now):
    said = str(reconciliation(now.verdicts, lang="en"))
    numbers = [int(n) for n in re.findall(r"\d+", said)]
    readings, targets, numeric, numeric_readings, events, unknown, *reasons = numbers
    assert readings == len(now.verdicts) and numeric + events == targets
    assert numeric_readings + events == readings and sum(reasons) == unknown


def test_an_event_is_told_with_the_report_that_says_how_far_it_has_come(now):
    page = event_table(now.verdicts, now.events, now.plan, now.sources, lang="zh")._repr_html_()
    assert "国家超算(太原)中心挂牌运行" in page and "2023-09-27" in page


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ("约束性", "责任单位：省教育厅")), ("en", ("binding", "responsible: 省教育厅"))],
)
def test_an_event_shows_how_binding_it_is_and_who_is_to_see_to_it(now, lang, words):
    events = now.verdicts[now.verdicts["reading"].isin(["event", "coverage", "breakthrough"])]
    told = events.assign(force="", responsible="")
    told.loc[told.index[0], ["force", "responsible"]] = ["binding", "省教育厅"]
    given = event_table(told, now.events, now.plan, now.sources, lang=lang)._repr_html_()
    assert all(given.count(word) == 1 for word in words)
    plain = event_table(events, now.events, now.plan, now.sources, lang=lang)._repr_html_()
    assert not any(word in plain for word in (words[0], words[1].split("省")[0].strip()))


def test_many_targets_are_counted_by_group_before_any_is_named():
    """51 readings of a strategy: one sentence, and a line for each of its goals."""
    records = read_records("germany-dns-2030", root=ROOT)
    now = situation_of(records)
    said = headline(now.verdicts, now.plan, lang="en").parts
    assert said[1] == "Zero hunger: 1 on track, 1 off track."
    assert len(said) == 1 + len(now.plan.meta["groups"])
    assert not any("Early school leavers" in line for line in said)
    counted = [int(n) for line in said[1:] for n in re.findall(r"(\d+) [a-z]", line)]
    assert sum(counted) == len(promises(now.verdicts))


def test_a_name_carries_its_year_where_two_targets_share_an_indicator():
    records = read_records("germany-dns-2030", root=ROOT)
    now = situation_of(records)
    listed = str(watch_list(now.verdicts, now.plan, lang="en"))
    assert "Early school leavers (2030)" in listed
    assert "Organic farming, share of agricultural land;" in listed


@pytest.mark.parametrize(("deadline", "told"), [(2038, False), (2039, True)])
def test_a_deadline_farther_than_projections_were_tested_says_so(now, deadline, told):
    """Fifteen years from 2023 are tested, sixteen are not."""
    verdicts = now.verdicts.assign(latest_year=2023).astype({"latest_year": "Int64"})
    verdicts["deadline"] = deadline
    said = str(reconciliation(verdicts, lang="en"))
    assert ("farther than projections were tested" in said) is told
