"""Processes that are killed, or refused by the disk, at a moment of the test's choosing."""

import contextlib
import ctypes
import gc
import os
import pickle
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PTRACER, ANY = 0x59616D61, ctypes.c_ulong(-1)  # prctl(2)
# Every call by which a program changes files, locks included.
CALLS = (
    *("openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "renameat"),
    *("renameat2", "link", "linkat", "symlink", "unlink", "unlinkat", "mkdir", "mkdirat"),
    *("rmdir", "chmod", "fchmod", "flock", "fcntl"),
)


@dataclass(frozen=True)
class Traced:
    """What a traced process did.

    Attributes
    ----------
    code : int
        Its exit code; the negative number of the signal that killed it.
    calls : list of list of str
        Name and arguments of each of its `CALLS` on the watched paths.
    said : object
        What the action returned; None where it did not come to that.
    """

    code: int
    calls: list[list[str]]
    said: object = None

    @property
    def writes(self) -> list[tuple[str, int]]:
        """The calls that write: each one's name, and its number among those of that name."""
        met: dict[str, int] = {}
        found = []
        for name, arguments in self.calls:
            met[name] = met.get(name, 0) + 1
            if name != "openat" or re.search("O_WRONLY|O_RDWR|O_CREAT", arguments):
                found.append((name, met[name]))
        return found


def watching(paths: Sequence[Path], log: Path) -> list[str]:
    """strace's words for: write the calls on these paths to `log`."""
    calls = ",".join(f"?{c}" for c in CALLS)
    only = (word for path in paths for word in ("-P", str(path)))
    return ["strace", "-qq", "-o", str(log), "-e", f"trace={calls}", *only]


def calls_in(log: Path) -> list[list[str]]:
    """The calls in what strace wrote, with or without process numbers before them."""
    lines = (re.sub(r"^\d+ +", "", line) for line in log.read_text().splitlines())
    return [line.split("(", 1) for line in lines if line[:1].isalpha()]


def traced(act: Callable[[], object], paths: Sequence[Path], log: Path, *fault: str) -> Traced:
    """Do something in a child process under strace, which may put a fault in its way.

    The child is a copy of this process, so it imports nothing again; it begins when strace has
    taken hold of it.
    """
    gate, start = os.pipe()
    back, out = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            os.close(start)
            ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANY, 0, 0, 0)
            os.read(gate, 1)
            os.write(out, pickle.dumps(act()))
            code = 0
        os._exit(code)
    os.close(gate)
    os.close(out)
    tracer = subprocess.Popen([*watching(paths, log), *fault, "-p", str(child)])
    while "TracerPid:\t0\n" in Path(f"/proc/{child}/status").read_text():
        assert tracer.poll() is None, "strace could not take hold of the process"
        time.sleep(0.001)
    os.close(start)
    with os.fdopen(back, "rb") as pipe:
        sent = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    tracer.wait()
    return Traced(code, calls_in(log), pickle.loads(sent) if sent else None)


def killed_at(step: int, act: Callable[[], object], files: Collection[str]) -> bool:
    """Do something in a child killed before line `step` of source `files`; whether it was."""

    def kill(now: int) -> None:
        if now == step:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        _at_each_line(act, files, kill)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def turning_points(
    act: Callable[[], object], files: Collection[str], folder: Path
) -> tuple[list[int], int]:
    """The lines before which `folder` has just changed, the first line too, and how many ran.

    A process killed at any other line leaves what one killed at the last of these before it does.
    """
    met: list[int] = []
    last: list[object] = []

    def look(now: int) -> None:
        found = {p: p.read_bytes() if p.is_file() else None for p in folder.rglob("*")}
        if not last or last[-1] != found:
            last[:] = [found]
            met.append(now)

    back, out = os.pipe()
    child = os.fork()
    if child == 0:
        count = _at_each_line(act, files, look)
        os.write(out, pickle.dumps((met, count)))
        os._exit(0)
    os.close(out)
    with os.fdopen(back, "rb") as pipe:
        found = pickle.load(pipe)
    os.waitpid(child, 0)
    return found


def _at_each_line(
    act: Callable[[], object], files: Collection[str], do: Callable[[int], object]
) -> int:
    """Call `do` with the number of each line of `files` before it runs; how many there were."""
    count = 0

    def line(frame, event, _):
        nonlocal count
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            do(count)
            count += 1
        return line

    gc.disable()
    with contextlib.suppress(BaseException):
        sys.settrace(line)
        act()
    sys.settrace(None)
    return count
