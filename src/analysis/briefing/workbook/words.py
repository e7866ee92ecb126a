"""What the sheets, columns and series of the workbook are called."""

from __future__ import annotations

from ...telling.kit.wording import pick

SHEETS = {
    "index": ("目录", "Contents"),
    "verdicts": ("判断", "Verdicts"),
    "charts": ("图表", "Charts"),
    "fans": ("扇形图", "Fan charts"),
    "projections": ("推算", "Projections"),
    "observations": ("数据与来源", "Observations"),
    "revisions": ("修订", "Revisions"),
    "notes": ("说明", "Notes"),
    "data": ("图表数据", "Chart data"),
}
HOLDS = {
    "verdicts": (
        "每个目标的每种读法一行：判断、概率、基期、最新、目标、推算；右边另有增速、来源与规划原文，不打印",
        "a row for each reading of a target: verdict, probability, baseline, latest, target, "
        "projection; to the right, not printed, growth, sources and the plan's sentences",
    ),
    "charts": (
        "主要指标的折线图，可以直接修改；数在“图表数据”",
        "the main indicators as line charts that can be edited; their numbers are in Chart data",
    ),
    "fans": ("简报里的扇形图，图片", "the fan charts of the briefing, as pictures"),
    "projections": (
        "每个指标每年一行：公布的值，推算的中位与80%、95%区间",
        "a row for each indicator and year: published, or projected with its 80% and 95% interval",
    ),
    "observations": (
        "公布过的每个数一行，连同来源、日期、等级，以及采用哪一个；右边另有原文，不打印",
        "a row for each figure that was published, with its source, day and grade, and which is "
        "used; to the right, not printed, its words",
    ),
    "revisions": (
        "与首次公布不同的数",
        "figures that differ from what was first published",
    ),
    "notes": (
        "这份表是什么，判断怎么定，各栏什么意思",
        "what this is, the rule, what the columns mean",
    ),
    "data": ("“图表”各图的数", "the numbers behind the line charts"),
}
BACK = ("回到目录", "Back to the contents")
HEADINGS = {
    "name": ("指标", "Indicator"),
    "reading": ("读法", "Reading"),
    "unit": ("单位", "Unit"),
    "baseline_year": ("基期年", "Base year"),
    "baseline_value": ("基期", "Baseline"),
    "baseline_basis": ("基期依据", "Baseline from"),
    "latest_year": ("最新年份", "Latest year"),
    "latest_value": ("最新", "Latest"),
    "target_value": ("目标", "Target"),
    "value_high": ("目标上限", "Target, upper"),
    "deadline": ("到期年", "Deadline"),
    "share_travelled": ("已走路程", "Share of the way"),
    "share_time": ("已过时间", "Share of the time"),
    "growth_actual": ("年均增速：实际", "Growth a year: actual"),
    "growth_required": ("年均增速：尚需", "Growth a year: needed"),
    "projected": ("到期推算", "Projected at deadline"),
    "low95": ("95%下限", "95% low"),
    "low80": ("80%下限", "80% low"),
    "high80": ("80%上限", "80% high"),
    "high95": ("95%上限", "95% high"),
    "probability": ("达标概率", "Probability"),
    "status": ("判断", "Verdict"),
    "reason": ("原因", "Reason"),
    "evidence": ("依据等级", "Evidence"),
    "method": ("方法", "Method"),
    "n_history": ("数据点", "Points"),
    "latest_source": ("最新数据来源", "Source of the latest"),
    "latest_published": ("发布日期", "Published"),
    "quote": ("规划原文", "The plan's sentence"),
    "indicator_id": ("编码", "Id"),
    "target_id": ("目标编码", "Target id"),
    "year": ("年份", "Year"),
    "kind": ("类别", "Kind"),
    "value": ("数值", "Value"),
    "qualifier": ("精度", "Precision"),
    "used": ("采用", "Used"),
    "published": ("发布日期", "Published"),
    "published_estimated": ("日期为推定", "Date estimated"),
    "grade": ("来源等级", "Grade"),
    "source": ("来源", "Source"),
    "observation_quote": ("原文", "Quote"),
    "first": ("首次公布", "First published"),
    "first_published": ("首次发布日期", "First on"),
    "first_source": ("首次来源", "First source"),
    "latest": ("现用", "In use now"),
    "latest_on": ("现用发布日期", "Latest on"),
    "source_now": ("现用来源", "Latest source"),
    "difference": ("差", "Difference"),
    "relative": ("相差", "Relative"),
}
KINDS = {"observed": ("公布", "published"), "projected": ("推算", "projected")}
SERIES = {
    "observed": ("公布", "published"),
    "median": ("中位推算", "median projection"),
    "low80": ("80%下限", "80% low"),
    "high80": ("80%上限", "80% high"),
    "path": ("所需路径", "required path"),
    "target": ("目标", "target"),
}


def sheet_title(key: str, lang: str) -> str:
    """A sheet's name in a language."""
    return pick(SHEETS[key], lang)
