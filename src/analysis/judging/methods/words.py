"""The closed lists of the methods: their names and sources, their own words, one common scale."""

from __future__ import annotations

import pandas as pd

from ...telling.kit.statuses import STATUSES

# How a method's source was read: its own document or program (read), a program in a person's own
# repository (personal), a practice without a document of its own (practice), a restatement by
# others only (restated), this project (own). `bounds` says who drew the line between the verdicts:
# "published" with the method, or "own" where the method publishes a number and no verdict, or
# words and no threshold, so that the line on its number is this project's. `source` is for those
# who want to read the very file.
METHODS = pd.DataFrame(
    [
        (
            "ours",
            "本项目概率",
            "Our probability",
            "own",
            "own",
            "本项目的推算与判断",
            "this project's projection and verdict",
            "",
        ),
        (
            "open_sdg",
            "加拿大统计局",
            "Statistics Canada",
            "read",
            "published",
            "Open SDG《进展衡量方法》",
            "Open SDG, Progress measurement methodology",
            "open-sdg/open-sdg docs/progress-methodology.md; open-sdg/sdg-build "
            "sdg/ProgressMeasure.py at 139fede",
        ),
        (
            "eurostat",
            "欧盟统计局",
            "Eurostat",
            "restated",
            "published",
            "Open SDG《进展衡量方法》所引欧盟统计局2021年版界限",
            "thresholds of the 2021 edition as Open SDG's methodology adopts them",
            "open-sdg/open-sdg docs/progress-methodology.md; the labels were not read in "
            "Eurostat's own document",
        ),
        (
            "eustat",
            "巴斯克统计局",
            "Eustat",
            "read",
            "published",
            "巴斯克统计局公布的计算设定与结果",
            "Eustat's published settings and results",
            "EUSTAT-DES/data indicator_calculation_components.yml at 00a0109",
        ),
        (
            "un_progress_chart",
            "联合国进展图",
            "UN Progress Chart",
            "restated",
            "published",
            "巴斯克统计局《方法说明》所述联合国2023年《进展图技术说明》",
            "the UN's Progress Chart technical note of 2023, as Eustat's methodology page gives it",
            "EUSTAT-DES/site _pages/en/metodologia.md at 10f3c70",
        ),
        (
            "destatis",
            "德国天气符号",
            "Destatis weather",
            "read",
            "published",
            "德国联邦统计局指标平台《状态说明》",
            "Destatis, indicator platform, page on status",
            "Nachhaltige-Entwicklung-Deutschland/open-sdg-site-starter _pages/en/status.md "
            "at 2dfa9ea",
        ),
        (
            "escap_current_status",
            "亚太经社会现状指数",
            "ESCAP current status",
            "restated",
            "own",
            "个人程序库按亚太经社会现状指数写的计算程序；与当年应到位置比较的读法取自非洲经委会网站",
            "a person's program after ESCAP's index; read against the line of the year as UNECA's "
            "site does",
            "spalmas/SDG-MENARO benchmarking/benchmarking_functions.R at e04dcaa; iprt.uneca.org",
        ),
        (
            "who_required_growth",
            "世卫组织所需增速",
            "WHO required growth",
            "read",
            "own",
            "世卫组织“三个十亿”目标计算程序（所需年均变化率）",
            "WHO's Triple Billion program, scenarios by rate of change",
            "gpw13/billionaiRe R/scenarios_aroc.R at 1cc6063",
        ),
        (
            "who_straight_path",
            "世卫组织直线路径",
            "WHO straight path",
            "read",
            "own",
            "世卫组织“三个十亿”目标计算程序（直线到目标）",
            "WHO's Triple Billion program, straight line to a target",
            "gpw13/billionaiRe tests/testthat/test_target_scenarios.R",
        ),
        (
            "time_proportional",
            "时序进度",
            "Share of way and time",
            "practice",
            "own",
            "国内规划监测的惯例：路程与时间之比",
            "Chinese plan monitoring: share of the way against share of the time",
            "",
        ),
        (
            "completion_rate",
            "完成率",
            "Completion rate",
            "practice",
            "own",
            "国内规划监测的惯例：最新值除以目标，与时间相比",
            "Chinese plan monitoring: latest value over target, against share of the time",
            "",
        ),
        (
            "ndrc",
            "发改委中期评估",
            "NDRC mid-term",
            "practice",
            "own",
            "“十四五”规划实施中期评估报告的用词（新华社，2023年12月26日）",
            "words of the mid-term report on the 14th Five-Year Plan (Xinhua, 26 December 2023)",
            "",
        ),
        (
            "trackr",
            "世行同类速度",
            "World Bank trackr",
            "personal",
            "own",
            "世界银行trackr程序，读自个人程序库；参照换成31个省",
            "the World Bank's trackr, read in a person's repository; its reference here is the 31 "
            "provinces",
            "RossanaTat/trackr R/predict_changes.R, R/scores.R, R/future_paths.R",
        ),
    ],
    columns=[
        *("method", "name_zh", "name_en", "mark", "bounds", "document_zh", "document_en", "source"),
    ],
).set_index("method")

# The common scale: the project's own verdicts, their names, shapes and colours.
SCALE = {
    "achieved": "achieved",
    "on_track": "on_track",
    "slower": "at_risk",
    "off_track": "off_track",
    "not_applicable": "not_assessable",
}
VERDICTS = (
    STATUSES.loc[list(SCALE.values())]
    .set_axis(pd.Index(list(SCALE), name="verdict"))
    .assign(status=list(SCALE.values()))
)

# Every word a method has, and where it stands on the common scale: "slower" (at risk) is the first
# grade below on track, "off_track" any lower one; a method with two grades has no "slower".
_EURO = [
    ("significant_progress", "on_track", "显著进展", "significant progress"),
    ("moderate_progress", "slower", "中等进展", "moderate progress"),
    ("insufficient_progress", "off_track", "进展不足", "insufficient progress"),
    ("moderate_movement_away", "off_track", "中等偏离", "moderate movement away"),
    ("movement_away", "off_track", "偏离目标", "movement away"),
]
_EUSTAT = [
    ("significant_progress", "on_track", "显著进展", "significant progress"),
    ("moderate_progress", "slower", "中等进展", "moderate progress"),
    ("no_progress", "off_track", "没有进展", "no progress"),
    ("moderate_deterioration", "off_track", "中等恶化", "moderate deterioration"),
    ("significant_deterioration", "off_track", "显著恶化", "significant deterioration"),
]
_PATH = [
    ("above_path", "on_track", "在路径之上", "on or above the path"),
    ("below_path", "off_track", "在路径之下", "below the path"),
]
_WORDS = {
    "open_sdg": [
        ("target_achieved", "achieved", "目标已实现", "target achieved"),
        ("substantial_progress", "on_track", "按期推进", "on track"),
        ("moderate_progress", "slower", "有进展，需加快", "progress, acceleration needed"),
        ("limited_progress", "off_track", "进展有限", "limited progress"),
        ("deterioration", "off_track", "恶化", "deterioration"),
    ],
    "eustat": _EUSTAT,
    "eurostat": [("target_met", "achieved", "目标已达到", "target met"), *_EURO],
    "un_progress_chart": [
        ("met_or_on_track", "on_track", "已达到或按期", "met or on track"),
        ("fair_progress", "slower", "进展尚可，需加快", "fair progress, accelerate"),
        ("stagnation_or_regression", "off_track", "停滞或倒退", "stagnation or regression"),
    ],
    "destatis": [
        ("sun", "on_track", "晴", "sun"),
        ("sun_cloud", "slower", "晴间多云", "sun with cloud"),
        ("cloud", "off_track", "多云", "cloud"),
        ("thunderstorm", "off_track", "雷雨", "thunderstorm"),
    ],
    "escap_current_status": [
        ("reached_line", "on_track", "达到当年应到的位置", "reached the line of the year"),
        ("short_of_line", "slower", "未到当年应到的位置", "short of the line of the year"),
        ("regressed", "off_track", "倒退", "regressed"),
    ],
    "who_required_growth": [
        ("fast_enough", "on_track", "增速够", "fast enough"),
        ("too_slow", "off_track", "增速不够", "too slow"),
    ],
    "who_straight_path": _PATH,
    "time_proportional": [
        ("completed", "achieved", "完成", "completed"),
        ("on_schedule", "on_track", "达到时序", "on schedule"),
        ("behind_schedule", "off_track", "滞后", "behind schedule"),
    ],
    "completion_rate": [
        ("completed", "achieved", "完成", "completed"),
        ("on_schedule", "on_track", "达到时序", "on schedule"),
        ("behind_schedule", "off_track", "滞后", "behind schedule"),
    ],
    "ndrc": [
        ("completed", "achieved", "完成", "completed"),
        ("ahead_of_deadline", "achieved", "提前实现", "reached ahead of the deadline"),
        ("faster_than_expected", "on_track", "快于预期", "faster than expected"),
        ("broadly_as_expected", "on_track", "基本符合预期", "broadly as expected"),
        ("lagging", "off_track", "滞后", "lagging"),
    ],
    "trackr": [
        ("reached", "achieved", "已到达", "reached"),
        ("own_speed_reaches", "on_track", "按自身速度可到达", "reached at its own speed"),
        ("typical_speed_reaches", "slower", "须达到一般速度", "reached at the typical speed only"),
        ("beyond_typical_speed", "off_track", "一般速度也不够", "not even at the typical speed"),
    ],
    "ours": [
        (status, verdict, *STATUSES.loc[status, ["name_zh", "name_en"]])
        for status, verdict in (
            ("achieved", "achieved"),
            ("on_track", "on_track"),
            ("at_risk", "slower"),
            ("off_track", "off_track"),
            ("missed", "off_track"),
        )
    ],
}
WORDS = pd.DataFrame(
    [(method, *row) for method, rows in _WORDS.items() for row in rows],
    columns=["method", "status", "verdict", "name_zh", "name_en"],
).set_index(["method", "status"])

# Why a method gives no verdict.
REASONS = pd.DataFrame(
    [
        ("no_value", "没有最新数", "no latest value"),
        ("no_base", "没有可比的基期数", "no comparable baseline"),
        ("no_target", "没有目标值", "no target value"),
        ("no_direction", "没有说明方向", "no direction given"),
        ("one_point", "基期以来没有新数据", "no observation since the baseline"),
        ("zero_base", "基期为零，增速无定义", "zero baseline: growth is undefined"),
        ("sign_change", "正负号改变，增速无定义", "change of sign: growth is undefined"),
        (
            "base_equals_target",
            "基期即目标，须保持",
            "target met at the start; it was to be maintained",
        ),
        ("base_past_target", "基期已越过目标，后又失守", "base beyond the target, lost since"),
        ("short_series", "连续数据不足四年", "fewer than four consecutive years"),
        ("short_history", "五年前没有数", "no value five years earlier"),
        ("no_panel", "没有同类地区数据", "no panel of other regions"),
        ("no_probability", "给不出概率", "no probability can be given"),
        ("definition_break", "统计口径中途调整", "the definition changed on the way"),
        ("event", "事件类目标", "an event, not a number"),
    ],
    columns=["reason", "name_zh", "name_en"],
).set_index("reason")
