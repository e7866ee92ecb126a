"""Every province's briefings in both languages, against so many times one region's.

Times one region alone in a workshop that is warm (the median of a few), then the whole build for
growing numbers of regions, everything forced. For each prints seconds, the ratio

    wall / (regions × one region's warm time / cores)

the same ratio in processor time, which other work on the machine disturbs less,

    processor time / (regions × one region's warm processor time)

and the peak memory of the whole tree of processes (proportional set size on Linux: pages shared
by forked processes count once). Exits with 1 where the last ratio of wall times exceeds the
target.

    python benchmarks/regions.py [--regions 4 8 16 31] [--jobs N]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from analysis import load_plan
from analysis.briefing import Workshop, build_briefings
from analysis.briefing.build import cores
from analysis.briefing.regions_build import REGIONAL, build_regions
from analysis.records.regions import panel_of, read_regions

ROOT = Path(__file__).resolve().parents[1]
PLAN = "shanxi-innovation-14"
LANGUAGES = ("zh", "en")
TARGET = 1.3
ALONE = 3  # regions timed one by one, before and again after the whole


def main() -> int:
    """Run the builds; 0 where the target is met."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--regions", type=int, nargs="*", default=[4, 8, 16, 31])
    options.add_argument("--jobs", type=int, default=cores())
    given = options.parse_args()
    plan = load_plan(PLAN, root=ROOT)
    codes = panel_of(read_regions(ROOT, plan.folders), plan.region)
    print(
        f"{len(REGIONAL)} notebooks × {len(LANGUAGES)} languages, {given.jobs} cores, "
        f"load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        before = alone(codes[:ALONE], Path(folder))
        rounds = [together(codes[:n], given.jobs, Path(folder)) for n in given.regions]
        after = alone(codes[:ALONE], Path(folder))
    # What else the machine is doing changes from minute to minute: before and after the whole.
    one, work = (statistics.median(times) for times in zip(*before, *after, strict=True))
    told = ", ".join(f"{wall:.2f}" for wall, _ in before + after)
    print(f"one region, warm: {one:.2f} s ({told}), processor {work:.2f} s")
    ratio = 0.0
    for n, (seconds, spent, peak) in zip(given.regions, rounds, strict=True):
        ratio = seconds / (n * one / given.jobs)
        print(
            f"{n:3d} regions: {seconds:6.1f} s, {seconds / n:.2f} s a region, ratio {ratio:.3f}; "
            f"processor {spent:6.1f} s, ratio {spent / (n * work):.3f}; "
            f"peak memory {peak / 2**20:.0f} MB"
        )
    print(f"ratio {ratio:.3f} (target: at most {TARGET})")
    return int(ratio > TARGET)


def alone(codes: list[str], folder: Path) -> list[tuple[float, float]]:
    """Wall and processor seconds of each region in one workshop, after one has warmed it up."""
    found = []
    with Workshop() as shop:
        for code in [codes[-1], *codes]:
            begun, spent = time.perf_counter(), _spent(shop.process.pid)
            build_briefings(
                ROOT,
                folder / "alone" / code,
                plan=PLAN,
                region=code,
                languages=LANGUAGES,
                notebooks=REGIONAL,
                jobs=1,
                progress=False,
                force=True,
                workshop=shop,
            )
            found.append((time.perf_counter() - begun, _spent(shop.process.pid) - spent))
    return found[1:]


def _spent(pid: int) -> float:
    """Processor seconds of this process, and of another with the children that it waited for."""
    return time.process_time() + sum(psutil.Process(pid).cpu_times()[:4])


def together(codes: list[str], jobs: int, folder: Path) -> tuple[float, float, int]:
    """Wall and processor seconds of the whole build from a cold start, and its peak memory."""
    with Peak() as peak:
        begun, spent = time.perf_counter(), sum(os.times()[:4])
        report = build_regions(
            ROOT,
            folder / f"all-{len(codes)}",
            plan=PLAN,
            regions=codes,
            languages=LANGUAGES,
            jobs=jobs,
            force=True,
        )
        seconds, spent = time.perf_counter() - begun, sum(os.times()[:4]) - spent
    if report.failed:
        print(report, file=sys.stderr)
        raise SystemExit(1)
    return seconds, spent, peak.bytes


class Peak:
    """The most memory that this process and its descendants held at once, sampled."""

    def __init__(self, every: float = 2.0) -> None:
        self.every, self.bytes, self.done = every, 0, threading.Event()
        self.thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Peak:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join()

    def _sample(self) -> None:
        while not self.done.wait(self.every):
            self.bytes = max(self.bytes, _held(psutil.Process()))


def _held(process: psutil.Process) -> int:
    total = 0
    for each in [process, *process.children(recursive=True)]:
        try:
            memory = each.memory_full_info()
            total += getattr(memory, "pss", memory.uss)
        except psutil.Error:  # it has ended since it was listed
            continue
    return total


if __name__ == "__main__":
    sys.exit(main())
