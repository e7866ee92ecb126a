"""Work in processes of its own: measured, and several at once."""

import contextlib
import os
import pickle
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@dataclass(frozen=True)
class Ended:
    """What a process came to.

    Attributes
    ----------
    said : object
        What the action returned.
    seconds : float
        Of processor time: what else the machine does is not in it.
    peak : int
        Of memory, in kilobytes.
    """

    said: object
    seconds: float
    peak: int


def apart(act: Callable[[], object]) -> Ended:
    """Do something in a process of its own, a copy of this one where the system makes such."""
    if not hasattr(os, "fork"):
        start = time.process_time()
        return Ended(act(), time.process_time() - start, 0)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        with contextlib.suppress(BaseException), os.fdopen(write, "wb") as pipe:
            pickle.dump(act(), pipe)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        sent = pipe.read()
    _, _, used = os.wait4(child, 0)
    assert sent, "the process ended before it was done"
    return Ended(pickle.loads(sent), used.ru_utime + used.ru_stime, used.ru_maxrss)


def at_once(acts: list[Callable[[], object]]) -> list[int]:
    """Do each in a process of its own, all started together; their exit codes."""
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
