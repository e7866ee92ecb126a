"""Where the project's folder is."""

from __future__ import annotations

from pathlib import Path

from .errors import PlanDataError


def find_root(start: Path | None = None) -> Path:
    """The folder that holds data/ and notebooks/: `start`, one above it, or this checkout."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents, Path(__file__).resolve().parents[2]):
        if (folder / "data" / "plans").is_dir():
            return folder
    raise PlanDataError(
        f"no data/plans folder at or above {start}; run inside the project | 请在项目文件夹内运行"
    )
