"""What is made once in a run of the tests, by whichever of its processes needs it first."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

Made = TypeVar("Made")


def made_once(folder: Path, name: str, make: Callable[[Path], object]) -> Path:
    """A file or folder that all processes of a run read and none changes.

    Parameters
    ----------
    folder : Path
        Known to every process of the run.
    name : str
    make : callable
        Given the path to make, which is not there.
    """
    target, done = folder / name, folder / f"{name}.done"
    with FileLock(folder / f"{name}.lock"):
        if not done.exists():
            make(target)
            done.touch()
    return target


def worked_out_once(folder: Path, name: str, work_out: Callable[[], Made]) -> Made:
    """What `work_out` returns, each process with a copy of its own."""

    def write(path: Path) -> None:
        path.write_bytes(pickle.dumps(work_out()))

    return pickle.loads(made_once(folder, f"{name}.pickle", write).read_bytes())
