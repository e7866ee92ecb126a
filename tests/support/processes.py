"""Work in processes of its own: measured, and several at once."""

import contextlib
import os
import pickle
import time
from collections.abc import Callable

import pytest

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def in_child(act: Callable[[], object]) -> tuple[object, float, int]:
    """What `act` returns in a process of its own, its seconds and its peak in kilobytes."""
    if not hasattr(os, "fork"):
        start = time.perf_counter()
        return act(), time.perf_counter() - start, 0
    read, write = os.pipe()
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            with os.fdopen(write, "wb") as pipe:
                pickle.dump(act(), pipe)
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        sent = pipe.read()
    _, _, used = os.wait4(child, 0)
    return pickle.loads(sent), time.perf_counter() - start, used.ru_maxrss


def at_once(acts: list[Callable[[], object]]) -> list[int]:
    """Run each in a process of its own, all started together; their exit codes."""
    gate, start = os.pipe()
    children = []
    for act in acts:
        child = os.fork()
        if child == 0:
            code = 1
            with contextlib.suppress(BaseException):
                os.close(start)
                os.read(gate, 1)
                act()
                code = 0
            os._exit(code)
        children.append(child)
    os.close(start)
    os.close(gate)
    return [os.WEXITSTATUS(os.waitpid(child, 0)[1]) for child in children]
