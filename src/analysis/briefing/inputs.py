"""What a build is made from, as hashes, and whether any of it changed."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..records.packages import OLD, PLANS, SHARED, files, folders_as_told, observation_files

SOURCES = ("sources.csv", "sources_added.csv")
ALWAYS = "data/reference/network.csv"  # the engine's weights, opened once a process
REFERENCE = "data/reference"
UNITS = "data/units.csv"
PACKAGE_OF = re.compile(rf"(?:{SHARED}|{PLANS})/[^/]+(?=/)|{OLD}(?=/)")  # where a file lies
PACKAGE = Path(__file__).resolve().parents[1]
# What draws, computes or writes a page; another version may give another page.
PACKAGES = (
    *("ipython", "matplotlib", "nbconvert", "numpy", "pandas", "scipy"),
    *("statsmodels", "fonttools", "uharfbuzz"),
)
Parsed = dict[str, list[dict[str, str]]]  # rows of tables read so far, by the sha256 of the file


def fingerprint(root: Path, notebooks: Iterable[Path], settings: Mapping) -> dict:
    """Everything a build depends on.

    Parameters
    ----------
    root : Path
        The project: the packages that the plan of `settings` uses are an input.
    notebooks : iterable of Path
    settings : mapping
        Parameters of the build that JSON can write.

    Returns
    -------
    dict
        data, notebooks and code as {path: sha256}, settings, and package versions.
    """
    return {
        "data": hashes(_data_files(root, folders_as_told(settings["plan"], root)), root),
        "notebooks": hashes(notebooks, root),
        "code": hashes(_files(PACKAGE), PACKAGE),
        "settings": json.loads(json.dumps(settings, default=str)),
        "versions": {"python": sys.version.split()[0], **versions()},
    }


def _data_files(root: Path, folders: Iterable[str]) -> list[Path]:
    """The files of some packages, the units and the reference class."""
    found = {root / UNITS, *_files(root / REFERENCE)}
    for folder in folders:
        held = _files(root / folder)
        if folder == OLD:  # the packages beside these tables are others'
            others = {root / SHARED, root / PLANS}
            held = [path for path in held if not others & {*path.parents}]
        found |= {*held}
    return [path for path in found if path.is_file()]


def hashes(paths: Iterable[Path], base: Path) -> dict[str, str]:
    """The sha256 of each file, under its path relative to `base`."""
    return {
        path.relative_to(base).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(paths)
    }


def versions() -> dict[str, str]:
    """The installed version of each package that has a part in a page."""
    return {name: found for name in PACKAGES if (found := _version(name))}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def writing_day() -> str:
    """The day a page says it was written: today, or what SOURCE_DATE_EPOCH says, YYYY-MM-DD."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return f"{dt.datetime.fromtimestamp(int(epoch), dt.UTC):%Y-%m-%d}"
    return dt.date.today().isoformat()


def stamps(root: Path) -> dict[str, tuple[int, int, int]]:
    """Where and how each file and folder of data/ lies: the same while nothing is written."""
    folders = [Path(folder) for folder, _, _ in os.walk(root / "data")]
    found = {}
    for path in (*folders, *_files(root / "data")):
        with suppress(FileNotFoundError):
            lies = path.stat()
            found[_named(path, root)] = (lies.st_ino, lies.st_mtime_ns, lies.st_size)
    return found


def data_version(inputs: Mapping) -> str:
    """Twelve hexadecimal digits that stand for the tables of data/, not for words about them."""
    tables = {name: held for name, held in inputs["data"].items() if not name.endswith(".md")}
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()[:12]


def digest_of_reads(root: Path, reads: Mapping, parsed: Parsed | None = None) -> str:
    """A digest of what a page was made from: equal as long as it would find the same data.

    Parameters
    ----------
    reads : mapping
        files and regions as in `reads.Reads`. Where regions are named, the tables of
        observations and sources count with those regions' rows alone.
    parsed : dict, optional
        Tables read so far; gains those read here. For one who asks of many pages.
    """
    sliced = reads["regions"] and all(region != "*" for region, _ in reads["regions"])
    opened = {*reads["files"], ALWAYS}
    folders = sorted({m[0] for name in opened if (m := PACKAGE_OF.match(name))})
    tables = {_named(p, root) for p in _tables(root, folders)}
    alone = opened - tables if sliced or not opened & tables else opened | tables
    held = sorted(root / name for name in alone if (root / name).is_file())
    state = {
        "files": hashes(held, root),
        "names": sorted(_named(p, root) for p in _data_files(root, {*folders} - {OLD})),
        "regions": _slices(root, folders, reads["regions"], {} if parsed is None else parsed)
        if sliced
        else {},
    }
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()


def _named(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _tables(root: Path, folders: Sequence[str]) -> list[Path]:
    """The tables of observations and sources that packages have."""
    rows = observation_files(root, folders)
    return [*rows, *(path for name in SOURCES for path in files(root, folders, name))]


def _slices(
    root: Path, folders: Sequence[str], regions: Iterable[tuple[str, str]], parsed: Parsed
) -> dict[str, str]:
    """A digest of each region's rows published by a day, with the sources they cite."""
    rows = list(observation_rows(root, folders, parsed))
    cited_in = [path for name in SOURCES for path in files(root, folders, name)]
    sources = {r.get("source_id"): r for path in cited_in for r in _rows(path, parsed)}
    events = files(root, folders, "events.csv")
    reported = {r.get("source_id") for path in events for r in _rows(path, parsed)}
    found = {}
    for region, as_of in sorted(set(map(tuple, regions))):
        mine = [
            r
            for r in rows
            if r.get("region") == region and (not as_of or (r.get("published") or "") <= as_of)
        ]
        cited = sorted(s for s in reported | {r.get("source_id") for r in mine} if s in sources)
        whole = json.dumps([mine, [sources[s] for s in cited]], sort_keys=True)
        found[f"{region} {as_of}"] = hashlib.sha256(whole.encode()).hexdigest()
    return found


def observation_rows(
    root: Path, folders: Iterable[str], parsed: Parsed
) -> Iterator[dict[str, str]]:
    """Packages' recorded observations as text, without pandas: in the order of files and rows."""
    for path in observation_files(root, folders):
        yield from _rows(path, parsed)


def _rows(path: Path, parsed: Parsed) -> list[dict[str, str]]:
    if not path.exists():
        return []
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest not in parsed:
        text = io.StringIO(content.decode("utf-8-sig", errors="replace"), newline="")
        parsed[digest] = list(csv.DictReader(text))
    return parsed[digest]


def _files(folder: Path) -> list[Path]:
    # By os.walk, which a folder that is taken away meanwhile does not stop.
    paths = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    return [
        path
        for path in paths
        if path.is_file()
        and path.suffix not in {".pyc", ".lock"}
        and not {"__pycache__", ".ipynb_checkpoints", ".staged"} & set(path.parts)
    ]
