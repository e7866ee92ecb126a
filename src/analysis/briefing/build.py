"""The whole build: everything is made beside the old briefings and put in place at the end."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

from ..records import codes, dates
from . import notebooks as shelf
from .asked import asked_for, command, published_at, spoken
from .earlier import Earlier, added_in, books_left, digest, kept_name, lists_left, pages_left, seen
from .exchange import Hold, Stage, exchange, executed, held, is_cut_off
from .folder import (
    BRIEFINGS,
    check_contents,
    is_current,
    outputs,
    place_for,
    read_record,
    write_record,
)
from .foreman import UNTOUCHED, BriefingError, Workshop
from .inputs import Parsed, data_version, fingerprint, stamps, versions, writing_day
from .pdf import outdated
from .reports import BuildReport

ASSESSMENT = "assessment.csv"
TRIES = 3  # builds begun before data that keep changing are named
WORKBOOK = "assessment.xlsx"
CARD = "card.png"
INDICATORS = "indicators/find-one.html"  # no indicator is called so: their names hold no hyphen


def build_briefings(
    root: Path,
    out: Path,
    *,
    plan: str,
    region: codes.Code = None,
    as_of: dates.Day = None,
    since: dates.Day = None,
    recorded_since: dates.Day = None,
    languages: Sequence[str] | None = None,
    notebooks: Sequence[str] | None = None,
    show_code: bool = False,
    jobs: int | None = None,
    progress: bool = True,
    force: bool = False,
    one_of_many: bool = False,
    address: str = "",
    meta: Mapping[str, Mapping] | None = None,
    workshop: Workshop | None = None,
) -> BuildReport:
    """Run every notebook in every language and export each as one HTML file.

    Nothing is done where `out` was built from the same inputs, and no notebook is run again
    whose source, parameters, code and data are what they were. All pages are made in a folder
    beside `out` and put in place only when every one succeeded. Where the data changed meanwhile
    they are made again, so that no two pages show two states of them.

    Of what lies in `out` only what an earlier build recorded is replaced or removed; a page that
    somebody changed is kept beside its successor, and the report says so.

    Which data a notebook depends on is noticed while it runs, down to the region whose
    observations it uses; inputs are compared by content. make and its like want dependencies
    declared beforehand and compare times.

    Parameters
    ----------
    root : Path
        The project: holds data/ and notebooks/.
    out : Path
        Gets {lang}/NN-name.html, {lang}/indicators/, {lang}/assessment.xlsx, index.html and
        assessment.csv. It must be new, empty or the result of an earlier build.
    plan, region, as_of
        The notebooks' parameters, see `situation`; without `as_of` everything in data/ counts.
    since : day, optional
        YYYY-MM-DD: what has changed is told from that day on. When left out: what was recorded
        since the build that is there, else what came with the newest day of publication.
    recorded_since : day, optional
        The same by the day on which figures were recorded, whenever they were published.
    languages : sequence of {"zh", "en"}, optional
        Those that the plan names, else both, when left out.
    notebooks : sequence of str, optional
        Names in notebooks/; all that begin with two digits and a hyphen when left out.
    show_code : bool
        Keep the code cells.
    jobs : int, optional
        Notebooks run at once; as many as there are cores when left out.
    progress : bool
        A bar on standard error, where that is a terminal.
    force : bool
        Build even where nothing changed.
    one_of_many : bool
        Whether the folder around `out` holds the index of several regions' briefings, which the
        pages then lead to.
    address : str
        Where `out` is published, https://…: pages then say their own address to who shares them.
    meta : mapping, optional
        For each language: plan_name, region_name, as_of, vintage. When left out they are read
        from the plan's data, and assessment.csv and .xlsx are written with them.
    workshop : Workshop, optional
        One that is open already, for several builds in a row; the build's own when left out.

    Raises
    ------
    BriefingError
        Naming the notebook, the cell and the error, or what else is in the way.
    """
    begun, day, root = time.perf_counter(), writing_day(), Path(root).resolve()
    settings, asked, jobs = asked_for(root, plan, region, as_of, since, recorded_since, jobs)
    languages = spoken(root, settings["plan"], languages)
    out = place_for(root, out)
    if not is_cut_off(out):  # before so much as a lock is put beside somebody's own folder
        check_contents(out, BRIEFINGS)
    compared = {
        **settings,
        **asked,
        "languages": list(languages),
        "show_code": show_code,
        "meta": meta,
        "one_of_many": one_of_many,
        "address": published_at(address),
        # The day itself is not compared; its year is: a page says whether the plan's time is over.
        "year": day[:4],
    }
    with held(out) as hold:
        check_contents(out, BRIEFINGS)
        paths = _checked(root, notebooks)
        for _ in range(TRIES):
            before, inputs = stamps(root), fingerprint(root, paths, compared)
            if not force and is_current(out, inputs):
                return BuildReport(out, (), time.perf_counter() - begun, said=tuple(hold.said))
            record, parsed, stage = read_record(out), Parsed(), hold.stage()
            held_now = seen(root, settings["plan"], record, parsed)
            fresh = added_in(root, settings["plan"], settings["region"], held_now)
            pages, records, ran = _write_pages(
                root,
                stage,
                paths,
                settings,
                inputs,
                languages=languages,
                show_code=show_code,
                jobs=jobs,
                progress=progress,
                day=day,
                meta=meta,
                one_of_many=one_of_many,
                address=compared["address"],
                workshop=workshop,
                fresh={"added": [], **asked} if any(asked.values()) else fresh,
                earlier=Earlier(out, executed(out), {} if force else record, parsed),
            )
            if stamps(root) != before:
                continue  # some pages show the old data, some the new
            made = outputs(stage.pages)
            tables = {"inputs": inputs, "outputs": made, "pages": records, "seen": held_now}
            write_record(stage.pages, BRIEFINGS, **tables)
            exchange(hold, stage, BRIEFINGS, _recorded(hold, record, made))
            return BuildReport(out, pages, time.perf_counter() - begun, ran, tuple(hold.said))
        raise BriefingError(
            "data/: changed each time while the pages were made; build again when nobody is "
            f"writing | 生成过程中数据一再变动，请等写入结束后重新生成\n{UNTOUCHED}"
        )


# --- before ---------------------------------------------------------------------------------


def _checked(root: Path, names: Sequence[str] | None) -> list[Path]:
    """The notebooks, once everything that can be known to be wrong is known not to be."""
    paths = shelf.find(root, names)
    if not paths:
        raise BriefingError("notebooks/: no NN-name.ipynb there | 文件夹里没有笔记本")
    for path in paths:
        _check_notebook(path)
    return paths


def _check_notebook(path: Path) -> None:
    name = f"{path.parent.name}/{path.name}"
    try:
        notebook = shelf.read(path)
    except FileNotFoundError:
        raise BriefingError(f"{name}: no such notebook | 没有这个笔记本") from None
    except (ValueError, KeyError, TypeError) as error:
        raise BriefingError(f"{name}: not a notebook ({error}) | 不是有效的笔记本") from None
    if shelf.parameters_cell(notebook) is None:
        raise BriefingError(f"{name}: no cell is tagged 'parameters' | 缺少 parameters 标签的单元")


# --- making the pages -----------------------------------------------------------------------


def _write_pages(
    root: Path,
    stage: Stage,
    paths: Sequence[Path],
    settings: Mapping[str, str],
    inputs: Mapping,
    *,
    languages: Sequence[str],
    show_code: bool,
    jobs: int,
    progress: bool,
    day: str,
    meta: Mapping[str, Mapping] | None,
    one_of_many: bool,
    address: str,
    workshop: Workshop | None,
    fresh: Mapping[str, object],
    earlier: Earlier,
) -> tuple[tuple[str, ...], dict[str, dict], tuple[str, ...]]:
    """Names of all pages, what is to be remembered of each notebook's, and those run."""
    common = {
        "data_version": data_version(inputs),
        "versions": versions(),
        "command": command(settings, languages, show_code, address),
        "one_of_many": one_of_many,
        "address": address,
    }
    listed = {
        lang: [{"name": p.stem, "title": shelf.title(shelf.read(p), lang) or p.stem} for p in paths]
        for lang in languages
    }
    with nullcontext(workshop) if workshop else Workshop() as shop:
        table = None
        if meta is None:
            # Alone and first: bad data are reported once, before any notebook has begun.
            task = {
                "id": "data",
                "kind": "facts",
                "root": root,
                "scratch": stage.scratch,
                "target": stage.pages / ASSESSMENT,
                "day": day,
                **settings,
            }
            meta, table = shop.run([task])["data"], ASSESSMENT
        listing = bool(table) and not one_of_many
        said = {
            **common,
            "indicators": INDICATORS if listing else "",
            "card": CARD if listing else "",
        }
        about = {lang: {**said, "lang": lang, **meta.get(lang, {})} for lang in languages}
        tasks = [
            {
                "id": f"{lang}/{page['name']}.html",
                "kind": "page",
                "notebook": path,
                "root": root,
                "scratch": stage.scratch,
                "parameters": {**settings, "lang": lang, **fresh},
                "show_code": show_code,
                "written": day,
                "about": {
                    **about[lang],
                    **page,
                    "pages": listed[lang],
                    "languages": list(languages),
                },
            }
            for lang in languages
            for path, page in zip(paths, listed[lang], strict=True)
        ]
        works, records = pages_left(tasks, stage, root, inputs, earlier)
        books = [
            {
                "id": f"{lang}/{file}",
                "kind": kind,
                "root": root,
                "scratch": stage.scratch,
                "lang": lang,
                "target": stage.pages / lang / file,
                **settings,
            }
            for lang in languages
            for kind, file, wanted in (("workbook", WORKBOOK, table), ("card", CARD, listing))
            if wanted
        ]
        lists = [
            {
                "id": f"{lang}/{INDICATORS}",
                "kind": "indicators",
                "root": root,
                "scratch": stage.scratch,
                "lang": lang,
                "written": day,
                "target": stage.pages / lang,
                "about": {**about[lang], "pages": listed[lang], "languages": list(languages)},
                **settings,
            }
            for lang in languages
            if listing
        ]
        left = books_left(books, inputs, earlier, records)
        unlisted = lists_left(lists, stage, inputs, earlier, records)
        front = {
            "id": "index.html",
            "kind": "front",
            "target": stage.pages / "index.html",
            "pages": listed,
            "about": about,
            "written": day,
            "file": table,
            "book": WORKBOOK if table else None,
        }
        # One language after the other: what both ask for is then worked out once.
        begun = sorted((*left, *unlisted, *works), key=lambda t: languages.index(_language(t)))
        done = shop.run([*begun, front], jobs=jobs, progress=progress)
    for task in (*left, *unlisted):
        records[task["id"]] |= done[task["id"]]
    for task in works:
        path = stage.kept / kept_name(task["id"])
        records[task["id"]] |= {**done[task["id"]], "kept": digest(path.read_bytes())}
    ran = tuple(task["id"] for task in works if task["reads"] is None)
    return (*(task["id"] for task in tasks), front["id"]), records, ran


def _language(task: Mapping) -> str:
    """The language of a task's file."""
    return str(task["id"]).partition("/")[0]


# --- after ----------------------------------------------------------------------------------


def _recorded(hold: Hold, record: Mapping, made: Mapping[str, str]) -> dict[str, str]:
    """Every file that the build before wrote down, and the papers of pages that are now others."""
    kept = {
        f"{executed(hold.out).name}/{kept_name(page)}": held["kept"]
        for page, held in record.get("pages", {}).items()
        if "kept" in held
    }
    return kept | hold.named(record.get("outputs", {}) | outdated(hold.out, made))
