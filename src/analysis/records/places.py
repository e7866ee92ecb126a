"""Where the project's folder is."""

from __future__ import annotations

from pathlib import Path

from .errors import PlanDataError

HERE = Path(__file__).resolve().parents[3]  # this checkout


def find_reference(root: Path | None = None) -> Path:
    """The folder of the reference class: the project's own, else the one of this checkout."""
    own = find_root(root) / "data" / "reference"
    return own if own.is_dir() else HERE / "data" / "reference"


def find_root(start: Path | None = None) -> Path:
    """The folder that holds data/ and notebooks/: `start`, one above it, or this checkout."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents, HERE):
        if (folder / "data" / "plans").is_dir():
            return folder
    raise PlanDataError(
        f"no data/plans folder at or above {start}; run inside the project | 请在项目文件夹内运行"
    )
