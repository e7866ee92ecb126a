"""A process beside a notebook's own, in which no notebook runs: it does what notebooks share.

It is forked from the notebook's process before the first cell, and so has everything imported. It
ends when the notebook's process closes its end of the pipe, or is gone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock

from ..records.once import Shelf, sharing


@contextmanager
def apart(folder: Path, base: Path) -> Iterator[None]:
    """For the notebook run within the block, work that is marked `once` is done outside it.

    Parameters
    ----------
    folder, base : Path
        See `once.Shelf`.
    """
    ours, theirs = Pipe()
    process = os.fork()
    if not process:
        ours.close()
        _serve(Shelf(folder, base), theirs)
    theirs.close()
    one_at_a_time = Lock()

    def ask(request: bytes) -> bool:
        with one_at_a_time, suppress(EOFError, OSError):
            ours.send_bytes(request)
            return ours.recv()
        return False

    try:
        with sharing(Shelf(folder, base, ask)):
            yield
    finally:
        ours.close()
        os.waitpid(process, 0)


def _serve(shelf: Shelf, asking: Connection) -> None:
    """Do one request after another, and end the process with the last.

    What fails is left to the notebook, in whose cell it then fails.
    """
    try:
        with sharing(shelf):
            while True:
                request = asking.recv_bytes()
                try:
                    done = shelf.work_out(request)
                except Exception:
                    done = False
                asking.send(done)
    finally:
        os._exit(0)
