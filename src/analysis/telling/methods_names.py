"""What the methods, their grades and their reasons are called, and where they were read.

The codes are those of `judging.methods`; each has its words here, Chinese and English.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..judging.league import BASE_RATE
from ..judging.methods import GRADES, METHODS, VERDICTS
from ..judging.trials import OURS
from .kit.statuses import STATUSES
from .kit.wording import pick

Words = tuple[str, str]  # Chinese and English


@dataclass(frozen=True)
class Described:
    """A method for readers.

    Attributes
    ----------
    name, short : Words
        In a sentence, and at the head of a column.
    document : Words
        Where it was read.
    source : str
        The very file and version, for those who want to check; "" where there is none.
    """

    name: Words
    short: Words
    document: Words
    source: str = ""


DESCRIBED = {
    "ours": Described(
        ("本项目概率", "Our probability"),
        ("本项目", "Ours"),
        ("本项目的推算与判断", "this project's projection and verdict"),
    ),
    "open_sdg": Described(
        ("加拿大统计局", "Statistics Canada"),
        ("加拿大", "StatCan"),
        ("Open SDG《进展衡量方法》", "Open SDG, Progress measurement methodology"),
        "open-sdg/open-sdg docs/progress-methodology.md; "
        "open-sdg/sdg-build sdg/ProgressMeasure.py at 139fede",
    ),
    "eurostat": Described(
        ("欧盟统计局", "Eurostat"),
        ("欧盟", "Eurostat"),
        (
            "Open SDG《进展衡量方法》所引欧盟统计局2021年版界限",
            "thresholds of the 2021 edition as Open SDG's methodology adopts them",
        ),
        "open-sdg/open-sdg docs/progress-methodology.md; "
        "the labels were not read in Eurostat's own document",
    ),
    "eustat": Described(
        ("巴斯克统计局", "Eustat"),
        ("巴斯克", "Eustat"),
        ("巴斯克统计局公布的计算设定与结果", "Eustat's published settings and results"),
        "EUSTAT-DES/data indicator_calculation_components.yml at 00a0109",
    ),
    "un_progress_chart": Described(
        ("联合国进展图", "UN Progress Chart"),
        ("联合国", "UN"),
        (
            "巴斯克统计局《方法说明》所述联合国2023年《进展图技术说明》",
            "the UN's Progress Chart technical note of 2023, as Eustat's methodology page gives it",
        ),
        "EUSTAT-DES/site _pages/en/metodologia.md at 10f3c70",
    ),
    "destatis": Described(
        ("德国天气符号", "Destatis weather"),
        ("德国", "Destatis"),
        ("德国联邦统计局指标平台《状态说明》", "Destatis, indicator platform, page on status"),
        "Nachhaltige-Entwicklung-Deutschland/open-sdg-site-starter _pages/en/status.md at 2dfa9ea",
    ),
    "escap_current_status": Described(
        ("亚太经社会现状指数", "ESCAP current status"),
        ("亚太经社会", "ESCAP"),
        (
            "个人程序库按亚太经社会现状指数写的计算程序；与当年应到位置比较的读法取自非洲经委会网站",
            "a person's program after ESCAP's index; read against the line of the year as UNECA's "
            "site does",
        ),
        "spalmas/SDG-MENARO benchmarking/benchmarking_functions.R at e04dcaa; iprt.uneca.org",
    ),
    "who_required_growth": Described(
        ("世卫组织所需增速", "WHO required growth"),
        ("世卫增速", "WHO rate"),
        (
            "世卫组织“三个十亿”目标计算程序（所需年均变化率）",
            "WHO's Triple Billion program, scenarios by rate of change",
        ),
        "gpw13/billionaiRe R/scenarios_aroc.R at 1cc6063",
    ),
    "who_straight_path": Described(
        ("世卫组织直线路径", "WHO straight path"),
        ("世卫直线", "WHO line"),
        (
            "世卫组织“三个十亿”目标计算程序（直线到目标）",
            "WHO's Triple Billion program, straight line to a target",
        ),
        "gpw13/billionaiRe tests/testthat/test_target_scenarios.R",
    ),
    "time_proportional": Described(
        ("时序进度", "Share of way and time"),
        ("时序进度", "Way/time"),
        (
            "国内规划监测的惯例：路程与时间之比",
            "Chinese plan monitoring: share of the way against share of the time",
        ),
    ),
    "completion_rate": Described(
        ("完成率", "Completion rate"),
        ("完成率", "Completion"),
        (
            "国内规划监测的惯例：最新值除以目标，与时间相比",
            "Chinese plan monitoring: latest value over target, against share of the time",
        ),
    ),
    "ndrc": Described(
        ("发改委中期评估", "NDRC mid-term"),
        ("发改委", "NDRC"),
        (
            "“十四五”规划实施中期评估报告的用词（新华社，2023年12月26日）",
            "words of the mid-term report on the 14th Five-Year Plan (Xinhua, 26 December 2023)",
        ),
    ),
    "trackr": Described(
        ("世行同类速度", "World Bank trackr"),
        ("世行", "World Bank"),
        (
            "世界银行trackr程序，读自个人程序库；参照换成本规划的同级地区",
            "the World Bank's trackr, read in a person's repository; its reference here is the "
            "regions of the plan's panel",
        ),
        "RossanaTat/trackr R/predict_changes.R, R/scores.R, R/future_paths.R",
    ),
}
_SCHEDULE = {
    "completed": ("完成", "completed"),
    "on_schedule": ("达到时序", "on schedule"),
    "behind_schedule": ("滞后", "behind schedule"),
}
# A method's own words for its grades.
GRADE_NAMES: dict[str, dict[str, Words]] = {
    "ours": {grade: tuple(STATUSES.loc[grade, ["name_zh", "name_en"]]) for grade in GRADES["ours"]},
    "open_sdg": {
        "target_achieved": ("目标已实现", "target achieved"),
        "substantial_progress": ("按期推进", "on track"),
        "moderate_progress": ("有进展，需加快", "progress, acceleration needed"),
        "limited_progress": ("进展有限", "limited progress"),
        "deterioration": ("恶化", "deterioration"),
    },
    "eurostat": {
        "target_met": ("目标已达到", "target met"),
        "significant_progress": ("显著进展", "significant progress"),
        "moderate_progress": ("中等进展", "moderate progress"),
        "insufficient_progress": ("进展不足", "insufficient progress"),
        "moderate_movement_away": ("中等偏离", "moderate movement away"),
        "movement_away": ("偏离目标", "movement away"),
    },
    "eustat": {
        "significant_progress": ("显著进展", "significant progress"),
        "moderate_progress": ("中等进展", "moderate progress"),
        "no_progress": ("没有进展", "no progress"),
        "moderate_deterioration": ("中等恶化", "moderate deterioration"),
        "significant_deterioration": ("显著恶化", "significant deterioration"),
    },
    "un_progress_chart": {
        "met_or_on_track": ("已达到或按期", "met or on track"),
        "fair_progress": ("进展尚可，需加快", "fair progress, accelerate"),
        "stagnation_or_regression": ("停滞或倒退", "stagnation or regression"),
    },
    "destatis": {
        "sun": ("晴", "sun"),
        "sun_cloud": ("晴间多云", "sun with cloud"),
        "cloud": ("多云", "cloud"),
        "thunderstorm": ("雷雨", "thunderstorm"),
    },
    "escap_current_status": {
        "reached_line": ("达到当年应到的位置", "reached the line of the year"),
        "short_of_line": ("未到当年应到的位置", "short of the line of the year"),
        "regressed": ("倒退", "regressed"),
    },
    "who_required_growth": {
        "fast_enough": ("增速够", "fast enough"),
        "too_slow": ("增速不够", "too slow"),
    },
    "who_straight_path": {
        "above_path": ("在路径之上", "on or above the path"),
        "below_path": ("在路径之下", "below the path"),
    },
    "time_proportional": _SCHEDULE,
    "completion_rate": _SCHEDULE,
    "ndrc": {
        "completed": ("完成", "completed"),
        "ahead_of_deadline": ("提前实现", "reached ahead of the deadline"),
        "faster_than_expected": ("快于预期", "faster than expected"),
        "broadly_as_expected": ("基本符合预期", "broadly as expected"),
        "lagging": ("滞后", "lagging"),
    },
    "trackr": {
        "reached": ("已到达", "reached"),
        "own_speed_reaches": ("按自身速度可到达", "reached at its own speed"),
        "typical_speed_reaches": ("须达到一般速度", "reached at the typical speed only"),
        "beyond_typical_speed": ("一般速度也不够", "not even at the typical speed"),
    },
}
# Why a method gives no verdict.
REASON_NAMES: dict[str, Words] = {
    "no_value": ("没有最新数", "no latest value"),
    "no_base": ("没有可比的基期数", "no comparable baseline"),
    "no_target": ("没有目标值", "no target value"),
    "no_direction": ("没有说明方向", "no direction given"),
    "one_point": ("基期以来没有新数据", "no observation since the baseline"),
    "no_time": ("没有期限，或期限不晚于基期", "no deadline, or none after the baseline"),
    "zero_base": ("基期为零，增速无定义", "zero baseline: growth is undefined"),
    "sign_change": ("正负号改变，增速无定义", "change of sign: growth is undefined"),
    "base_equals_target": (
        "基期即目标，须保持",
        "target met at the start; it was to be maintained",
    ),
    "base_past_target": ("基期已越过目标，后又失守", "base beyond the target, lost since"),
    "short_series": ("连续数据不足四年", "fewer than four consecutive years"),
    "short_history": ("五年前没有数", "no value five years earlier"),
    "no_panel": ("没有同类地区数据", "no panel of other regions"),
    "no_probability": ("给不出概率", "no probability can be given"),
    "definition_break": ("统计口径中途调整", "the definition changed on the way"),
    "event": ("事件类目标", "an event, not a number"),
    "other_promise": (
        "累计、平均、差距或逐年的要求，不是到期的一个数",
        "a sum, mean, gap, band or yearly limit, not a number to reach by a year",
    ),
    "not_shown": ("公布的数不足以判定", "the figures do not show it"),
}
# The verdicts of the common scale as statuses are: name_zh, name_en, mark, colour; and status.
VERDICT_NAMES = (
    STATUSES.loc[list(VERDICTS.values())]
    .set_axis(pd.Index(list(VERDICTS), name="verdict"))
    .assign(status=list(VERDICTS.values()))
)
# How a method's source was read, see `judging.methods.METHODS`.
MARKS = {
    "own": ("本项目", "this project"),
    "read": ("已读原文或程序", "its own document or program was read"),
    "personal": ("程序已读，但出自个人程序库", "a program was read, but in a person's repository"),
    "restated": ("只见他人转述", "known by restatement only"),
    "practice": ("实务惯例，没有自己的文件", "a practice without a document of its own"),
}
OWN_BOUNDS, SECOND_HAND = "†", "‡"  # beside a method's name
BASE_NAME = (
    "不用任何办法，只说其他指标的平均达标率",
    "No method: how often targets on other indicators were met",
)


def method_name(method: str, lang: str) -> str:
    """A method's name, or that of the base rate."""
    return pick(BASE_NAME if method == BASE_RATE else DESCRIBED[method].name, lang)


def short_name(method: str, lang: str) -> str:
    """A method's name for a column, with the marks that `methods.scale_words` explains."""
    return pick(DESCRIBED[method].short, lang) + marks(method)


def marks(method: str) -> str:
    """† where the line between verdicts is this project's, ‡ where the method is second-hand."""
    told = METHODS.loc[method]
    drawn_here = told["bounds"] == "own" and method != OURS
    second_hand = told["mark"] in ("restated", "personal")
    return OWN_BOUNDS * drawn_here + SECOND_HAND * second_hand
