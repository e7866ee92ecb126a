"""What each rule of the audit says when it has found something, in both languages."""

import pandas as pd
import pytest

from analysis.judging.audit import COLUMNS, RULES, SEVERITIES
from analysis.records.plans import Plan
from analysis.telling.plan_audit import (
    SEVERITY_NAMES,
    audit_sentences,
    audit_table,
    audit_words,
)
from analysis.telling.plan_audit_rules import TOLD

NAMES = {"firms": ("企业", "Firms"), "share": ("R&D占比", "R&D share")}
NAMES |= {f"i{n}": ("零一二三四五六"[n], f"I{n}") for n in range(7)}
PLAN = Plan(
    "tiny",
    {},
    pd.DataFrame(
        {
            "indicator_id": list(NAMES),
            "name_zh": [zh for zh, _ in NAMES.values()],
            "name_en": [en for _, en in NAMES.values()],
        }
    ),
    pd.DataFrame({"figure_id": ["F1", "F2", "F3"], "quote": ["一句", "二句", "三句"]}),
)
# For each rule, what it found (indicators and facts) and what is said of it.
SAID = {
    "multiple_vs_level": [
        (
            ["firms"],
            {"multiple": 2.0, "level": 5000.0, "baseline": 3188.0, "ratio": 1.568, "due": 6376.0},
            "企业称要到基期的2倍，写的5000家只是基期3188家的1.57倍；2倍应为6376家。",
            "Firms: called 2 times the baseline, the 5,000 given is 1.57 times 3,188; 2 times "
            "would be 6,376.",
        )
    ],
    "growth_vs_levels": [
        (
            ["firms"],
            {"stated": 4.43, "computed": 3.428, "is_ratio": True},
            "企业称增长4.43倍，前后两数算得增长3.43倍；所称实为前后之比。",
            "Firms: growth of 4.43 times is stated, the two figures give 3.43; what is stated is "
            "the ratio.",
        ),
        (
            ["firms"],
            {"stated": 6.0, "computed": 3.428, "is_ratio": False},
            "企业称增长6倍，前后两数算得增长3.43倍。",
            "Firms: growth of 6 times is stated, the two figures give 3.43.",
        ),
    ],
    "count_vs_items": [
        (
            ["firms", "share"],
            {"quote": "实现5个倍增", "stated": 5.0, "listed": 6},
            "“实现5个倍增”：称5项，列出6项，其中企业、R&D占比没有写成同样的说法。",
            "“实现5个倍增”: 5 are announced, 6 listed; not put the same way: Firms, R&D share.",
        ),
        (
            [],
            {"quote": "长" * 41, "stated": 5.0, "listed": 6},
            f"“{'长' * 40}…”：称5项，列出6项。",
            f"“{'长' * 40}…”: 5 are announced, 6 listed.",
        ),
    ],
    "parts_vs_total": [
        (
            ["firms"],
            {"stated": 5.0, "computed": 8.0},
            "企业：合计写5家，分项之和为8家。",
            "Firms: the whole is given as 5, the parts make 8.",
        )
    ],
    "per_head_population": [
        (
            ["firms"],
            {
                "people": 3726.47,
                "unit": "万人",
                "fits": {"share": 3729.22},
                "off": {"firms": 3490.0},
            }
            | {"stated": 4.42, "corrected": 4.7194},
            "人均数对应的人口是3726.47万人，与R&D占比（3729.22）相符，与企业（3490）不符；按后者，"
            "企业应为4.72，不是4.42。",
            "The per-head figure implies 3,726.47 ten thousand people, which fits R&D share "
            "(3,729.22) and does not fit firms (3,490); on the latter, firms would be 4.72, not "
            "4.42.",
        ),
        (
            ["share"],
            {
                "people": 3726.47,
                "unit": "万人",
                "fits": {},
                "off": {"firms": 3490.0, "share": 3491.56},
            }
            | {"stated": 4.42, "corrected": 4.7194},
            "人均数对应的人口是3726.47万人，与企业（3490）、R&D占比（3491.56）不符；按后者，"
            "R&D占比应为4.72，不是4.42。",
            "The per-head figure implies 3,726.47 ten thousand people, which does not fit firms "
            "(3,490) and R&D share (3,491.56); on the latter, R&D share would be 4.72, not 4.42.",
        ),
    ],
    "two_comparators": [
        (
            ["firms"],
            {"numbers": (5000.0, 6000.0), "clauses": ()},
            "企业的同一目标有几个数：5000家、6000家。",
            "Firms: the same target with several numbers: 5,000; 6,000.",
        ),
        (
            ["firms"],
            {"numbers": (), "clauses": ("达到5000家以上", "达到5000家")},
            "企业的同一目标有几种写法：“达到5000家以上”、“达到5000家”。",
            "Firms: the same target is put in several ways: “达到5000家以上”, “达到5000家”.",
        ),
    ],
    "scope_difference": [
        (
            ["firms"],
            {"words": "含省实验室", "said_by": "target", "baseline": 103.0},
            "企业：只有目标句写明“含省实验室”，基期与目标口径可能不同（基期103家）。",
            "Firms: only the target's sentence says “含省实验室” (what is counted in or out); the "
            "baseline of 103 may count other things than the target.",
        ),
        (
            ["firms"],
            {"words": "含省实验室", "said_by": "baseline", "baseline": 103.0},
            "企业：只有基期句写明“含省实验室”，基期与目标口径可能不同（基期103家）。",
            "Firms: only the baseline's sentence says “含省实验室” (what is counted in or out); "
            "the baseline of 103 may count other things than the target.",
        ),
    ],
    "wording_difference": [
        (
            ["firms"],
            {"differing": ("创新活动", "研发活动"), "quotes": ("创新活动全覆盖", "研发活动全覆盖")},
            "同一项任务说法不同（创新活动／研发活动）：“创新活动全覆盖”；“研发活动全覆盖”。",
            "One commitment in different words (创新活动／研发活动): “创新活动全覆盖”；"
            "“研发活动全覆盖”.",
        ),
        (
            ["firms"],
            {"differing": (), "quotes": ("全覆盖", "首先全覆盖")},
            "同一项任务说法不同：“全覆盖”；“首先全覆盖”。",
            "One commitment in different words: “全覆盖”；“首先全覆盖”.",
        ),
    ],
    "against_direction": [
        (
            ["firms"],
            {"lower": True, "words": "达到", "asked": 10.0, "comparator": "<="},
            "企业以低为好，目标句却写“达到”；按“10家以内”判断。",
            "Firms: less is better, yet the target's sentence says “达到”; it is judged as “at "
            "most 10”.",
        ),
        (
            ["firms"],
            {"lower": False, "words": None, "asked": 10.0, "comparator": "<="},
            "企业以高为好，目标却是“10家以内”；请核对写法和方向。",
            "Firms: more is better, yet the target is “at most 10”; check how it is put, and the "
            "direction.",
        ),
    ],
    "baseline_year": [
        (
            ["firms", "share"],
            {"dated": (2019,), "base_year": 2020, "quote": "截至2019年底"},
            "企业、R&D占比的基期数是2019年的，不是2020年（“截至2019年底”）。",
            "Firms; R&D share: the baseline is of 2019, not of 2020.",
        ),
        (
            ["firms"],
            {"dated": (2016, 2019), "base_year": 2020, "quote": "2016年至2019年"},
            "企业的基期数是2016–2019年的，不是2020年（“2016年至2019年”）。",
            "Firms: the baseline is of 2016–2019, not of 2020.",
        ),
    ],
    "target_without_baseline": [
        (
            ["firms"],
            {"is_multiple": True, "base_year": 2020, "published": 211.1, "implied": 265.0}
            | {"is_change": False},
            "企业按倍数定目标，基数规划没有写；公布的2020年数为211.1家；由目标与倍数反推约为265家。",
            "Firms: the plan gives no baseline for the multiple; published for 2020: 211.1; target "
            "and multiple imply about 265.",
        ),
        (
            ["firms"],
            {"is_multiple": False, "base_year": 2020, "published": None, "implied": None}
            | {"is_change": False},
            "企业有目标，基期规划没有写。",
            "Firms: the plan gives no baseline.",
        ),
        (
            ["firms"],
            {"is_multiple": False, "base_year": 2020, "published": 3188.0, "implied": None}
            | {"is_change": True},
            "企业的目标从基期算起，基期规划没有写；公布的2020年数为3188家。",
            "Firms: the target counts from a baseline that the plan does not give; published for "
            "2020: 3,188.",
        ),
    ],
    "base_without_figure": [
        (
            ["firms"],
            {"base_year": 2014, "published": 720.0, "counts": True},
            "企业的目标以2014年为基期，规划没有写这一年的数；公布的是720家。",
            "Firms: the target is set against 2014, for which the plan gives no figure; published: "
            "720.",
        ),
        (
            ["firms"],
            {"base_year": 2014, "published": None, "counts": True},
            "企业的目标以2014年为基期，规划没有写这一年的数，也没有公布的数，所要求的数算不出来。",
            "Firms: the target is set against 2014, for which the plan gives no figure, and none "
            "is published, so that what is asked for cannot be worked out.",
        ),
        (
            ["firms"],
            {"base_year": 2014, "published": None, "counts": False},
            "企业的目标以2014年为基期，规划没有写这一年的数，也没有公布的数。",
            "Firms: the target is set against 2014, for which the plan gives no figure, and none "
            "is published.",
        ),
    ],
    "baseline_without_target": [
        (
            ["firms", "share"],
            {},
            "2个指标有基期、没有目标：企业、R&D占比。",
            "2 indicators with a baseline and no target: Firms; R&D share.",
        ),
        (
            [f"i{n}" for n in range(7)],
            {},
            "7个指标有基期、没有目标：零、一、二、三、四、五等。",
            "7 indicators with a baseline and no target: I0; I1; I2; I3; I4; I5 and others.",
        ),
    ],
    "too_easy": [
        (
            ["firms"],
            {"goal": 100.0, "comparator": ">=", "deadline": 2025, "year": 2020, "value": 101.0}
            | {"by_issue": True, "by_then": False, "held_to": None},
            "企业：2025年目标≥100家，2020年已达101家（规划印发前已公布），定得可能偏低。",
            "Firms: the 2025 target of ≥100 was met in 2020 (101, published before the plan was "
            "issued); it may have been set low.",
        ),
        (
            ["firms"],
            {"goal": 100.0, "comparator": "=", "deadline": 2025, "year": 2022, "value": 101.0}
            | {"by_issue": False, "by_then": False, "held_to": 2023},
            "企业：2025年目标100家，2022年已达101家，定得可能偏低。",
            "Firms: the 2025 target of 100 was met in 2022 (101); it may have been set low, and it "
            "has held to 2023.",
        ),
        (
            ["firms"],
            {"goal": 100.0, "comparator": ">=", "deadline": 2030, "year": 2022, "value": 101.0}
            | {"by_issue": False, "by_then": True, "held_to": None},
            "企业：2030年目标≥100家，2022年已达101家（这一目标设定前已公布），定得可能偏低。",
            "Firms: the 2030 target of ≥100 was met in 2022 (101, published before this target was "
            "set); it may have been set low.",
        ),
    ],
    "too_hard": [
        (
            ["firms"],
            {"ratio": 3.2, "years": 5, "spells": 1217, "own": True, "share": 0.004},
            "企业：5年要到基期的3.20倍；各地这一指标的1217段5年历史中只有0.4%做到，定得可能偏高。",
            "Firms: asks for 3.20 times the baseline in 5 years; of 1,217 regional spells as "
            "long, 0.4% did as much. It may have been set high.",
        ),
        (
            ["firms"],
            {"ratio": 3.2, "years": 5, "spells": 217, "own": False, "share": 0.0},
            "企业：5年要到基期的3.20倍；各地同类指标的217段5年历史中只有0.0%做到，定得可能偏高。",
            "Firms: asks for 3.20 times the baseline in 5 years; of 217 regional spells as long "
            "of indicators of its kind, 0.0% did as much. It may have been set high.",
        ),
    ],
    "coverage_vs_share": [
        (
            ["firms"],
            {"quote": "保持全覆盖", "year": 2018, "value": 31.3, "unit": "%"},
            "“保持全覆盖”；而公布的企业2018年为31.3%，离全覆盖还远。",
            "Full coverage is promised (“保持全覆盖”); the published firms was 31.3% in 2018.",
        )
    ],
    "without_numeral": [
        (
            ["firms", "share"],
            {"put": "event"},
            "2项承诺没有写数字，只能看是否做到：企业、R&D占比。",
            "2 commitments without a number, which are kept or not: Firms; R&D share.",
        ),
        (
            ["firms"],
            {"put": "direction"},
            "1项目标只有方向，没有数字：企业。",
            "1 targets with a direction and no number: Firms.",
        ),
        (
            [f"i{n}" for n in range(7)],
            {"put": "open"},
            "7项目标没有数字，也没有登记为事件或方向，无法判断：零、一、二、三、四、五等。",
            "7 targets without a number, entered neither as an event nor as a direction, cannot be "
            "judged: I0; I1; I2; I3; I4; I5 and others.",
        ),
    ],
    "nothing_published": [
        (
            ["firms", "share"],
            {},
            "2项目标在本项目所存的数据和报道中没有数：企业、R&D占比。",
            "2 commitments with no figure in this collection: Firms; R&D share.",
        )
    ],
    "text_breaks_off": [
        (
            [],
            {"chapter": 4, "section": 3, "title": "生态", "missing": 18}
            | {"next_chapter": 5, "next_section": 1, "next_title": "人才"},
            "所据文本止于第4章第3节“生态”；目录中此后的18节（从第5章第1节“人才”起）没有正文，"
            "其中的数字不在本表。",
            "The text at hand ends after chapter 4, section 3 (“生态”); the 18 sections that its "
            "contents list after that, from chapter 5, section 1 (“人才”) on, are missing, and so "
            "are their numbers.",
        )
    ],
    "contents_out_of_order": [
        (
            [],
            {"chapter": 8, "section": 2, "title": "环境", "next_section": 1, "next_title": "领导"},
            "目录在第8章第2节“环境”之后又从第1节“领导”数起，缺一个章标题。",
            "After chapter 8, section 2 (“环境”) the contents go back to section 1 (“领导”): a "
            "chapter's heading is missing.",
        )
    ],
}


def finding(rule: str, indicators: list[str], facts: dict, *figures: str) -> pd.DataFrame:
    row = (rule, "note", figures, tuple(indicators), {"unit": "家"} | facts)
    return pd.DataFrame([row], columns=COLUMNS)


@pytest.mark.parametrize(
    ("rule", "indicators", "facts", "zh", "en"),
    [(rule, *case) for rule, cases in SAID.items() for case in cases],
)
def test_a_finding_is_told_in_both_languages(rule, indicators, facts, zh, en):
    found = finding(rule, indicators, facts)
    assert audit_sentences(found, PLAN, lang="zh") == [zh]
    assert audit_sentences(found, PLAN, lang="en") == [en]


def test_every_rule_has_its_name_and_sentence_and_every_severity_its_name():
    assert list(TOLD) == list(RULES) == list(SAID)
    assert tuple(SEVERITY_NAMES) == SEVERITIES


@pytest.mark.parametrize(
    ("figures", "lang", "shown"),
    [
        (("F1", "F2"), "zh", "“一句” “二句”"),
        (("F1", "F2", "F3"), "zh", "“一句” “二句” 另1处"),
        (("F1", "F2", "F3"), "en", "“一句” “二句” and 1 more"),
        ((), "zh", ""),
    ],
)
def test_a_finding_stands_beside_the_first_sentences_it_rests_on(figures, lang, shown):
    row = audit_table(finding("nothing_published", [], {}, *figures), PLAN, lang=lang).frame
    assert str(row["quote"].item()) == shown


def test_the_summary_counts_findings_by_severity_and_names_the_rules_that_found_nothing():
    found = pd.concat([finding(rule, [], {}) for rule in list(RULES)[1:]])
    assert str(audit_words(found, lang="zh")) == (
        "20条规则，19条有发现：备注19处。没有发现的是：倍数与绝对量。"
    )
    assert str(audit_words(found[:0], lang="en")).startswith(
        "20 rules, 0 of them with a finding: nothing found. Nothing found by: multiple against"
    )


def test_every_finding_of_the_plan_is_a_row_for_readers_in_both_languages(records, findings):
    for lang in ("zh", "en"):
        shown = audit_table(findings, records.plan, lang=lang)._repr_html_()
        assert shown.count("<tr>") == len(findings) + 1
        assert "nan" not in shown and "None" not in shown
        assert str(len(RULES)) in str(audit_words(findings, lang=lang))
