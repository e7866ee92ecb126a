"""How each rule of the audit is named, and what it says of what it has found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .kit.grammar import Clause, Part


@dataclass(frozen=True)
class Told:
    """How a rule is named, and what it says when it has found something."""

    name: tuple[str, str]
    sentence: Sequence[Part]


TOLD = {
    "multiple_vs_level": Told(
        ("倍数与绝对量", "multiple against level"),
        [
            Clause(
                "{name}称要到基期的{multiple:number}倍，写的{level:observed}只是基期"
                "{baseline:observed}的{ratio:times}倍；{multiple:number}倍应为{due:observed}",
                "{name}: called {multiple:number} times the baseline, the {level:observed} given "
                "is {ratio:times} times {baseline:observed}; {multiple:number} times would be "
                "{due:observed}",
            )
        ],
    ),
    "growth_vs_levels": Told(
        ("增幅与前后两数", "growth against levels"),
        [
            Clause(
                "{name}称增长{stated:number}倍，前后两数算得增长{computed:times}倍",
                "{name}: growth of {stated:number} times is stated, the two figures give "
                "{computed:times}",
            ),
            Clause(
                "；所称实为前后之比",
                "; what is stated is the ratio",
                lambda facts: facts["is_ratio"],
            ),
        ],
    ),
    "count_vs_items": Told(
        ("项数与所列各项", "count against items"),
        [
            Clause(
                "“{quote}”：称{stated:number}项，列出{listed}项",
                "“{quote}”: {stated:number} are announced, {listed} listed",
            ),
            Clause("，其中{names}没有写成同样的说法", "; not put the same way: {names_in_line}"),
        ],
    ),
    "parts_vs_total": Told(
        ("分项与合计", "parts against whole"),
        [
            Clause(
                "{name}：合计写{stated:observed}，分项之和为{computed:observed}",
                "{name}: the whole is given as {stated:observed}, the parts make "
                "{computed:observed}",
            )
        ],
    ),
    "per_head_population": Told(
        ("人均数与人口", "per-head figure against population"),
        [
            Clause(
                "人均数对应的人口是{people:observed}，",
                "The per-head figure implies {people:observed}, which ",
            ),
            Clause("与{fits}相符，", "fits {fits} and "),
            Clause(
                "与{off}不符；按后者，{name}应为{corrected:number}，不是{stated:number}",
                "does not fit {off}; on the latter, {name_within} would be {corrected:number}, "
                "not {stated:number}",
            ),
        ],
    ),
    "two_comparators": Told(
        ("同一目标的几种写法", "one target, two ways"),
        [
            (
                Clause(
                    "{name}的同一目标有几个数：{numbers}",
                    "{name}: the same target with several numbers: {numbers}",
                ),
                Clause(
                    "{name}的同一目标有几种写法：{clauses}",
                    "{name}: the same target is put in several ways: {clauses}",
                ),
            )
        ],
    ),
    "scope_difference": Told(
        ("基期与目标的口径", "scope of baseline and target"),
        [
            Clause(
                "{name}：只有{said_by}句写明“{words}”，基期与目标口径可能不同"
                "（基期{baseline:observed}）",
                "{name}: only the {said_by}'s sentence says “{words}” (what is counted in or "
                "out); the baseline of {baseline:observed} may count other things than the target",
            )
        ],
    ),
    "wording_difference": Told(
        ("同一任务的用词", "wording of one commitment"),
        [
            Clause("同一项任务说法不同", "One commitment in different words"),
            Clause("（{differing}）", " ({differing})"),
            Clause("：{quotes}", ": {quotes}"),
        ],
    ),
    "against_direction": Told(
        ("目标与指标方向", "target against direction"),
        [
            (
                Clause("{name}以低为好", "{name}: less is better", lambda facts: facts["lower"]),
                Clause("{name}以高为好", "{name}: more is better"),
            ),
            (
                Clause(
                    "，目标句却写“{words}”；按“{asked}”判断",
                    ", yet the target's sentence says “{words}”; it is judged as “{asked}”",
                ),
                Clause(
                    "，目标却是“{asked}”；请核对写法和方向",
                    ", yet the target is “{asked}”; check how it is put, and the direction",
                ),
            ),
        ],
    ),
    "baseline_year": Told(
        ("基期年份", "base year"),
        [
            Clause(
                "{names}的基期数是{dated}年的，不是{base_year:year}年（“{quote}”）",
                "{names}: the baseline is of {dated}, not of {base_year:year}",
            )
        ],
    ),
    "target_without_baseline": Told(
        ("有目标、没有基期", "target without baseline"),
        [
            (
                Clause(
                    "{name}按倍数定目标，基数规划没有写",
                    "{name}: the plan gives no baseline for the multiple",
                    lambda facts: facts["is_multiple"],
                ),
                Clause(
                    "{name}的目标从基期算起，基期规划没有写",
                    "{name}: the target counts from a baseline that the plan does not give",
                    lambda facts: facts["is_change"],
                ),
                Clause("{name}有目标，基期规划没有写", "{name}: the plan gives no baseline"),
            ),
            Clause(
                "；公布的{base_year:year}年数为{published:observed}",
                "; published for {base_year:year}: {published:observed}",
            ),
            Clause(
                "；由目标与倍数反推约为{implied:observed}",
                "; target and multiple imply about {implied:observed}",
            ),
        ],
    ),
    "base_without_figure": Told(
        ("基年没有数", "base year without a figure"),
        [
            Clause(
                "{name}的目标以{base_year:year}年为基期，规划没有写这一年的数",
                "{name}: the target is set against {base_year:year}, for which the plan gives no "
                "figure",
            ),
            (
                Clause("；公布的是{published:observed}", "; published: {published:observed}"),
                Clause(
                    "，也没有公布的数，所要求的数算不出来",
                    ", and none is published, so that what is asked for cannot be worked out",
                    lambda facts: facts["counts"],
                ),
                Clause("，也没有公布的数", ", and none is published"),
            ),
        ],
    ),
    "baseline_without_target": Told(
        ("有基期、没有目标", "baseline without target"),
        [
            Clause(
                "{n}个指标有基期、没有目标：{first_names}",
                "{n} indicators with a baseline and no target: {first_names}",
            )
        ],
    ),
    "too_easy": Told(
        ("是否过低", "set too low"),
        [
            Clause(
                "{name}：{deadline:year}年目标{goal}，{year:year}年已达{value:observed}",
                "{name}: the {deadline:year} target of {goal} was met in {year:year} "
                "({value:observed}",
            ),
            Clause(
                "（规划印发前已公布）",
                ", published before the plan was issued",
                lambda facts: facts["by_issue"],
            ),
            Clause(
                "（这一目标设定前已公布）",
                ", published before this target was set",
                lambda facts: facts["by_then"],
            ),
            Clause("，定得可能偏低", "); it may have been set low"),
            Clause("", ", and it has held to {held_to:year}"),
        ],
    ),
    "too_hard": Told(
        ("是否过高", "set too high"),
        [
            Clause(
                "{name}：{years}年要到基期的{ratio:times}倍；各地",
                "{name}: asks for {ratio:times} times the baseline in {years} years; of "
                "{spells:number} regional spells as long",
            ),
            (
                Clause("这一指标", "", lambda facts: facts["own"]),
                Clause("同类指标", " of indicators of its kind"),
            ),
            Clause(
                "的{spells:number}段{years}年历史中只有{share:rate}做到，定得可能偏高",
                ", {share:rate} did as much. It may have been set high",
            ),
        ],
    ),
    "coverage_vs_share": Told(
        ("全覆盖与公布的占比", "coverage against the published share"),
        [
            Clause(
                "“{quote}”；而公布的{name}{year:year}年为{value:observed}，离全覆盖还远",
                "Full coverage is promised (“{quote}”); the published {name_within} was "
                "{value:observed} in {year:year}",
            )
        ],
    ),
    "without_numeral": Told(
        ("没有数字的承诺", "commitments without a number"),
        [
            (
                Clause(
                    "{n}项承诺没有写数字，只能看是否做到：{first_names}",
                    "{n} commitments without a number, which are kept or not: {first_names}",
                    lambda facts: facts["put"] == "event",
                ),
                Clause(
                    "{n}项目标只有方向，没有数字：{first_names}",
                    "{n} targets with a direction and no number: {first_names}",
                    lambda facts: facts["put"] == "direction",
                ),
                Clause(
                    "{n}项目标没有数字，也没有登记为事件或方向，无法判断：{first_names}",
                    "{n} targets without a number, entered neither as an event nor as a direction, "
                    "cannot be judged: {first_names}",
                ),
            )
        ],
    ),
    "nothing_published": Told(
        ("没有公开数据", "nothing published"),
        [
            Clause(
                "{n}项目标在本项目所存的数据和报道中没有数：{names}",
                "{n} commitments with no figure in this collection: {names}",
            )
        ],
    ),
    "text_breaks_off": Told(
        ("文本不全", "text breaks off"),
        [
            Clause(
                "所据文本止于第{chapter}章第{section}节“{title}”；目录中此后的{missing}节"
                "（从第{next_chapter}章第{next_section}节“{next_title}”起）没有正文，"
                "其中的数字不在本表",
                "The text at hand ends after chapter {chapter}, section {section} (“{title}”); "
                "the {missing} sections that its contents list after that, from chapter "
                "{next_chapter}, section {next_section} (“{next_title}”) on, are missing, and so "
                "are their numbers",
            )
        ],
    ),
    "contents_out_of_order": Told(
        ("目录次序", "order of the contents"),
        [
            Clause(
                "目录在第{chapter}章第{section}节“{title}”之后又从第{next_section}节"
                "“{next_title}”数起，缺一个章标题",
                "After chapter {chapter}, section {section} (“{title}”) the contents go back to "
                "section {next_section} (“{next_title}”): a chapter's heading is missing",
            )
        ],
    ),
}
