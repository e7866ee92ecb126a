"""The folder of a new plan: commented empty tables to be filled in, no code."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .errors import PlanDataError, shown
from .packages import SHARED, package_folders, region_codes
from .plan_settings import MAY_SAY, PLAN_KEYS
from .schema import FIGURES, INDICATORS, Table

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
SETTINGS = {
    "title": ("规划全称", "full title, in the plan's language"),
    "title_en": ("英文全称", "full title in English"),
    "short_zh": ("中文简称，用在句子里", "short name in Chinese, for sentences"),
    "short_en": ("英文简称", "short name in English"),
    "publisher": ("发布机关", "who issued it"),
    "issued": (
        "印发日期，如 2026-01-31（不加引号）",
        "day of issue, such as 2026-01-31",
    ),
    "start": ("规划期首年", "first year of the plan"),
    "end": ("规划期末年", "last year of the plan"),
    "baseline_year": ("基期年份", "base year"),
    "region": ("地区代码，见所用数据包的 regions.csv", "code in regions.csv of a package used"),
    "uses": (
        "用哪些数据包（data/shared 里的名称，或别的规划）；[] 为只用本文件夹的表",
        "packages whose tables are used: names in data/shared, or of plans; [] for none",
    ),
    "languages": ('页面语言，如 ["zh", "en"]', 'languages of the pages, such as ["zh", "en"]'),
}
UNQUOTED = ("issued", "start", "end", "baseline_year")
READERS = {**PLAN_KEYS, **MAY_SAY}
# What a column holds, in Chinese; the contract in `schema` says it in English.
COLUMNS_ZH = {
    "indicator_id": "指标编码，小写字母、数字和下划线",
    "name_zh": "中文名称",
    "name_en": "英文名称",
    "unit": "单位",
    "kind": "存量、流量、比率或事件",
    "direction": "越大越好、越小越好或无所谓",
    "lower": "可能的最小值",
    "upper": "可能的最大值",
    "definition": "口径：数的是什么",
    "definition_breaks": "口径调整，写成“年份:原因”，分号隔开",
    "year_begins": "年度从哪天起算，如财年 04-01；空为 01-01",
    "year_named": "这样的年度按起始年还是结束年称呼",
    "from_parts": "季度、半年、月度怎样合成年度：sum 相加、mean 按天平均；空为不合成",
    "figure_id": "编号，如 F001",
    "role": "基期、历史、目标、中期任务或背景",
    "year": "所述年份",
    "year_from": "累计数的起始年份",
    "value": "数值，只写数字",
    "value_high": "范围的上端",
    "comparator": "以上>=，超过>，约~，近<，范围range",
    "measure": "目标衡量什么：到期水平（可空）、增减量、倍数、增减百分比、年均增速、累计、平均、"
    "差距、方向、事件、新增量、全覆盖、突破、构成",
    "deadline": "期限年份",
    "chapter": "章，前言为0",
    "section": "节，第一节之前为0",
    "quote": "原文，一字不改",
    "note": "读者必须知道的事",
    "relation": "不低于、高于、不高于、低于、在两数之间、在其左右；空着时由比较号和指标方向决定",
    "tolerance": "偏离多少仍算数，单位同数值；约数空着时取其末位的一半",
    "base_year": "目标自己的基期年份，与规划基期不同时填写",
    "base_value": "该年的数，按指标的单位",
    "hold": "到期年的数为准by（可空）、期内有一年达到ever、期内每年都达到every",
    "against": "差距是与谁比：地区代码或指标编码",
    "force": "约束性binding、预期性expected",
    "valid_from": "目标从哪一天起有效",
    "valid_until": "目标到哪一天为止有效（被新目标取代）",
    "part_of": "是哪条目标的年度目标或阶段目标（填其编号）",
    "responsible": "责任单位，照原文",
}
# How real plans put a target, and what is entered for it.
EXAMPLES = {
    "measure": (
        "“单位国内生产总值能源消耗累计降低[20]”：percent_change，数值-20；“年均增长7.5%”：growth；"
        "“五年城镇新增就业[4000]万人”：sum；“山西省人均科普投入达到全国平均水平”：gap",
        "“Reduction by 20 % by 2020 compared to 2008”: percent_change, value -20; “70 kilograms "
        "on an annual average between 2028 and 2032”: mean; “at least 3.5 % of GDP”: level",
    ),
    "relation": (
        "“煤炭产量稳定在13亿吨左右”：near；“城镇调查失业率控制在5.5%以内”：at_most",
        "“to under 30 ha on average per day”: less_than",
    ),
    "tolerance": ("“稳定在13亿吨左右”：空着即12.5至13.5", "“about 13”: empty means 12.5 to 13.5"),
    "base_year": ("“比2005年下降40%—45%”：2005", "“double by 2020 compared to 2014”: 2014"),
    "hold": (
        "“耕地保有量每年不低于18.65亿亩”：every",
        "“less than 3 % of GDP, to be maintained until 2030”: every",
    ),
    "against": (
        "“高于全国平均水平”：000000",
        "“below the EU-27 figure”: the indicator of the EU-27",
    ),
    "force": ("“单位GDP能耗降低 约束性”：binding", "“约束性” in a plan's table: binding"),
    "valid_until": (
        "2022年调高的目标，原目标填2022-12-31",
        "“−55 % by 2030”, replaced by −65 %: the last day it was in force",
    ),
    "part_of": ("2026年度目标属于2030年目标F003：F003", "a milestone of F003: F003"),
}
GROUPS = """
# 规划自己的目标分组，决定简报的次序（可以不写） | how the plan groups its targets, optional
# [[groups]]
# id = "first"
# name_zh = "第一组"
# name_en = "First group"
# indicators = ["indicator_id", "indicator_id"]
"""


def new_plan(name: str, *, root: Path, given: Mapping[str, object] | None = None) -> Path:
    """Make data/plans/NAME with plan.toml, indicators.csv, figures.csv, exclusions.csv, plan.txt.

    Parameters
    ----------
    name : str
        Lower-case letters, digits and hyphens, at most 64.
    given : mapping, optional
        Values of plan.toml that are known already; the others stand there as comments.

    Returns
    -------
    Path
        The new folder.

    Raises
    ------
    PlanDataError
        The name is no folder name, or is taken; a value is not what plan.toml holds there.
    """
    folder = root / "data" / "plans" / name
    if not NAME.fullmatch(name):
        raise PlanDataError(
            f"{shown(name)}: use lower-case letters, digits and hyphens, at most 64 | "
            "只能用小写字母、数字和连字符，最多64个"
        )
    if folder.exists():
        raise PlanDataError(f"data/plans/{name}: is there already; choose another name | 已经存在")
    files = {
        "plan.toml": _settings({"uses": _fitting(root, given or {}), **_given(given or {})}),
        "indicators.csv": _empty(INDICATORS, f"data/plans/{name}/indicators.csv"),
        "figures.csv": _empty(FIGURES, f"data/plans/{name}/figures.csv"),
        "exclusions.csv": "pattern,reason\n",
        "plan.txt": "",
    }
    try:
        work = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder.parent))
        for file, content in files.items():
            (work / file).write_text(content, encoding="utf-8", newline="\n")
        work.chmod(0o755)
        work.rename(folder)
    except OSError as error:
        raise PlanDataError(
            f"{folder.parent}: cannot be written ({error.strerror}) | 无法写入"
        ) from None
    finally:
        for left in folder.parent.glob(f".{name}-*"):
            shutil.rmtree(left, ignore_errors=True)
    return folder


def _given(given: Mapping[str, object]) -> dict[str, object]:
    """What was said, without what was left open."""
    return {key: value for key, value in given.items() if value is not None}


def _fitting(root: Path, given: Mapping[str, object]) -> list[str] | None:
    """The shared packages that know the plan's region; nothing where it is not known yet."""
    if not given.get("region"):
        return None
    region = PLAN_KEYS["region"](given["region"], "region")
    shared = {n: f for n, f in package_folders(root).items() if f.startswith(SHARED)}
    found = [name for name, folder in shared.items() if region in region_codes(root, [folder])]
    # A project without packages keeps its tables in data/, which a plan reads that names none.
    return found if shared else None


def _settings(given: Mapping[str, object]) -> str:
    lines = ["# 去掉行首的 # 并填写 | remove the # in front and fill in"]
    for key, (zh, en) in SETTINGS.items():
        value = READERS[key](given.get(key), key)
        written = "" if value is None else str(value)
        if key not in UNQUOTED:
            held = list(value) if isinstance(value, tuple) else written
            written = json.dumps(held, ensure_ascii=False)
        lines += [f"# {zh} | {en}", f"{'# ' if value is None else ''}{key} = {written}"]
    return "\n".join(lines) + "\n" + GROUPS


def _empty(table: Table, place: str) -> str:
    """A header below a comment for each column; `store` passes over lines that start with #."""
    told = [f"# {place}: 一行一条 | {table.title}"]
    for column, held in table.every.items():
        need = "必填 required" if held.required else "可空 optional"
        listed = f"; {' '.join(held.values)}" if held.values else ""
        told.append(f"# {column}: {COLUMNS_ZH[column]} | {held.description} ({need}{listed})")
        if column in EXAMPLES and table is FIGURES:
            told.append("#   例 e.g. {} | {}".format(*EXAMPLES[column]))
    return "\n".join([*told, ",".join(table.every)]) + "\n"


def next_steps(folder: Path, lang: str) -> str:
    """What to do with the new folder."""
    name = folder.name
    if lang == "zh":
        return (
            f"已建立 data/plans/{name}：\n"
            "  1. 填 plan.toml，把规划全文贴进 plan.txt；\n"
            "  2. 在 indicators.csv 登记指标，在 figures.csv 逐句登记数字，附原文；\n"
            f"  3. python -m analysis check --plan {name} 会指出每一处缺漏；\n"
            f"  4. python -m analysis template 数据.xlsx --plan {name} 生成填报表；\n"
            f"  5. python -m analysis briefings --plan {name} --out build/{name}"
        )
    return (
        f"data/plans/{name} is there:\n"
        "  1. fill in plan.toml and paste the plan's text into plan.txt;\n"
        "  2. name the indicators in indicators.csv and enter every figure, with its sentence, in "
        "figures.csv;\n"
        f"  3. python -m analysis check --plan {name} names whatever is missing;\n"
        f"  4. python -m analysis template DATA.xlsx --plan {name} makes a workbook to fill in;\n"
        f"  5. python -m analysis briefings --plan {name} --out build/{name}"
    )
