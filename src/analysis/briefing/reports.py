"""What a build of briefings says it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


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
    executed : tuple of str
        The pages whose notebooks were run; the others rest on data that did not change.
    said : tuple of str
        What was put back or aside on the way, in both languages.
    """

    out: Path
    pages: tuple[str, ...]
    seconds: float
    executed: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def skipped(self) -> bool:
        """Whether nothing had to be done."""
        return not self.pages

    def __str__(self) -> str:
        index = self.out / "index.html"
        if self.skipped:
            done = f"{index}: nothing changed, nothing done | 没有变化，无需重做"
        else:
            n, run = len(self.pages), len(self.executed)
            done = (
                f"{index}: {n} pages, {run} notebook runs, {self.seconds:.1f} s | "
                f"共{n}页，运行笔记本{run}次，用时{self.seconds:.1f}秒"
            )
        return "\n".join([done, *self.said])


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
    said : tuple of str
        What was put back or aside around the regions, in both languages; theirs is in `built`.
    """

    out: Path
    built: Mapping[str, BuildReport]
    failed: Mapping[str, str]
    seconds: float
    said: tuple[str, ...] = ()

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
        theirs = (said for report in self.built.values() for said in report.said)
        return "\n".join([*lines, *self.said, *theirs])

    def _reasons(self) -> dict[str, list[str]]:
        """The failed regions by reason: bad data fail them all alike, and are told once."""
        found: dict[str, list[str]] = {}
        for region, reason in self.failed.items():
            found.setdefault(reason, []).append(region)
        return found


@dataclass(frozen=True)
class PrintReport:
    """What was printed of a build.

    Attributes
    ----------
    papers : tuple of str
        The PDFs written, relative to the build's folder.
    said : tuple of str
        What was put back or aside on the way, in both languages.
    """

    papers: tuple[str, ...]
    said: tuple[str, ...] = ()
