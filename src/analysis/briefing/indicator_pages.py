"""A page for each indicator, and one that finds them: made from no notebook, as all others look."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook, new_output

from ..judging.one_indicator import each_indicator
from ..judging.rulers import measure
from ..judging.situations import read_records
from ..telling import indicators as told
from ..telling.kit.folds import Shown
from ..telling.kit.wording import pick
from .page import to_html

TITLE = ("查指标、目标和来源", "Indicators, targets and sources")


def write_indicator_pages(
    root: Path, folder: Path, *, plan: str, region: str, as_of: str, about: Mapping[str, object]
) -> list[str]:
    """Write a page for every indicator that has more to tell than a line, and the list of all.

    Parameters
    ----------
    folder : Path
        Of the pages of one language; gets the list and, beside it, ID.html of each indicator.
    about : mapping
        What a page says of itself, see `page.to_html`; title and name are the indicator's, and
        `indicators` is the list's file.

    Returns
    -------
    list of str
        The files' names below `folder`, the list first.
    """
    lang = str(about["lang"])
    records = read_records(plan, root=root)
    found = measure(records, region=region or None, as_of=as_of or None)
    every = each_indicator(records, found)
    index = str(about["indicators"]).removesuffix(".html")
    home = index.rpartition("/")[0]
    (folder / home).mkdir(parents=True, exist_ok=True)
    listed = told.finder(every, found.now, lang=lang)
    names = [_write(folder, index, pick(TITLE, lang), listed, about, root)]
    for one in filter(lambda one: one.told, every):
        title, shown = told.title_of(one, lang=lang), told.page_of(one, found.now, lang=lang)
        names.append(_write(folder, f"{home}/{one.indicator_id}", title, shown, about, root))
    return names


def _write(
    folder: Path, name: str, title: str, shown: Shown, about: Mapping[str, object], root: Path
) -> str:
    output = new_output("display_data", {"text/html": shown._repr_html_(), "text/plain": title})
    said = {**about, "title": title, "name": name}
    page = to_html(
        new_notebook(cells=[new_code_cell("", outputs=[output])], metadata={"briefing": said}),
        lang=str(about["lang"]),
        folder=root,
    )
    file = f"{name}.html"
    (folder / file).write_text(page, encoding="utf-8", newline="\n")
    return file
