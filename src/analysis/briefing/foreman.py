"""The builder's end of the workshop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ..records.languages import LANGUAGES

START = "from analysis.briefing.workshop import main; main()"
UNTOUCHED = "previous briefings are unchanged | 原有简报未改动"


class BriefingError(Exception):
    """A build that could not be finished; the message is for the analyst, in both languages."""


class Workshop:
    """A process of `workshop` and the pipes to it; builds that share one pay for imports once."""

    def __init__(self) -> None:
        self.log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        source = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
        self.process = subprocess.Popen(
            [sys.executable, "-c", START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        )

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        if kind is not None:
            self.process.terminate()
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def run(
        self, tasks: Sequence[Mapping], *, jobs: int = 1, progress: bool = False
    ) -> dict[str, object]:
        """Run a batch, `jobs` at once; the result of each task under its id.

        Raises
        ------
        BriefingError
            At the first task that fails; the others are stopped.
        """
        from tqdm import tqdm

        results = {}
        off = not (progress and sys.stderr.isatty())
        try:
            self.process.stdin.write(
                json.dumps({"jobs": jobs, "tasks": list(tasks)}, default=str) + "\n"
            )
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None
        with tqdm(total=len(tasks), disable=off, leave=False, unit="page") as bar:
            while len(results) < len(tasks):
                line = self.process.stdout.readline()
                if not line:
                    raise self._ended()
                reply = json.loads(line)
                if "error" in reply:
                    raise BriefingError(_failure(reply["task"], reply["error"]))
                results[reply["task"]] = reply["result"]
                bar.set_postfix_str(reply["task"])
                bar.update()
        return results

    def _ended(self) -> BriefingError:
        self.log.seek(0)
        lines = self.log.read().strip().splitlines()
        why = lines[-1] if lines else f"exit code {self.process.poll()}"
        return BriefingError(f"the notebooks' process ended: {why}\n{UNTOUCHED}")


def _failure(task: str, error: Mapping) -> str:
    """A short message: where, what, and that nothing was lost."""
    if error["kind"] == "data":
        return f"{error['reason']}\n{UNTOUCHED}"
    lang, _, page = task.rpartition("/")
    of_notebook = lang in LANGUAGES and page.endswith(".html")
    name = f"notebooks/{page.removesuffix('.html')}.ipynb ({lang})" if of_notebook else task
    reason = "\n  ".join(error["reason"].splitlines()[:12])
    if error["kind"] != "cell":
        return f"{name}: {reason}\n{UNTOUCHED}"
    cell = error["cell"]
    return f"{name}, cell {cell} | 第{cell}个单元\n  {error['line']}\n  {reason}\n{UNTOUCHED}"
