"""Words beside a figure: which say what it is, which make it another figure, which say nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

# What each kind of word does to the figure that it stands beside.
WORDS: Mapping[str, tuple[str, ...]] = {
    # known, not final: the figure is provisional
    "provisional": (
        *(
            "初步统计数",
            "初步统计",
            "初步核算",
            "初步数",
            "初步",
            "快报数",
            "快报",
            "预计数",
            "预计",
        ),
        *("估计数", "估计", "估算", "测算", "暂定", "预估", "初值", "暂估"),
        *("provisional", "preliminary", "estimated", "estimates", "estimate", "flash", "est."),
    ),
    # no figure of what was: never read
    "planned": (
        *(
            "计划数",
            "计划",
            "目标值",
            "目标",
            "预测数",
            "预测值",
            "预测",
            "规划数",
            "预算数",
            "预算",
        ),
        *("任务数", "任务", "预期", "展望", "力争", "拟", "期望"),
        *("planned", "target", "forecasts", "forecast", "projections", "projection", "projected"),
        *("budgeted", "budget", "expected", "outlook", "scenario", "goal"),
    ),
    # another quantity than the indicator's own
    "measure": (
        *(
            "增长速度",
            "发展速度",
            "年均增长",
            "增长率",
            "增长量",
            "增长",
            "增速",
            "增幅",
            "增减",
            "增量",
        ),
        *(
            "同比",
            "环比",
            "比上年",
            "较上年",
            "上年同期",
            "上年",
            "年均",
            "平均",
            "下降",
            "变化",
            "涨跌",
        ),
        *("占全省比重", "占全国比重", "占比", "比重", "份额", "构成", "占", "比例", "比率", "率"),
        *("排名", "排序", "位次", "名次", "人均", "每万人", "每百万人", "每", "密度", "强度"),
        *("指数", "上年=100", "累计", "新增", "净增", "当年", "贡献", "完成率", "进度", "倍", "差"),
        *("增加值", "产值", "收入", "支出", "投入", "申请", "授权", "个百分点", "百分点"),
        *("growth rate", "growth", "changes", "change", "increase", "decrease", "yoy", "y/y"),
        *("shares", "share", "proportion", "percentage", "ranking", "rank", "per capita", "per"),
        *("average", "index", "cumulative", "net", "new", "ratio", "rate", "density", "previous"),
    ),
    # a part of what the indicator counts
    "part": (
        *(
            "其中",
            "规模以上工业企业",
            "规模以上",
            "规上",
            "限额以上",
            "大中型",
            "大型",
            "中型",
            "小微",
        ),
        *(
            "小型",
            "微型",
            "工业企业",
            "企业",
            "工业",
            "农业",
            "服务业",
            "制造业",
            "建筑业",
            "高等学校",
        ),
        *(
            "高等院校",
            "高校",
            "科研院所",
            "科研机构",
            "研究机构",
            "研发机构",
            "政府属",
            "政府",
            "事业",
        ),
        *("女性", "男性", "女", "男", "农村", "城镇", "乡村", "城市居民", "市区", "市辖区", "县域"),
        *(
            "国有",
            "私营",
            "民营",
            "外资",
            "港澳台",
            "内资",
            "集体",
            "基础研究",
            "应用研究",
            "试验发展",
        ),
        *(
            "中央",
            "地方",
            "省属",
            "市属",
            "第一产业",
            "第二产业",
            "第三产业",
            "户籍",
            "本科",
            "硕士",
        ),
        *("博士", "全时", "高技术", "民间", "不含", "不包括", "除", "仅", "部分", "含", "包括"),
        *("of which", "women", "woman", "female", "men", "male", "urban", "rural", "enterprises"),
        *("enterprise", "business", "government", "higher education", "private", "public"),
        *("excluding", "including", "only", "large", "small", "manufacturing", "industrial"),
    ),
    # at what prices, in whose money
    "money": (
        *("可比价格", "可比价", "不变价格", "不变价", "购买力平价", "美元", "欧元", "日元", "英镑"),
        *("港元", "港币", "卢布", "韩元", "us dollars", "dollars", "dollar", "us$", "usd", "eur"),
        *("gbp", "jpy", "hkd", "euros", "euro", "constant prices", "constant", "ppp", "lcu"),
        *("current us$", "$", "€", "£", "billion", "million", "thousand", "trillion"),
    ),
    # changed since it was first published
    "revised": ("修订数", "修订", "修正", "调整后", "调整数", "revised", "revision", "restated"),
    # says that it is what it seems to be
    "plain": (
        *(
            "实际完成",
            "实际数",
            "实际",
            "实绩",
            "完成",
            "决算数",
            "决算",
            "年报数",
            "年末数",
            "绝对数",
        ),
        *("绝对值", "绝对量", "actual", "final", "observed", "total", "value", "values", "level"),
        *("数量", "数值", "总数", "总量", "总额", "合计", "总计", "全部", "个数", "本年"),
    ),
}
# The currency before or behind a unit that is in no other: 亿元人民币.
OWN_MONEY = re.compile(r"[(（]?(?:人民币|RMB|CNY)[)）]?\s*", re.I)
# Words of titles and headings that say nothing of any single figure.
NEUTRAL = (
    *(
        "主要",
        "指标名称",
        "指标",
        "基本情况",
        "情况",
        "统计",
        "数据库",
        "数据",
        "附表",
        "续表",
        "一览表",
    ),
    *(
        "简表",
        "总表",
        "汇总表",
        "表",
        "年鉴",
        "公报",
        "资料",
        "各市州",
        "各地市",
        "各设区市",
        "各市",
        "各地区",
    ),
    *(
        "各地",
        "各省区市",
        "各省市",
        "各省",
        "各省、自治区、直辖市",
        "分地区",
        "分地市",
        "分市",
        "分省",
        "历年",
    ),
    *(
        "按地区分",
        "按市分",
        "地区",
        "区域",
        "城市",
        "科技创新",
        "科学技术",
        "科技",
        "创新",
        "发展",
        "概况",
    ),
    *(
        "年度",
        "年",
        "时间",
        "最近",
        "查询",
        "计量单位",
        "单位",
        "名称",
        "项目",
        "数",
        "汇总",
        "一览",
    ),
    *(
        "及其",
        "以及",
        "及",
        "和",
        "与",
        "的",
        "按",
        "分",
        "第",
        "续",
        "注",
        "测试",
        "sheet",
        "table",
    ),
    *(
        "main",
        "data",
        "statistics",
        "statistical",
        "by",
        "region",
        "regions",
        "province",
        "provinces",
    ),
    *("data source", "last updated date", "world development indicators", "wdi", "source"),
    *(
        "最近1年",
        "最近2年",
        "最近3年",
        "最近5年",
        "最近6年",
        "最近10年",
        "最近20年",
        "最近",
        "年份",
    ),
    *(
        "of",
        "and",
        "the",
        "in",
        "for",
        "annual",
        "yearly",
        "indicators",
        "indicator",
        "city",
        "cities",
    ),
    *("year", "years", "database", "overview", "number", "unit", "yearbook", "china statistical"),
)
# Single letters that statistical offices set beside a number, and what they say.
FLAGS = {
    "p": "provisional",
    "e": "provisional",
    "s": "provisional",
    "f": "planned",
    "r": "revised",
    "a": "plain",
}
OTHER_FLAGS = {
    "b": ("口径有变", "a break in the series"),
    "c": ("保密", "confidential"),
    "d": ("定义不同", "another definition"),
    "n": ("不显著", "not significant"),
    "u": ("可靠性低", "of low reliability"),
    "i": ("推算", "imputed"),
    "m": ("缺", "missing"),
    "l": ("缺", "missing"),
    "o": ("缺", "missing"),
    "z": ("不适用", "not applicable"),
}


def pattern_of(words: tuple[str, ...]) -> str:
    """A pattern of any of these words, the longest first; English ones stand alone."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w[0].isascii() and w[0].isalpha() else re.escape(w)
        for w in ordered
    )


KINDS = {kind: re.compile(pattern_of(words)) for kind, words in WORDS.items()}
EVERY_WORD = re.compile(
    pattern_of((*(w for words in WORDS.values() for w in words), *NEUTRAL)), re.I
)
KIND_OF = {w: kind for kind, words in WORDS.items() for w in words}
# What makes a sentence of a note speak of the figures above it.
IN_NOTES = {
    kind: re.compile(pattern_of(tuple(w for w in WORDS[kind] if len(w) > 1)), re.I)
    for kind in ("provisional", "planned", "part", "money", "revised")
}
