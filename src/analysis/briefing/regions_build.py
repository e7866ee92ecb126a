"""Briefings of every region: a workshop for each core, the regions shared out among them.

A region's build is the build of one region (see `build`), in a folder of its own; what is shared
is the cost of starting Python and importing. A region that fails leaves the others alone, and its
own previous briefings where they are.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ..records import codes, dates
from ..records.errors import PlanDataError
from ..records.packages import codes_as_told, folders_as_told, languages_as_told
from ..records.places import plan_name
from . import notebooks as shelf
from .asked import at_once, published_at
from .build import build_briefings
from .exchange import Hold, exchange, held, is_cut_off
from .folder import REGIONS, check_contents, outputs, place_for, read_record, write_record
from .foreman import UNTOUCHED, BriefingError, Workshop
from .inputs import data_version, fingerprint, versions, writing_day
from .reports import BuildReport, RegionsReport

# What is worth reading of a region that the plan was not made for. The rest is on the plan's own
# text (01), sources (02), the engine (06) or all regions at once (10).
REGIONAL = ("05-briefing", "03-projections", "04-targets")
ENDING = 0.5  # seconds that a process which has closed its pipes may take to be gone
TEMPLATE = "regions.html.j2"


def build_regions(
    root: Path,
    out: Path,
    *,
    plan: str,
    regions: Sequence[codes.Code] | None = None,
    as_of: dates.Day = None,
    since: dates.Day = None,
    recorded_since: dates.Day = None,
    languages: Sequence[str] | None = None,
    notebooks: Sequence[str] = REGIONAL,
    show_code: bool = False,
    address: str = "",
    jobs: int | None = None,
    progress: bool = True,
    force: bool = False,
) -> RegionsReport:
    """Build every region's briefings, several at once, and an index page that leads to them.

    Parameters
    ----------
    root : Path
        The project: holds data/ and notebooks/.
    out : Path
        Gets {region}/ for each region, as `build_briefings` makes it, and index.html. It must be
        new, empty or the result of an earlier build of regions.
    plan, as_of, since, recorded_since, languages, show_code, address, force
        See `build_briefings`.
    regions : sequence of str, optional
        Their codes; those beside the plan's own region, see `regions.panel_of`, when left out.
    notebooks : sequence of str
        Names in notebooks/.
    jobs : int, optional
        Regions built at once; as many as there are cores when left out.
    progress : bool
        A bar on standard error, where that is a terminal.

    Raises
    ------
    BriefingError
        Where `out` holds something else, or the address is none of the web. What
        fails within a region is in the report.
    PlanDataError
        Where what is asked for is no plan's name, day, code or number.
    """
    begun, root = time.perf_counter(), Path(root).resolve()
    plan, jobs, address = plan_name(plan), at_once(jobs), published_at(address)
    day, since = dates.day(as_of), dates.day(since, "since")
    looked = dates.day(recorded_since, "recorded_since")
    out = place_for(root, out)
    if not is_cut_off(out):  # before so much as a lock is put beside somebody's own folder
        check_contents(out, REGIONS)
    names, listed = _names(root, plan), codes_as_told(plan, root)
    wanted = list(names) if regions is None else [codes.listed(r, listed) for r in regions]
    with held(out) as hold:
        check_contents(out, REGIONS)
        if not read_record(out, REGIONS):  # from the first region on the folder is known as ours
            _put_in_place(hold, {})
    common = {
        "plan": plan,
        "as_of": day,
        "since": since,
        "recorded_since": looked,
        "languages": languages_as_told(plan, root) if languages is None else tuple(languages),
        "notebooks": list(notebooks),
        "show_code": show_code,
        "address": address,
        "force": force,
        "jobs": 1,
        "progress": False,
        "one_of_many": True,
    }
    batch = _Batch(root, out, wanted, common)
    batch.run(min(jobs, max(len(wanted), 1)), progress)
    built = {r: batch.built[r] for r in wanted if r in batch.built}
    failed = {r: batch.failed[r] for r in wanted if r in batch.failed}
    page = _index(root, out, names, built, failed, common)
    with held(out) as again:
        _put_in_place(again, {"index.html": page})
    said = (*hold.said, *again.said)
    return RegionsReport(out, built, failed, time.perf_counter() - begun, said)


def _names(root: Path, plan: str) -> dict[str, dict[str, str]]:
    """Both names of every region beside the plan's own, under its code."""
    from ..records.plan_settings import read_meta
    from ..records.regions import panel_of, read_regions

    table = read_regions(root, folders_as_told(plan, root))
    rows = table.set_index("region").loc[panel_of(table, read_meta(plan, root)["region"])]
    return {
        code: {"zh": r.name_zh, "en": r.name_en}
        for code, r in zip(rows.index, rows.itertuples(), strict=True)
    }


@dataclass
class _Batch:
    """Regions waiting to be built, shared by threads that each have a workshop."""

    root: Path
    out: Path
    wanted: Sequence[str]
    common: Mapping
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
        address = self.common["address"]  # with a slash at its end
        own = {**self.common, "address": address and f"{address}{region}"}
        return build_briefings(self.root, out, region=region, workshop=shop, **own)


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


def _put_in_place(hold: Hold, pages: Mapping[str, str]) -> None:
    """The pages around the regions, with a record of them."""
    stage = hold.stage()
    for name, page in pages.items():
        (stage.pages / name).write_text(page, encoding="utf-8", newline="\n")
    ours = hold.named(read_record(hold.out, REGIONS).get("outputs", {}))
    write_record(stage.pages, REGIONS, outputs=outputs(stage.pages))
    exchange(hold, stage, REGIONS, ours)


def _index(
    root: Path,
    out: Path,
    names: Mapping[str, Mapping[str, str]],
    built: Mapping[str, BuildReport],
    failed: Mapping[str, str],
    common: Mapping,
) -> str:
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
    inputs = fingerprint(root, paths, {"plan": common["plan"]})
    about = {
        "data_version": data_version(inputs),
        "versions": versions(),
        "written": writing_day(),
        "as_of": common["as_of"] or "",
    }
    return with_font(
        whole_page(TEMPLATE).render(
            pages=pages, regions=rows, about=about, plan=_plan_names(root, common["plan"])
        )
    )


def _plan_names(root: Path, plan: str) -> dict[str, str]:
    """The plan's title in both languages; its folder's name where it cannot be read."""
    from ..records.plan_settings import read_meta

    try:
        meta = read_meta(plan, root)
    except PlanDataError:
        return {"zh": plan, "en": plan}
    return {"zh": meta["title"], "en": meta["title_en"]}
