"""Where the project's folder is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from .errors import PlanDataError, shown

HERE = Path(__file__).resolve().parents[3]  # this checkout


def find_reference(root: Path | None = None) -> Path:
    """The folder of the reference class: the project's own, else the one of this checkout."""
    own = find_root(root) / "data" / "reference"
    return own if own.is_dir() else HERE / "data" / "reference"


_AT_WORK: ContextVar[Path | None] = ContextVar("at work", default=None)


@contextmanager
def working_in(root: Path) -> Iterator[None]:
    """Until the block ends, the project meant where none is named is this one."""
    token = _AT_WORK.set(root)
    try:
        yield
    finally:
        _AT_WORK.reset(token)


def working_place() -> Path:
    """The folder that is worked in, see `working_in`; else the current one."""
    return _AT_WORK.get() or Path.cwd()


def find_root(start: Path | None = None) -> Path:
    """The folder that holds data/ and notebooks/: `start`, one above it, or this checkout.

    Without `start` the folder that is worked in (see `working_in`), else the current one.
    """
    start = (start or working_place()).resolve()
    for folder in (start, *start.parents, HERE):
        if (folder / "data" / "plans").is_dir():
            return folder
    raise PlanDataError(
        f"no data/plans folder at or above {start}; run inside the project | 请在项目文件夹内运行"
    )


def plan_names(root: Path) -> list[str]:
    """The plans there are: the folders of data/plans, hidden ones apart."""
    folders = (root / "data" / "plans").iterdir()
    return sorted(p.name for p in folders if p.is_dir() and not p.name.startswith("."))


def plan_name(name: object) -> str:
    """The name of a plan's folder, whether or not it is there; a path elsewhere is no name.

    Raises
    ------
    PlanDataError
        Not the name of one folder within another.
    """
    if not isinstance(name, str) or not name or name[0] == "." or set(name) & set("/\\:\0"):
        raise PlanDataError(
            f"plan {shown(name)}: write the name of a folder in data/plans, no path | "
            "请写 data/plans 里的文件夹名，不写路径"
        )
    return name


def plan_folder(name: object, root: Path) -> Path:
    """The folder of a plan.

    Raises
    ------
    PlanDataError
        No folder of data/plans has that name.
    """
    known = plan_names(root)
    if name not in known:
        raise PlanDataError(
            f"plan {shown(name)}: no such folder in data/plans; there are: {', '.join(known)} | "
            f"data/plans 里没有这个规划文件夹；现有：{'、'.join(known)}"
        )
    return root / "data" / "plans" / plan_name(name)
