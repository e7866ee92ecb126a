"""A published sentence becomes the rows that it says and no other; what is not read is named."""

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from analysis.__main__ import main
from analysis.intake.adding import read_known
from analysis.intake.known import Given
from analysis.intake.proposals import proposals, stands
from analysis.intake.quotes import Quoted, quote_rows, said
from analysis.intake.sentences import Number
from analysis.records import ledger
from analysis.records.errors import PlanDataError
from analysis.records.observations import read_observations
from analysis.records.places import working_in
from analysis.records.plans import load_plan
from support.ledgers import state
from support.shanxi import FEW, PLAN, TODAY, store
from support.workbooks import SOURCE

FIRMS, SMES, LABS = "high_tech_firms", "technology_smes", "national_key_labs"
RD, INTENSITY, CONTRACTS = "rd_expenditure", "rd_intensity", "technology_contracts"


def row(indicator, place, period, amount, low=None, high=None, qualifier="exact"):
    return indicator, place, period, amount, low, high, qualifier


# Each sentence, the rows that it proposes, and the numbers that it leaves unread.
SENTENCES = {
    "2023年，全省高新技术企业达到4155家。": ([row(FIRMS, "全省", "2023年", 4155)], []),
    "2025年高新技术企业突破4500家。": (
        [row(FIRMS, "", "2025年", 4500, qualifier="at_least")],
        [],
    ),
    "2021年，阳泉市高新技术企业达到110家以上，五年增长两倍。": (
        [row(FIRMS, "阳泉市", "2021年", 110, qualifier="at_least")],
        [],
    ),
    "江苏省2024年高新技术企业超5.7万家": (
        [row(FIRMS, "江苏省", "2024年", 57000, qualifier="at_least")],
        [],
    ),
    "2024年高新技术企业不足4500家": (
        [row(FIRMS, "", "2024年", 4500, qualifier="less_than")],
        [],
    ),
    "2024年高新技术企业近4500家": ([row(FIRMS, "", "2024年", 4500, qualifier="about")], []),
    "2024年高新技术企业4500家左右": ([row(FIRMS, "", "2024年", 4500, qualifier="about")], []),
    "2018年高新技术企业总数1500多家": (
        [row(FIRMS, "", "2018年", 1500, qualifier="at_least")],
        [],
    ),
    "2025年国家高新技术企业达到1.9万家、科技型中小企业达到2.9万家，均实现倍增。": (
        [
            row(FIRMS, "", "2025年", 19000, 18500, 19500, "about"),
            row(SMES, "", "2025年", 29000, 28500, 29500, "about"),
        ],
        [],
    ),
    "2025年预计高新技术企业达7.4万家": (
        [row(FIRMS, "", "2025年", 74000, 73500, 74500, "provisional")],
        [],
    ),
    "2023年众创空间2—4家": ([row("maker_spaces", "", "2023年", 3, 2, 4, "between")], []),
    "2022年全省高新技术企业达3916家,增长9.8%": (
        [
            row(FIRMS, "全省", "2022年", 3916),
            row(FIRMS, "全省", "2021", 3566.48, 3564.86, 3568.11, "between"),
        ],
        [],
    ),
    "2022年，高新技术企业比上年增长9.8%，达到3916家": (
        [
            row(FIRMS, "", "2022年", 3916),
            row(FIRMS, "", "2021", 3566.48, 3564.86, 3568.11, "between"),
        ],
        [],
    ),
    "2024年高新技术企业90家，同比下降10%": (
        [row(FIRMS, "", "2024年", 90), row(FIRMS, "", "2023", 100, 99.4475, 100.559, "between")],
        [],
    ),
    "2022年R&D经费273.7亿元，比上年增长8.7%": (
        [row(RD, "", "2022年", 273.7), row(RD, "", "2021", 251.794, 251.632, 251.956, "between")],
        [],
    ),
    "2025年太原市国家级重点实验室7个，占全省88%": (
        [
            row(LABS, "太原市", "2025年", 7),
            row(LABS, "全省", "2025年", 7.95455, 7.9096, 8, "between"),
        ],
        [],
    ),
    "2025年太原市拥有国家级重点实验室7个、企业技术中心19个，分别占到全省的88%、50%。": (
        [row(LABS, "太原市", "2025年", 7)],
        ["19个", "50%", "占到全省的88%"],
    ),
    "2025年，太原市新认定高新技术企业781家。": ([], ["781家"]),
    "2022年新增国家高新技术企业40户，总数达到264户。": (
        [row(FIRMS, "", "2022年", 264)],
        ["40户"],
    ),
    "2017年高新技术企业由290家增加到1117家。": (
        [row(FIRMS, "", "2017年", 1117)],
        ["由290家"],
    ),
    "2020年，国家重点实验室、企业技术中心分别达到5个和31个": ([], ["5个", "31个"]),
    "2024年技术合同成交额突破3000亿元、增长15.1%。": (
        [row(CONTRACTS, "", "2024年", 3000, qualifier="at_least")],
        ["增长15.1%"],
    ),
    "2022年研发强度1.07%，比上年下降0.03个百分点": (
        [row(INTENSITY, "", "2022年", 1.07)],
        ["0.03个"],
    ),
    "2022年研发强度1.07%，增长5%": ([row(INTENSITY, "", "2022年", 1.07)], ["增长5%"]),
    "到2025年，高新技术企业力争达到5000家。": ([], ["5000家"]),
    "2024年6家全国重点实验室重组入列": ([], ["6家"]),
    "2024年R&D经费2024.5亿元": ([row(RD, "", "2024年", 2024.5)], []),
    "2022年拥有3,916家高新技术企业": ([row(FIRMS, "", "2022年", 3916)], []),
    "高新技术企业达3916家，2020年为3188家": ([row(FIRMS, "", "", 3916)], ["3188家"]),
    "2024年全市高新技术企业2150家,在全省占比50%以上": ([], ["2150家", "50%以上"]),
    "2023年河南省科技进步，全省高新技术企业达到12000家": (
        [row(FIRMS, "河南省", "2023年", 12000)],
        [],
    ),
    "2023年北京市、上海市高新技术企业达到30000家": ([], ["30000家"]),
    "2020年起步，2023年见效，高新技术企业达到4155家": ([], ["4155家"]),
    "高新技术企业比2015年增长9.8%，达到3916家": ([], ["3916家", "增长9.8%"]),
    "2024年高新技术企业、科技型中小企业突破1.2万家": ([], ["突破1.2万家"]),
    "2024年全国高新技术企业、各省科技型中小企业共12000家": ([], ["12000家"]),
    "2024年新认定创新型中小企业718家、专精特新企业305家，高新技术企业达到2529家": (
        [row(FIRMS, "", "2024年", 2529)],
        ["718家", "305家"],
    ),
    "2024年武汉3家高新区进入全国50强，高新技术企业达到3万家": (
        [row(FIRMS, "", "2024年", 30000, 25000, 35000, "about")],
        ["3家", "新区进入全国50强"],
    ),
    "2024年全国制造业创新平台45家、新型研发机构547家": (
        [row("new_rd_institutions", "", "2024年", 547)],
        ["45家"],
    ),
    "High-tech firms reached 4,155 in 2023, up 9.8% from a year earlier.": (
        [
            row(FIRMS, "", "2023", 4155),
            row(FIRMS, "", "2022", 3784.15, 3782.43, 3785.88, "between"),
        ],
        [],
    ),
    "More than 4,500 high-tech firms in Shanxi in 2025.": (
        [row(FIRMS, "Shanxi", "2025", 4500, qualifier="at_least")],
        [],
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return store(tmp_path_factory.mktemp("project"), FEW)


@pytest.fixture(scope="module")
def known(project):
    with working_in(project):
        yield read_known(PLAN, root=project, today=TODAY)


@pytest.fixture
def root(project):
    """The project's data; what a test adds is taken back after it."""
    yield project
    while len(ledger.additions(project)):
        ledger.undo(root=project)


def quoted(sentence: str, root: Path, accept=None, **more: str) -> Quoted:
    told = {"source": SOURCE, "region": "140000", **more}
    given = Given(**told)
    return quote_rows(sentence, plan=PLAN, given=given, accept=accept, root=root, today=TODAY)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_proposes_what_it_says_and_names_what_is_not_read(sentence, known):
    offered, findings = proposals(sentence, known, given=Given())
    rows = [
        (p.indicator, p.region, p.period, p.amount, p.low, p.high, p.qualifier)
        for p in offered.values()
    ]
    expected, unread = SENTENCES[sentence]
    assert rows == expected
    assert sorted(f.value for f in findings) == sorted(unread)


@pytest.mark.parametrize(("total", "inside"), [(7.9097, True), (7.9095, False), (8.0, True)])
def test_a_share_allows_every_whole_that_prints_as_it_and_no_other(total, inside, known):
    """7 of 7.9095 is 88.501 %, printed 89; of 7.9097 88.499, of 8 87.5 %, both printed 88."""
    offered, _ = proposals("2025年太原市国家级重点实验室7个，占全省88%", known, given=Given())
    printed = math.floor(700 / total + 0.5)
    assert (offered[2].low <= total <= offered[2].high) == inside == (printed == 88)


@pytest.mark.parametrize(
    ("before", "inside"), [(3564.8, False), (3564.9, True), (3568.1, True), (3568.2, False)]
)
def test_a_growth_allows_every_year_before_that_prints_as_it(before, inside, known):
    """3916 on 3564.8 is +9.852 %, printed 9.9; on 3568.2 +9.747 %, printed 9.7."""
    offered, _ = proposals("2022年高新技术企业3916家，增长9.8%", known, given=Given())
    printed = math.floor((3916 / before - 1) * 1000 + 0.5) / 10
    assert (offered[2].low <= before <= offered[2].high) == inside == (printed == 9.8)


@pytest.mark.parametrize(("actual", "inside"), [(18499, False), (18500, True), (19500, True)])
def test_a_number_in_ten_thousands_allows_what_rounds_to_it(actual, inside, known):
    offered, _ = proposals("2025年高新技术企业1.9万家", known, given=Given())
    assert (offered[1].low <= actual <= offered[1].high) == inside


def test_digits_stand_in_a_quote_as_a_whole_number_only():
    def level(digits):
        return Number("level", 0, 0, digits, digits)

    assert stands(level("155"), "共155家") and stands(level("3.5"), "约3.5个。")
    assert not any(stands(level(d), "共4155.5家") for d in ("155", "4155", "5", "415"))


@settings(max_examples=150, deadline=None)
@drawn(
    value=st.integers(min_value=1, max_value=9_999_999),
    year=st.integers(min_value=2011, max_value=2025),
    word=st.sampled_from(["", "达到", "突破", "约", "拥有", "总数为", "超过", "不足", "达"]),
    grouped=st.booleans(),
    frame=st.sampled_from(
        ["{y}年，高新技术企业{w}{v}家。", "截至{y}年末高新技术企业{w}{v}家，居前列"]
    ),
)
def test_a_written_level_always_comes_back(value, year, word, grouped, frame, known):
    digits = f"{value:,}" if grouped else f"{value}"
    offered, findings = proposals(frame.format(y=year, w=word, v=digits), known, given=Given())
    assert [(p.indicator, p.amount, p.period[:4]) for p in offered.values()] == [
        (FIRMS, float(value), str(year))
    ]
    assert findings == []


@settings(max_examples=150, deadline=None)
@drawn(
    text=st.text(
        "高新技术企业国家级太原市全省增长达到占比上年约突破—0123456789.,%万家个年月，、。"
    ),
    sentence=st.sampled_from(sorted(SENTENCES)),
    at=st.integers(min_value=0, max_value=80),
)
def test_no_level_is_proposed_that_does_not_stand_in_a_garbled_quote(text, sentence, at, known):
    quote = sentence[:at] + text + sentence[at:]
    offered, _ = proposals(quote, known, given=Given())
    for p in (p for p in offered.values() if not p.derived and isinstance(p.value, str)):
        assert p.value.replace(" ", "") in quote.replace("，", ",").replace(" ", "")


def test_nothing_is_written_without_accept(root):
    before = state(root)
    done = quoted("2025年高新技术企业突破4500家。", root)
    assert done.addition is None and len(done.found.observations) == 1
    assert "什么都没有写入" in said(done, "zh") and "nothing is written" in said(done, "en")
    assert state(root) == before


def test_what_is_accepted_is_in_the_tables_with_its_quote_and_comes_out_again(root):
    before, sentence = (
        state(root),
        "2025年国家级重点实验室9个，占全国1.5%；高新技术企业突破4500家。",
    )
    done = quoted(sentence, root, accept=[])
    assert done.addition.rows == 3
    rows = read_observations(load_plan(PLAN, root=root), root=root, today=TODAY)
    mine = rows[rows["source_id"] == SOURCE].set_index("indicator_id")
    assert set(mine["quote"]) == {sentence}
    whole = mine[mine["region"] == "000000"].iloc[0]
    assert (whole["qualifier"], whole["low"], whole["high"]) == ("between", 580.645, 620.69)
    assert mine.loc[FIRMS, "qualifier"] == "at_least" and pd.isna(mine.loc[FIRMS, "low"])
    ledger.undo(root=root)
    assert state(root) == before


def test_only_the_numbered_proposals_are_added(root):
    done = quoted("2025年国家级重点实验室9个；高新技术企业突破4500家。", root, accept=[2])
    assert list(done.found.observations["indicator_id"]) == [FIRMS] and done.addition.rows == 1
    with pytest.raises(PlanDataError, match="--accept 3: no proposal has that number"):
        quoted("2025年国家级重点实验室9个", root, accept=[3])


@pytest.mark.parametrize(
    ("sentence", "more", "asked"),
    [
        ("高新技术企业突破4500家", {}, "--year"),
        ("2025年高新技术企业突破4500家", {"region": ""}, "--region"),
        ("2025年高新技术企业突破4500家", {"source": ""}, "--source"),
        ("截至10月底，高新技术企业突破4500家", {"year": "2025"}, "not a year"),
        ("2025年见效，一季度，高新技术企业突破4500家", {}, "several periods"),
    ],
)
def test_what_a_sentence_does_not_say_is_asked_for_and_nothing_added(sentence, more, asked, root):
    before = state(root)
    done = quoted(sentence, root, accept=[], **more)
    assert done.addition is None and asked in said(done, "en") and state(root) == before


def test_a_whole_city_is_the_region_given_where_that_is_a_city(known):
    sentence = "2024年全市高新技术企业2150家"
    offered, _ = proposals(sentence, known, given=Given(region="140100"))
    assert offered[1].region == "140100"
    offered, asked = proposals(sentence, known, given=Given(region="140000"))
    assert not offered and "--region" in asked[0].en


def test_the_whole_province_is_the_region_given_where_that_is_one(known):
    offered, _ = proposals("2024年全省高新技术企业7万家", known, given=Given(region="440000"))
    assert offered[1].region == "440000"
    offered, _ = proposals("2024年全省高新技术企业7万家", known, given=Given(region="140100"))
    assert offered[1].region == "全省"


def test_a_range_that_holds_what_is_recorded_is_not_added_beside_it(root):
    done = quoted("2022年R&D经费273.7亿元，比上年增长8.7%", root)
    assert [f.code for f in done.found.findings].count("known-better") == 1
    assert list(done.found.observations["year"]) == ["2022"]


@pytest.mark.parametrize("quote", ["", "  ", "高" * 1001])
def test_a_quote_of_no_words_or_too_many_is_refused(quote, root):
    with pytest.raises(PlanDataError, match="quote: write one to 1000 characters"):
        quoted(quote, root)


def test_the_command_brings_a_new_source_and_check_agrees(root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    new = ["--source", "2026年测试报告", "--publisher", "省政府", "--published", "2026-01-20"]
    told = ["quote", "2025年高新技术企业突破4500家", "--region", "140000", *new, "--lang", "en"]
    assert main(told) == 0 and "at_least" in capsys.readouterr().out
    assert main([*told, "--accept"]) == 0
    assert "Added 1 figure" in capsys.readouterr().out
    assert main(["check", "--plan", PLAN]) == 0
    assert main([*told, "--accept"]) == 0
    assert "as they were" in capsys.readouterr().out
    assert main(["quote", "科技发展很快", *new]) == 1
