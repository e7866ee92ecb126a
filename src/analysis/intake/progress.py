"""What a long reading is at, on a terminal that waits for it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

PATIENCE, AGAIN = 2.0, 0.5  # seconds before the first word, and between those that follow
STAGES = {
    "read": ("读取文件", "reading the file"),
    "understand": ("辨认表格和各数", "making out tables and figures"),
    "check": ("与已登记的数核对", "checking against what is recorded"),
    "write": ("写入", "writing"),
}


@contextmanager
def shown(lang: str, *, stream: TextIO | None = None) -> Iterator[Callable[[str], None]]:
    """Say on a terminal, after two seconds, what is being done and for how long.

    Yields what takes the name of each stage as it begins. Nothing is written where the stream is
    no terminal, and the line is wiped at the end, however it ends.
    """
    stream = sys.stderr if stream is None else stream
    if stream is None or not stream.isatty():
        yield lambda stage: None
        return
    at, done = ["read"], threading.Event()

    def run() -> None:
        waited, width = PATIENCE, 0
        while not done.wait(PATIENCE if not width else AGAIN):
            zh, en = STAGES[at[0]]
            line = f"{zh} … {int(waited)} 秒" if lang == "zh" else f"{en} … {int(waited)} s"
            stream.write(f"\r\x1b[K{line}")
            stream.flush()
            width, waited = len(line), waited + AGAIN
        if width:
            stream.write("\r\x1b[K")
            stream.flush()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield lambda stage: at.__setitem__(0, stage)
    finally:
        done.set()
        thread.join()
