"""The sheet that says what the workbook is of and how to read it."""

from __future__ import annotations

from ...judging.situations import Situation
from ...telling.kit import wording
from ...telling.kit.glossary import statuses
from ...telling.kit.wording import pick
from ...telling.projections import method_note
from ...telling.targets import headline, scale_note
from .pages import link_back, set_printing, write_pairs

WIDTHS = (20, 84)  # characters: what is told of, what is told
COLUMN_NOTES = (
    (
        "已走路程：（最新−基期）÷（目标−基期），不是最新÷目标。",
        "Share of the way: (latest − baseline) / (target − baseline), not latest / target.",
    ),
    (
        "已过时间：最新数据年份与基期之差，除以到期年与基期之差。",
        "Share of the time: years from baseline to latest over years from baseline to deadline.",
    ),
    (
        "公布值保留来源的位数；推算值按单位取位。",
        "Published values keep the digits of their source; projected ones have those of their "
        "unit.",
    ),
    (
        "目标前的≥、>等是显示格式，单元格里是数，可以直接计算。",
        "The ≥ or > before a target is a number format; the cell holds the number.",
    ),
    (
        "发布日期旁的*：原文未印日期，按规则推定。",
        "* beside a date: not printed in the source, set by rule.",
    ),
    (
        "来源等级：A 官方原文，B 转载的官方内容，C 新闻报道，D 二手汇编。",
        "Grades: A official original, B official content carried by others, C press, D secondary.",
    ),
)


def write_notes(page, found: Situation, lang: str) -> None:
    """What the workbook is of, the rules of its verdicts, and what its columns mean."""
    meta = found.plan.meta
    as_of = found.as_of or pick(("本库全部数据", "all data held here"), lang)
    title = meta[pick(("title", "title_en"), lang)]
    facts: list[tuple[str, str]] = [
        (pick(("规划", "Plan"), lang), title),
        (pick(("文号", "Document"), lang), str(meta.get("document_number", ""))),
        (pick(("地区", "Region"), lang), found.region_name(lang)),
        (pick(("观察时点", "As of"), lang), as_of),
        (pick(("数据更新至", "Data published to"), lang), wording.day(found.vintage)),
        (
            pick(("总的情况", "In one sentence"), lang),
            str(headline(found.verdicts, found.plan, lang=lang)),
        ),
        (pick(("判断规则", "Rule"), lang), str(scale_note(lang))),
        (pick(("推算方法", "Method"), lang), str(method_note(lang))),
        *((pick(("说明", "Note"), lang), pick(pair, lang)) for pair in COLUMN_NOTES),
        *((name, rule) for _, name, rule in statuses(lang)),
        (
            pick(("重新生成", "To make it again"), lang),
            f"python -m analysis briefings --plan {found.plan.name}"
            + (f" --as-of {found.as_of}" if found.as_of else ""),
        ),
    ]
    told = [(head, wording.plain(text)) for head, text in facts]
    write_pairs(page, told, WIDTHS, spare=2)
    set_printing(page, found, lang)
    link_back(page.cell(1, 1), lang)
