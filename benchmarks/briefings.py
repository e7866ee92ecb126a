"""The whole build against papermill and nbconvert run one after another, pair by pair.

Each round builds every notebook in both languages with nothing cached, then runs the same
notebooks the usual way: one papermill process and one nbconvert process for each page. Prints
seconds and the ratio of every round, and exits with 1 where the middle ratio exceeds the target.

    python benchmarks/briefings.py [--rounds 3] [--notebooks 05-briefing …]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analysis.briefing import build_briefings

ROOT = Path(__file__).resolve().parents[1]
PLAN = "shanxi-innovation-14"
LANGUAGES = ("zh", "en")
TARGET = 0.25


def main() -> int:
    """Run the rounds; 0 where the target is met."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--notebooks", nargs="*", default=None)
    given = options.parse_args()
    names = given.notebooks or sorted(p.stem for p in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
    print(
        f"{len(names)} notebooks × {len(LANGUAGES)} languages, {os.cpu_count()} cores", flush=True
    )
    ratios = []
    for number in range(1, given.rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            ours = seconds(together, names, Path(folder))
            theirs = seconds(one_by_one, names, Path(folder))
        ratios.append(ours / theirs)
        print(
            f"round {number}: build {ours:.1f} s, papermill + nbconvert {theirs:.1f} s, "
            f"ratio {ours / theirs:.3f}",
            flush=True,
        )
    middle = statistics.median(ratios)
    print(f"ratio {middle:.3f} (target: at most {TARGET})")
    return int(middle > TARGET)


def seconds(work, names: list[str], folder: Path) -> float:
    begun = time.perf_counter()
    work(names, folder)
    return time.perf_counter() - begun


def together(names: list[str], folder: Path) -> None:
    """This project's build into a new folder."""
    build_briefings(
        ROOT, folder / "briefings", plan=PLAN, notebooks=names, languages=LANGUAGES, progress=False
    )


def one_by_one(names: list[str], folder: Path) -> None:
    """The usual way: run, then convert, each in a process of its own."""
    for lang in LANGUAGES:
        for name in names:
            run = folder / f"{name}-{lang}.ipynb"
            command(
                "papermill",
                str(ROOT / "notebooks" / f"{name}.ipynb"),
                str(run),
                "-p",
                "lang",
                lang,
                "-p",
                "plan",
                PLAN,
                "--no-progress-bar",
                "-k",
                "python3",
                "--cwd",
                str(ROOT / "notebooks"),
            )
            command(
                "nbconvert", "--to", "html", "--no-input", "--output-dir", str(folder), str(run)
            )


def command(module: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
