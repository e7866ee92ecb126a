"""What a build is made from, as hashes, and whether any of it changed."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RECORD = ".build.json"
OTHERS = (RECORD, ".pdf.json")  # what a build says of itself is no part of what it made
PACKAGE = Path(__file__).resolve().parents[1]
# What draws, computes or writes a page; another version may give another page.
PACKAGES = (
    *("ipython", "matplotlib", "nbconvert", "numpy", "pandas", "pandera", "scipy"),
    *("statsmodels", "fonttools"),
)


def fingerprint(root: Path, notebooks: Iterable[Path], settings: Mapping) -> dict:
    """Everything a build depends on.

    Parameters
    ----------
    root : Path
        The project: its data/ folder is an input.
    notebooks : iterable of Path
    settings : mapping
        Parameters of the build that JSON can write.

    Returns
    -------
    dict
        data, notebooks and code as {path: sha256}, settings, and package versions.
    """
    return {
        "data": hashes(_files(root / "data"), root),
        "notebooks": hashes(notebooks, root),
        "code": hashes(_files(PACKAGE), PACKAGE),
        "settings": json.loads(json.dumps(settings, default=str)),
        "versions": {"python": sys.version.split()[0], **versions()},
    }


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


def data_version(inputs: Mapping) -> str:
    """Twelve hexadecimal digits that stand for the contents of data/."""
    return hashlib.sha256(json.dumps(inputs["data"], sort_keys=True).encode()).hexdigest()[:12]


def is_current(out: Path, inputs: Mapping) -> bool:
    """Whether `out` was built from just these inputs and every file is as it was written."""
    record = read_record(out)
    return record.get("inputs") == inputs and record.get("outputs") == outputs(out)


def read_record(out: Path) -> dict:
    """What the last build wrote about itself; empty where there was none."""
    try:
        return json.loads((out / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_record(out: Path, inputs: Mapping) -> None:
    """Write down what `out` was built from, and what was written."""
    record = {"inputs": inputs, "outputs": outputs(out)}
    (out / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True), encoding="utf-8")


def outputs(out: Path) -> dict[str, str]:
    """The sha256 of every file of a build; its PDFs keep a record of their own, see `pdf`."""
    return hashes((p for p in _files(out) if p.name not in OTHERS and p.suffix != ".pdf"), out)


def _files(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix not in {".pyc", ".lock"}
        and "__pycache__" not in path.parts
        and ".ipynb_checkpoints" not in path.parts
    ]
