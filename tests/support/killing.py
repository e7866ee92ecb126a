"""A process that is killed by the system when it is about to do a certain thing to a folder."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

STEPS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "open"}


def killed(act: Callable[[], object], folder: Path, number: int) -> bool:
    """Whether `act`, in a process of its own, came to change something in `folder` that often."""
    child = os.fork()
    if child == 0:
        try:
            kill_at(folder, number)
            act()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def kill_at(folder: Path, number: int) -> None:
    """End this process, as a power cut would, before it changes something for the n-th time."""
    left, root = [number], os.fspath(folder)

    def hook(event: str, given: tuple) -> None:
        if event in STEPS and _changes(event, given, root):
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
