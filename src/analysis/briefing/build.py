"""The whole build: everything is made beside the old briefings and swapped in at the end."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from . import notebooks as shelf
from .foreman import BriefingError, Workshop
from .inputs import RECORD, data_version, fingerprint, is_current, versions, write_record

ASSESSMENT = "assessment.csv"
WORKBOOK = "assessment.xlsx"


@dataclass(frozen=True)
class BuildReport:
    """What a build did.

    Attributes
    ----------
    out : Path
        Where the briefings are.
    pages : tuple of str
        Pages written, relative to `out`; none where nothing had changed.
    seconds : float
    """

    out: Path
    pages: tuple[str, ...]
    seconds: float

    @property
    def skipped(self) -> bool:
        """Whether nothing had to be done."""
        return not self.pages

    def __str__(self) -> str:
        index = self.out / "index.html"
        if self.skipped:
            return f"{index}: nothing changed, nothing done | 没有变化，无需重做"
        n = len(self.pages)
        return f"{index}: {n} pages in {self.seconds:.1f} s | 已生成{n}页，用时{self.seconds:.1f}秒"


def build_briefings(
    root: Path,
    out: Path,
    *,
    plan: str,
    region: str | None = None,
    as_of: str | None = None,
    languages: Sequence[str] = shelf.LANGUAGES,
    notebooks: Sequence[str] | None = None,
    show_code: bool = False,
    jobs: int | None = None,
    progress: bool = True,
    force: bool = False,
    extra: Callable[[Path], None] | None = None,
    meta: Mapping[str, Mapping] | None = None,
    workshop: Workshop | None = None,
) -> BuildReport:
    """Run every notebook in every language and export each as one HTML file.

    Nothing is done where `out` was built from the same inputs. All pages are made in a folder
    beside `out`, which takes its place only when every one succeeded.

    Parameters
    ----------
    root : Path
        The project: holds data/ and notebooks/.
    out : Path
        Gets {lang}/NN-name.html, {lang}/assessment.xlsx, index.html and assessment.csv. It must
        be new, empty or the result of an earlier build, because it is replaced as a whole.
    plan, region, as_of : str
        The notebooks' parameters; `as_of` is YYYY-MM-DD, empty for everything in data/.
    languages : sequence of {"zh", "en"}
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
    extra : callable, optional
        Called with the new folder in this process before the swap. Not part of what is compared.
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
    from filelock import FileLock

    begun = time.perf_counter()
    root, out = Path(root).resolve(), Path(out).resolve()
    paths = _checked(root, out, languages, notebooks, as_of)
    settings = {"plan": plan, "region": region or "", "as_of": as_of or ""}
    compared = {
        **settings, "languages": list(languages), "show_code": show_code, "meta": meta
    }  # fmt: skip
    out.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(out.parent / f".{out.name}.lock"):
        inputs = fingerprint(root, paths, compared)
        if not force and is_current(out, inputs):
            return BuildReport(out, (), time.perf_counter() - begun)
        with _new_folder(out) as (folder, scratch):
            pages = _write_pages(
                root, folder, scratch, paths, settings, inputs,
                languages=languages, show_code=show_code, jobs=jobs or cores(),
                progress=progress, meta=meta, workshop=workshop,
            )  # fmt: skip
            if extra is not None:
                extra(folder)
            write_record(folder, inputs)
            _swap(folder, out)
    return BuildReport(out, pages, time.perf_counter() - begun)


def cores() -> int:
    """The processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# --- before ---------------------------------------------------------------------------------


def _checked(
    root: Path, out: Path, languages: Sequence[str], names: Sequence[str] | None, as_of: str | None
) -> list[Path]:
    """The notebooks, once everything that can be known to be wrong is known not to be."""
    paths = shelf.find(root, names)
    if not paths:
        raise BriefingError("notebooks/: no NN-name.ipynb there | 文件夹里没有笔记本")
    for path in paths:
        _check_notebook(path)
    unknown = [lang for lang in languages if lang not in shelf.LANGUAGES]
    if unknown or not languages:
        raise BriefingError(f"languages {list(languages)}: choose from zh, en | 语言只有 zh 和 en")
    if as_of:
        try:
            dt.date.fromisoformat(as_of)
        except ValueError:
            raise BriefingError(f"as_of {as_of!r}: write YYYY-MM-DD | 日期写成 年-月-日") from None
    if out in (root, *root.parents) or (
        out.exists() and not (out / RECORD).exists() and (out.is_file() or any(out.iterdir()))
    ):
        raise BriefingError(
            f"{out}: holds something other than briefings and would be replaced; "
            "choose a new folder | 该文件夹有其他内容，请另选"
        )
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
    folder: Path,
    scratch: Path,
    paths: Sequence[Path],
    settings: Mapping[str, str],
    inputs: Mapping,
    *,
    languages: Sequence[str],
    show_code: bool,
    jobs: int,
    progress: bool,
    meta: Mapping[str, Mapping] | None,
    workshop: Workshop | None,
) -> tuple[str, ...]:
    common = {"data_version": data_version(inputs), "versions": versions()}
    listed = {
        lang: [{"name": p.stem, "title": shelf.title(shelf.read(p), lang) or p.stem} for p in paths]
        for lang in languages
    }
    with nullcontext(workshop) if workshop else Workshop() as shop:
        table = None
        if meta is None:
            # Alone and first: bad data are reported once, before any notebook has begun.
            task = {"id": "data", "kind": "facts", "root": root, "target": folder / ASSESSMENT,
                    **settings}  # fmt: skip
            meta, table = shop.run([task])["data"], ASSESSMENT
        tasks = []
        about = {lang: {**common, "lang": lang, **meta.get(lang, {})} for lang in languages}
        for lang in languages:
            (folder / lang).mkdir()
            if table:
                tasks.append({"id": f"{lang}/{WORKBOOK}", "kind": "workbook", "root": root,
                              "target": folder / lang / WORKBOOK, "lang": lang,
                              **settings})  # fmt: skip
            for path, page in zip(paths, listed[lang], strict=True):
                tasks.append({
                    "id": f"{lang}/{page['name']}.html", "kind": "page", "notebook": path,
                    "scratch": scratch, "target": folder / lang / f"{page['name']}.html",
                    "parameters": {**settings, "lang": lang}, "show_code": show_code,
                    "about": {**about[lang], **page, "pages": listed[lang],
                              "languages": list(languages)},
                })  # fmt: skip
        tasks.append({
            "id": "index.html", "kind": "front", "target": folder / "index.html",
            "pages": listed, "about": about, "file": table,
        })  # fmt: skip
        shop.run(tasks, jobs=jobs, progress=progress)
    return tuple(task["id"] for task in tasks if task["kind"] != "workbook")


# --- after ----------------------------------------------------------------------------------


@contextmanager
def _new_folder(out: Path) -> Iterator[tuple[Path, Path]]:
    """A folder to build in and one for scratch, on the same disk as `out`; both gone after."""
    for stale in out.parent.glob(f".{out.name}.new-*"):
        shutil.rmtree(stale, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))
    folder, scratch = work / "out", work / "scratch"
    folder.mkdir()
    scratch.mkdir()
    try:
        yield folder, scratch
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _swap(folder: Path, out: Path) -> None:
    """Put `folder` in the place of `out`; where that fails, the old one is put back."""
    old = folder.with_name("old")
    try:
        if out.exists():
            out.rename(old)
        folder.rename(out)
    except OSError as error:
        if old.exists() and not out.exists():
            old.rename(out)
        raise BriefingError(
            f"{out}: cannot be replaced ({error.strerror}); close what has it open | "
            "无法替换，请关闭正在使用它的程序"
        ) from None
