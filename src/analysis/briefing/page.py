"""One executed notebook as one HTML file that asks no network for anything."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets import default
from traitlets.config import Config

from ..telling.kit import glossary
from ..telling.kit.drawing import chart_variables
from ..telling.kit.statuses import ink_variables, status_rules
from ..telling.kit.typography import font_face_css
from ..telling.kit.wording import HANZI
from . import notebooks

TEMPLATES = Path(__file__).with_name("templates")
# The font goes here: no text before it can look like this, because < is written &lt; there.
FONT_MARK = "/* <font> */"
SCRIPTS = ("script.js", "charts.js", "take.js", "links.js")
CONTENTS_MARK = "<!-- contents -->"
# What a cell may show, the richest first; the rest (scripts, widgets) is left out.
SHOWN = [
    *("text/html", "image/svg+xml", "image/png", "image/jpeg"),
    *("text/markdown", "text/latex", "text/plain"),
]
WORDS = {
    "zh": {
        **{"as_of": "观察时点", "vintage": "数据更新至", "region": "地区", "data": "数据版本"},
        **{"list": "全部简报", "pages": "简报", "other": "English", "versions": "软件版本"},
        **{"now": "本库全部数据", "previous": "上一篇", "next": "下一篇", "skip": "跳到正文"},
        **{"contents": "本页内容", "glossary": "术语", "about": "关于本页", "rebuild": "重新生成"},
        **{
            "likelihood": "概率怎么说",
            "statuses": "判断怎么定",
            "of_pages": ("第 ", " 页，共 ", " 页"),
        },
        **{"file": "全部判断（CSV 表）", "book": "推算、判断与数据（Excel 工作簿）"},
        "terms": "词语怎么用，判断怎么定，概率怎么说",
        **{"written": "生成于", "document": "文号", "by_rule": "按规则推定，原文未印"},
        "regions": "各地区简报",
        "find": "查指标、目标和来源",
        "sources": (
            "数字来自公开文件，逐条注明来源与发布日期；推算与判断由公开数据按固定规则得出，"
            "不代表任何机构的意见。"
        ),
    },
    "en": {
        **{"as_of": "As of", "vintage": "Data published to", "region": "Region"},
        **{"data": "Data version", "list": "All briefings", "pages": "Briefings", "other": "中文"},
        **{"versions": "Software", "now": "all data held here", "previous": "Previous"},
        **{"next": "Next", "skip": "Skip to the text", "contents": "On this page"},
        **{"glossary": "Glossary", "about": "About this page", "rebuild": "To build it again"},
        **{"likelihood": "What a probability is called", "statuses": "How a verdict is reached"},
        "terms": "What the words mean, how a verdict is reached, what a probability is called",
        **{"written": "Written on", "document": "Document"},
        "by_rule": "set by rule, not printed in the source",
        "of_pages": ("Page ", " of ", ""),
        **{"file": "Every verdict (CSV table)", "regions": "Every region"},
        "find": "Find an indicator, a target or a source",
        "book": "Projections, verdicts and data (Excel workbook)",
        "sources": (
            "Every number comes from a public document, named with its date of publication. "
            "Projections and verdicts follow from these by fixed rules; they are no "
            "institution's opinion."
        ),
    },
}
CHINESE_PART = re.compile(
    r"<(td|th|p|li|dd|strong|small|blockquote|h[1-6])\b((?![^>]*\blang=)[^>]*)>"
    "([^<]*[\u3400-\u9fff][^<]*)"
)
HTML_LANG = {"zh": "zh-Hans", "en": "en"}
# Marks that turn the direction of what follows: they could make one number look like another.
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NAMED = re.compile(r'<span data-indicator="([a-z0-9_]+)">(.*?)</span>', re.DOTALL)
PAGE_LINK = re.compile(r'<a href="(\d\d-[\w-]+)\.html">(.*?)</a>')
OWN_ID = re.compile(r'(<h2\b[^>]*?)\s+id="[^"]*"')
HEADED = re.compile(r"<h2\b([^>]*)>(.*?)</h2>", re.DOTALL)
FIGURE = re.compile(r'<figure class="chart" id="(fig-[\w-]+)"')
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
LIST = re.compile(r"<ul\b[^>]*>(.*?)</ul>", re.DOTALL)
DESCRIBED = 200  # characters of a page's description
LISTED = 2  # headings from which a list of contents is worth its room


class BriefingExporter(TemplateExporter):
    """nbconvert's exporter with the template of this package and no script in it."""

    template_name = "briefing"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def default_filters(self):
        yield from super().default_filters()
        yield "highlight_code", Highlight2HTML(pygments_lexer="ipython3", parent=self)
        yield "inline_svg", inline_svg
        yield "without_title", without_title
        yield "css_string", css_string


def to_html(executed: NotebookNode, *, lang: str, folder: Path, show_code: bool = False) -> str:
    """An executed notebook as one HTML page in one language.

    Parameters
    ----------
    executed : NotebookNode
        Its metadata["briefing"] says what the page says of itself: title, plan_name, document,
        region (its code), region_name, as_of, vintage, vintage_by_rule, standing, written,
        data_version, versions, card (the picture for who shares it, beside the language's pages),
        address (where the build is published, with a slash at its end), command (how to build it
        again), name (with its folder, where it lies in one), pages (name and title of every page,
        in order), languages, and indicators (the list of the indicators' pages; none are written
        without).
    folder : Path
        Where relative paths of images in the prose start.
    """
    node = NotebookNode({**executed, "cells": [c for c in executed.cells if _is_shown(c, lang)]})
    node.metadata["briefing"]["description"] = described(node)
    exporter = _exporter(show_code)
    exporter.register_filter("prose", prose(folder))
    body, _ = exporter.from_notebook_node(node)
    body = without_dead_links(body, {p["name"] for p in node.metadata["briefing"].get("pages", ())})
    body = with_indicators(body, node.metadata["briefing"])
    if lang != "zh":
        body = mark_chinese(body)
    page = with_figures(with_contents(without_direction(body), lang))
    return with_font(lean(page))


def described(node: NotebookNode) -> str:
    """What a page says first, for who shares or searches it, cut: a paragraph, else a list."""
    shown = [
        str(output["data"].get("text/html", ""))
        for cell in node.cells
        for output in cell.get("outputs", ())
        if "data" in output
    ]
    parts = (found for kind in (PARAGRAPH, LIST) for page in shown if (found := kind.search(page)))
    found = next(parts, None)
    if found is None:
        return ""
    apart = found[1].replace("</li><li>", " · ")
    said = " ".join(html.unescape(re.sub("<[^>]+>", "", apart)).split())
    return said if len(said) <= DESCRIBED else f"{said[: DESCRIBED - 1]}…"


def index_html(
    pages: Mapping[str, Sequence[Mapping]],
    about: Mapping[str, Mapping],
    file: str | None = None,
    book: str | None = None,
) -> str:
    """The page that leads to all others, in every language at once.

    Parameters
    ----------
    pages : mapping
        For each language, name and title of each page.
    about : mapping
        For each language, what its pages say of their data.
    file, book : str, optional
        To lead to: a table beside the page, and a workbook in each language's folder.
    """
    names = dict.fromkeys(a["plan_name"] for a in about.values() if a.get("plan_name"))
    title = " · ".join(names or (WORDS[lang]["list"] for lang in pages))
    page = whole_page("front.html.j2").render(
        pages=pages, about=about, title=title, file=file, book=book
    )
    return with_font(without_direction(page))


def with_font(page: str) -> str:
    """The page with the glyphs of its own characters embedded."""
    return page.replace(FONT_MARK, font_face_css(page), 1)


def without_dead_links(page: str, names: Collection[str]) -> str:
    """The page with links to pages that are not built (a region has only some) as plain text."""
    return PAGE_LINK.sub(lambda found: found[0] if found[1] in names else found[2], page)


def with_indicators(page: str, about: Mapping[str, object]) -> str:
    """The page whose indicators' names lead to their own pages, where the build writes them."""
    listed = str(about.get("indicators") or "")
    folder = listed.rpartition("/")[0]
    up, own = ("", "") if "/" not in str(about.get("name", "")) else ("../", about["name"])

    def linked(found: re.Match) -> str:
        name, said = found[1], found[2]
        if not listed or own == f"{folder}/{name}":
            return said
        return f'<a href="{up}{folder}/{name}.html">{said}</a>'

    return NAMED.sub(linked, page)


def without_direction(page: str) -> str:
    """The page with every mark that turns the direction of text written out: [U+202E]."""
    return DIRECTION.sub(lambda found: f"[U+{ord(found[0]):04X}]", page)


def with_contents(page: str, lang: str) -> str:
    """The page with a list of its sections: beside the text and, for small screens, folded.

    Sections without an id of plain ASCII get s1, s2 …: the same in every language, so that who
    changes language stays in the same place.
    """
    start = page.index("<main")
    found: list[tuple[str, str]] = []

    def numbered(head: re.Match) -> str:
        attributes, inner = head[1], head[2]
        named = re.search(r'\bid="([\w-]+)"', attributes, re.ASCII)
        name = named[1] if named else f"s{len(found) + 1}"
        if name in dict(found):
            name = f"{name}-{len(found) + 1}"
        found.append((name, html.unescape(re.sub(r"<[^>]+>", "", inner)).strip()))
        rest = re.sub(r'\s*\bid="[^"]*"', "", attributes)
        return f'<h2{rest} id="{name}">{inner}</h2>'

    body = HEADED.sub(numbered, page[start:])
    listed = _contents(found, lang) if len(found) >= LISTED else ""
    return page[:start].replace(CONTENTS_MARK, listed, 1) + body


def with_figures(page: str) -> str:
    """The page in which no two figures have the same address: the second fig-a is fig-a-2."""
    counted: Counter[str] = Counter()

    def numbered(found: re.Match) -> str:
        counted[found[1]] += 1
        return found[0] if counted[found[1]] == 1 else f'{found[0][:-1]}-{counted[found[1]]}"'

    return FIGURE.sub(numbered, page)


def _contents(found: Sequence[tuple[str, str]], lang: str) -> str:
    word = WORDS[lang]["contents"]
    items = "".join(f'<li><a href="#{name}">{html.escape(said)}</a></li>' for name, said in found)
    return (
        f'<details class="contents"><summary>{word}</summary><ol>{items}</ol></details>'
        f'<nav class="contents" aria-label="{word}"><p>{word}</p><ol>{items}</ol></nav>'
    )


def css_string(text: str) -> str:
    """Text for a string of a style sheet: nothing in it can end the string or the sheet."""
    return re.sub(
        r"[^\w .,:;·—–“”‘’〔〕（）()、，。：；《》/-]", lambda c: f"\\{ord(c[0]):x} ", str(text)
    )


def prose(folder: Path):
    """A filter from Markdown to HTML whose local images are embedded.

    A heading's own id is its text, another in every language; `with_contents` numbers it.
    """

    def render(source: str) -> str:
        renderer = IPythonRenderer(
            escape=False, embed_images=True, exclude_anchor_links=True, path=str(folder)
        )
        return OWN_ID.sub(r"\1", MarkdownWithMath(renderer=renderer).render(source))

    return render


def without_title(source: str, title: str) -> str:
    """Prose without the heading that the page's head already shows."""
    found = notebooks.HEADING.search(source)
    if found is None or found[1] != title:
        return source
    return source[: found.start()] + source[found.end() :]


def inline_svg(drawing: str) -> Markup:
    """An SVG file as part of a page: no prologue, no metadata, its size left to the page."""
    drawing = drawing[drawing.index("<svg") :]
    drawing = re.sub(r"<metadata>.*?</metadata>", "", drawing, count=1, flags=re.DOTALL)
    head, rest = drawing.split(">", 1)
    head = re.sub(r'\s(?:width|height)="[\d.]+(?:pt|px)?"', "", head)
    return Markup(f"{head}>{rest}")


def warm_up() -> None:
    """Write a page of next to nothing, so that forked children find everything ready.

    What nbformat, jinja and fontTools prepare for a first page takes as long as the page.
    """
    shown = new_output("display_data", {"text/html": "图", "text/plain": "图"})
    cells = [new_markdown_cell("# 图"), new_code_cell("1", outputs=[shown])]
    about = {"lang": "zh", "title": "图", "name": "00-warm", "pages": [], "languages": ["zh"]}
    for show_code in (False, True):
        to_html(
            new_notebook(cells=cells, metadata={"briefing": about}),
            lang="zh",
            folder=TEMPLATES,
            show_code=show_code,
        )
    whole_page("front.html.j2")


def mark_chinese(page: str) -> str:
    """Say which parts of an English page are Chinese: for readers aloud, and for their font.

    Where the first font of a list lacks a character, Chromium may not draw it again once an
    embedded font further down the list is ready; a Chinese part has that font higher up.
    """

    def marked(found: re.Match) -> str:
        text = html.unescape(found[3])
        if len(HANZI.findall(text)) < 0.3 * len(text.strip()):
            return found[0]
        return f'<{found[1]}{found[2]} lang="{HTML_LANG["zh"]}">{found[3]}'

    return CHINESE_PART.sub(marked, page)


def lean(page: str) -> str:
    """The page without ids in drawings that nothing refers to: every chart has the same ones."""
    used = set(re.findall(r"#([\w.-]+)", page))

    def unless_used(found: re.Match) -> str:
        return found[0] if found[1] in used else ""

    return re.sub(
        r"<svg\b.*?</svg>",
        lambda drawing: re.sub(r'\sid="([^"]+)"', unless_used, drawing[0]),
        page,
        flags=re.DOTALL,
    )


def _is_shown(cell: Mapping, lang: str) -> bool:
    return cell["cell_type"] != "raw" and notebooks.speaks(cell, lang)


@cache
def whole_page(template: str) -> Template:
    """The template of a page that is made from no notebook."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES / "briefing"), autoescape=True)
    environment.globals.update(_page_globals())
    environment.filters["css_string"] = css_string
    return environment.get_template(template)


@cache
def script() -> tuple[str, str]:
    """The one script a page may run, and the hash by which its policy lets it."""
    files = (TEMPLATES / "briefing" / name for name in SCRIPTS)
    code = "\n".join(file.read_text(encoding="utf-8").strip() for file in files)
    digest = hashlib.sha256(code.encode()).digest()
    return code, f"'sha256-{base64.b64encode(digest).decode()}'"


def _page_globals() -> dict[str, object]:
    code, digest = script()
    return {
        "words": WORDS,
        "html_lang": HTML_LANG,
        "font_mark": Markup(FONT_MARK),
        "contents_mark": Markup(CONTENTS_MARK),
        "script": Markup(code),
        "script_hash": Markup(digest),
        "glossary": glossary,
        "chart_dark": Markup(chart_variables(dark=True)),
        "inks": Markup(ink_variables()),
        "inks_dark": Markup(ink_variables(dark=True)),
        "status_rules": Markup(status_rules()),
    }


@cache
def _exporter(show_code: bool) -> BriefingExporter:
    exporter = BriefingExporter(
        config=Config({"NbConvertBase": {"display_data_priority": SHOWN}}),
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=not show_code,
    )
    exporter.environment.globals.update(_page_globals())
    return exporter
