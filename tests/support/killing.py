"""A process that is killed by the system when it is about to do a certain thing to a folder."""

import os
import signal
import sys
from collections.abc import Callable, Collection
from pathlib import Path

MOVES = ("os.rename", "os.remove", "os.rmdir", "shutil.rmtree")
STEPS = (*MOVES, "os.mkdir", "open")


def killed(
    act: Callable[[], object], folder: Path, number: int, steps: Collection[str] = STEPS
) -> bool:
    """Whether `act`, in a process of its own, came to change something in `folder` that often."""
    child = os.fork()
    if child == 0:
        try:
            kill_at(folder, number, steps)
            act()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def kill_at(folder: Path, number: int, steps: Collection[str] = STEPS) -> None:
    """End this process without a word before it changes something in `folder` the n-th time."""
    left, root = [number], os.fspath(folder)

    def hook(event: str, given: tuple) -> None:
        if event in steps and _changes(event, given, root):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _changes(event: str, given: tuple, root: str) -> bool:
    """Whether something below `root` is written, moved or removed; rmtree names no whole path."""
    if event == "open" and not given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        return False
    path = given[0]
    if not isinstance(path, str | os.PathLike):
        return False
    path = os.fspath(path)
    return path.startswith(root) if os.path.isabs(path) else event != "open"
