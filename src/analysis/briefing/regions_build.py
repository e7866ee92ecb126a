"""Briefings of every region: a workshop for each core, the regions shared out among them.

A region's build is the build of one region (see `build`), in a folder of its own; what is shared
is the cost of starting Python and importing. A region that fails leaves the others alone, and its
own previous briefings where they are.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..records import codes, dates
from ..records.places import plan_name
from . import notebooks as shelf
from .build import BuildReport, at_once, build_briefings
from .foreman import UNTOUCHED, BriefingError, Workshop
from .inputs import data_version, fingerprint, versions, writing_day
from .pdf import keep_printed

# What is worth reading of a region that the plan was not made for. The rest is on the plan's own
# text (01), sources (02), the engine (06) or all regions at once (10).
REGIONAL = ("05-briefing", "03-projections", "04-targets")
ENDING = 0.5  # seconds that a process which has closed its pipes may take to be gone
RECORD = ".regions.json"
TEMPLATE = "regions.html.j2"


@dataclass(frozen=True)
class RegionsReport:
    """What a build of many regions did.

    Attributes
    ----------
    out : Path
        Where the index page is.
    built : dict
        The report of each region that succeeded, under its code.
    failed : dict
        Why each of the others did not.
    seconds : float
    """

    out: Path
    built: Mapping[str, BuildReport]
    failed: Mapping[str, str]
    seconds: float

    def __str__(self) -> str:
        index = self.out / "index.html"
        made = [r for r in self.built.values() if not r.skipped]
        pages = sum(len(r.pages) for r in made)
        lines = [
            f"{index}: {len(made)} regions, {pages} pages in {self.seconds:.1f} s, "
            f"{len(self.built) - len(made)} unchanged | 已生成{len(made)}个地区{pages}页，"
            f"{len(self.built) - len(made)}个没有变化，用时{self.seconds:.1f}秒"
        ]
        for reason, regions in self._reasons().items():
            told = reason.replace("\n", "\n    ")
            lines.append(f"  not made | 未生成: {', '.join(regions)}\n    {told}")
        return "\n".join(lines)

    def _reasons(self) -> dict[str, list[str]]:
        """The failed regions by reason: bad data fail them all alike, and are told once."""
        found: dict[str, list[str]] = {}
        for region, reason in self.failed.items():
            found.setdefault(reason, []).append(region)
        return found


def build_regions(
    root: Path,
    out: Path,
    *,
    plan: str,
    regions: Sequence[codes.Code] | None = None,
    as_of: dates.Day = None,
    since: dates.Day = None,
    languages: Sequence[str] = shelf.LANGUAGES,
    notebooks: Sequence[str] = REGIONAL,
    show_code: bool = False,
    jobs: int | None = None,
    progress: bool = True,
    force: bool = False,
    keep_papers: bool = False,
) -> RegionsReport:
    """Build every region's briefings, several at once, and an index page that leads to them.

    Parameters
    ----------
    root : Path
        The project: holds data/ and notebooks/.
    out : Path
        Gets {region}/ for each region, as `build_briefings` makes it, and index.html. It must be
        new, empty or the result of an earlier build of regions.
    plan, as_of, since, languages, show_code, force
        See `build_briefings`.
    regions : sequence of str, optional
        GB/T 2260 codes; every province in data/regions.csv when left out.
    notebooks : sequence of str
        Names in notebooks/.
    jobs : int, optional
        Regions built at once; as many as there are cores when left out.
    progress : bool
        A bar on standard error, where that is a terminal.
    keep_papers : bool
        Carry the PDFs that were printed of earlier builds along (see `pdf`).

    Raises
    ------
    BriefingError
        Where `out` holds something else. What fails within a region is in the report.
    PlanDataError
        Where what is asked for is no plan's name, day, code or number.
    """
    begun = time.perf_counter()
    root, out = Path(root).resolve(), Path(out).resolve()
    plan, jobs = plan_name(plan), at_once(jobs)
    day, since = dates.day(as_of), dates.day(since, "since")
    names = _names(root)
    wanted = list(names) if regions is None else [codes.spelled(r) for r in regions]
    _check(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / RECORD).write_text(json.dumps({"plan": plan}), encoding="utf-8")
    common = {
        "plan": plan,
        "as_of": day,
        "since": since,
        "languages": languages,
        "notebooks": list(notebooks),
        "show_code": show_code,
        "force": force,
        "jobs": 1,
        "progress": False,
        "one_of_many": True,
    }
    batch = _Batch(root, out, wanted, common, keep_papers)
    batch.run(min(jobs, max(len(wanted), 1)), progress)
    built = {r: batch.built[r] for r in wanted if r in batch.built}
    failed = {r: batch.failed[r] for r in wanted if r in batch.failed}
    _write_index(root, out, names, built, failed, common)
    return RegionsReport(out, built, failed, time.perf_counter() - begun)


def _names(root: Path) -> dict[str, dict[str, str]]:
    """Both names of every province, under its code."""
    from ..records.regions import read_regions

    table = read_regions(root)
    rows = table[table["level"] == "province"].set_index("region")
    return {
        code: {"zh": r.name_zh, "en": r.name_en}
        for code, r in zip(rows.index, rows.itertuples(), strict=True)
    }


def _check(out: Path) -> None:
    if out.is_file() or (out.exists() and any(out.iterdir()) and not (out / RECORD).exists()):
        raise BriefingError(
            f"{out}: holds something other than regions' briefings; choose a new folder | "
            "该文件夹有其他内容，请另选"
        )


@dataclass
class _Batch:
    """Regions waiting to be built, shared by threads that each have a workshop."""

    root: Path
    out: Path
    wanted: Sequence[str]
    common: Mapping
    keep_papers: bool
    built: dict[str, BuildReport] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def run(self, jobs: int, progress: bool) -> None:
        from tqdm import tqdm

        waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        for region in self.wanted:
            waiting.put(region)
        off = not (progress and sys.stderr.isatty())
        with tqdm(total=len(self.wanted), disable=off, leave=False, unit="region") as bar:
            threads = [
                threading.Thread(target=self._work, args=(waiting, bar), daemon=True)
                for _ in range(jobs)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    def _work(self, waiting: queue.SimpleQueue[str], bar) -> None:
        shop = _OnDemand()
        try:
            while True:
                try:
                    region = waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    self.built[region] = self._build(region, shop)
                except Exception as error:
                    # Whatever it was, the other regions must not be lost with it.
                    self.failed[region] = _told(error)
                    shop.close_if_ended()
                bar.set_postfix_str(region)
                bar.update()
        finally:
            shop.close()

    def _build(self, region: str, shop: _OnDemand) -> BuildReport:
        out = self.out / region
        extra = partial(keep_printed, out) if self.keep_papers else None
        return build_briefings(
            self.root, out, region=region, workshop=shop, extra=extra, **self.common
        )


def _told(error: Exception) -> str:
    if isinstance(error, BriefingError):
        return str(error)
    return f"{type(error).__name__}: {error}\n{UNTOUCHED}"


class _OnDemand:
    """A workshop that starts with its first task, and again after it was closed."""

    def __init__(self) -> None:
        self.shop: Workshop | None = None

    def run(self, tasks: Sequence[Mapping], **options) -> dict[str, object]:
        if self.shop is None:
            self.shop = Workshop()
        return self.shop.run(tasks, **options)

    def close_if_ended(self) -> None:
        """Let go of a workshop whose process is gone; one that only told of a failure serves on."""
        if self.shop is not None:
            with suppress(subprocess.TimeoutExpired):
                self.shop.process.wait(ENDING)
                self.close()

    def close(self) -> None:
        if self.shop is not None:
            self.shop.__exit__(None, None, None)
            self.shop = None


def _write_index(
    root: Path,
    out: Path,
    names: Mapping[str, Mapping[str, str]],
    built: Mapping[str, BuildReport],
    failed: Mapping[str, str],
    common: Mapping,
) -> None:
    """One page that leads to every region, in every language; those that failed are named.

    A failed region's earlier briefings, where there are any, are still led to.
    """
    from .page import whole_page, with_font

    paths = shelf.find(root, common["notebooks"])
    languages = common["languages"]
    pages = {
        lang: [{"name": p.stem, "title": shelf.title(shelf.read(p), lang) or p.stem} for p in paths]
        for lang in languages
    }
    rows = [
        {
            "region": region,
            "names": names.get(region, {"zh": region, "en": region}),
            "made": (out / region / "index.html").exists(),
            "failed": region in failed,
        }
        for region in sorted({*built, *failed})
    ]
    inputs = fingerprint(root, paths, {})
    about = {
        "data_version": data_version(inputs),
        "versions": versions(),
        "written": writing_day(),
        "as_of": common["as_of"] or "",
    }
    page = with_font(
        whole_page(TEMPLATE).render(
            pages=pages, regions=rows, about=about, plan=_plan_names(root, common["plan"])
        )
    )
    new = out / "index.html.new"
    new.write_text(page, encoding="utf-8", newline="\n")
    os.replace(new, out / "index.html")


def _plan_names(root: Path, plan: str) -> dict[str, str]:
    """The plan's title in both languages; its folder's name where it cannot be read."""
    import tomllib

    try:
        path = root / "data" / "plans" / plan / "plan.toml"
        meta = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return {"zh": meta["title"], "en": meta["title_en"]}
    except (OSError, KeyError, ValueError):
        return {"zh": plan, "en": plan}
