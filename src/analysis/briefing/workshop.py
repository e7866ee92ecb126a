"""A process that imports everything once and forks a clean child for each task.

Imports are most of the cost of a small notebook. The workshop pays for them once; a fork costs
milliseconds, and what a notebook does to its process (options, rcParams, os.environ, the working
folder) ends with its child. Where the system cannot fork, each child is a fresh interpreter:
slower, the same code.

It lives as long as one build, so that edited modules are never stale, and is a process of its own,
so that whoever calls for a build lends it neither threads nor state. The standard library's
forkserver would live as long as the caller, and would import the caller's main module again.

Standard input brings batches, each a JSON list of tasks on one line; standard output returns one
JSON line for each task as it ends. The first failure ends the batch.
"""

from __future__ import annotations

import gc
import importlib
import io
import json
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from multiprocessing.connection import wait
from pathlib import Path
from typing import TextIO

import pandas

from ..records.packages import folders_as_told
from ..records.places import working_in
from ..records.tables import PLAIN_TEXT
from .inputs import Parsed, digest_of_reads, observation_rows
from .postponed import grammar_postponed

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
PRELOADED = (
    *("numpy", "pandas", "matplotlib.pyplot", "matplotlib.backends.backend_svg"),
    *("matplotlib_inline.backend_inline", "scipy.special", "IPython"),
    *("IPython.core.application", "IPython.core.completerlib", "IPython.core.oinspect"),
    *("IPython.core.magics.execution", "IPython.core.magics.pylab"),
    *("analysis.briefing.page", "analysis.briefing.runner", "analysis.briefing.facts"),
    *("fontTools.ttLib", "uharfbuzz", "openpyxl"),
    *("analysis.briefing.workbook", "analysis.briefing.workbook.one_table"),
    *("analysis.telling.start_here", "analysis.telling.plan", "analysis.telling.plan_audit"),
    *("analysis.telling.baseline", "analysis.telling.projections", "analysis.telling.targets"),
    *("analysis.telling.targets_charts", "analysis.telling.briefing"),
    *("analysis.telling.calibration", "analysis.telling.calibration_charts"),
    *("analysis.telling.what_changed", "analysis.telling.what_changed_targets"),
    *("analysis.telling.what_changed_charts", "analysis.telling.strip"),
    *("analysis.telling.methods", "analysis.telling.methods_league"),
    *("analysis.telling.methods_charts", "analysis.telling.outcome"),
    "analysis.telling.outcome_causes",
    *("analysis.telling.regions_charts", "analysis.judging.consistency"),
    *("analysis.telling.next_plan", "analysis.telling.promises"),
    *("analysis.telling.next_plan_divided", "analysis.telling.outcome_evaluation"),
    *("analysis.telling.outcome_errors", "analysis.telling.what_changed_recorded"),
    *("analysis.judging.evaluation", "analysis.judging.annual_targets"),
    *("analysis.telling.promises_charts", "analysis.telling.annual_targets"),
    *("analysis.judging.pledges_within", "analysis.briefing.indicator_pages"),
    "analysis.telling.share_card",
    "analysis.telling.what_if_panel",
)
LONGEST = 8000  # characters of an error's message
FORKS = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"


def main() -> None:
    """Serve batches until standard input closes."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what C code or a stray print writes must not mix with the replies
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that `finally` ends the children
    for name in THREADS:
        os.environ.setdefault(name, "1")
    pandas.set_option(*PLAIN_TEXT)
    if FORKS:
        preload()
    parsed: Parsed = {}
    for line in sys.stdin:
        job = json.loads(line)
        _serve(job["tasks"], job["jobs"], replies, parsed)


def preload() -> None:
    """Import and prepare what every child needs; it stays, and nobody looks for garbage in it."""
    gc.disable()
    with grammar_postponed():
        for name in PRELOADED:
            # A module that cannot be imported is reported by the cell that needs it.
            with suppress(Exception):
                importlib.import_module(name)
    with suppress(Exception):
        from .page import warm_up

        warm_up()
    with suppress(Exception):
        _draw_once()
    gc.freeze()
    gc.enable()


def _draw_once() -> None:
    """A first chart costs half a second that no child need pay again."""
    from matplotlib.backends import backend_registry
    from matplotlib.figure import Figure

    from ..telling.kit.typography import chart_style

    with chart_style():
        figure = Figure(figsize=(2, 2), layout="constrained")
        axes = figure.add_subplot(title="图", xlabel="x", ylabel="−1")
        axes.plot([0, 1], label="y")
        axes.fill_between([0, 1], [0, 1], alpha=0.5)
        axes.scatter([0], [1])
        figure.savefig(io.BytesIO(), format="svg")
    # Whoever draws inline looks through every installed package for backends.
    backend_registry.resolve_gui_or_backend("inline")


def _serve(tasks: list[dict], jobs: int, replies: TextIO, parsed: Parsed) -> None:
    def reply(message: dict) -> None:
        print(json.dumps(message), file=replies, flush=True)

    context = multiprocessing.get_context("fork" if FORKS else "spawn")
    waiting, running = list(reversed(tasks)), {}
    if FORKS and waiting[-1]["kind"] == "facts":
        # In this process: what reading the data warms up, every child then has warm.
        outcome = _outcome(waiting.pop(), parsed)
        reply({"task": tasks[0]["id"], **outcome})
        if "error" in outcome:
            return
        gc.freeze()
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                task = waiting.pop()
                receiver, sender = context.Pipe(duplex=False)
                process = context.Process(target=_child, args=(task, sender, parsed), daemon=True)
                process.start()
                sender.close()
                running[process.sentinel] = (process, receiver, task)
            for sentinel in wait(list(running)):
                process, receiver, task = running.pop(sentinel)
                process.join()
                outcome = _received(receiver, process.exitcode)
                reply({"task": task["id"], **outcome})
                if "error" in outcome:
                    return
    finally:
        for process, _, _ in running.values():
            process.terminate()
            process.join()


def _received(receiver, exitcode: int | None) -> dict:
    with suppress(EOFError, OSError):
        if receiver.poll():
            return receiver.recv()
    return {"error": {"kind": "crash", "reason": f"the process ended with exit code {exitcode}"}}


def _outcome(task: dict, parsed: Parsed) -> dict:
    try:
        with working_in(Path(task["root"])) if "root" in task else nullcontext():
            return {"result": TASKS[task["kind"]](task, parsed)}
    except BaseException as error:
        return {"error": _told(error)}


def _child(task: dict, sender, parsed: Parsed) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    pandas.set_option(*PLAIN_TEXT)  # a fresh interpreter has its own
    sender.send(_outcome(task, parsed))
    sender.close()
    # Without the interpreter's farewell: a thread that a notebook left behind must not hold it up.
    os._exit(0)


def _told(error: BaseException) -> dict:
    """An error as the parent tells it, cut to what fits in a pipe nobody reads yet."""
    match type(error).__name__:
        case "CellError":
            return {
                **{"kind": "cell", "cell": error.cell, "line": error.line[:200]},
                "reason": error.reason[:LONGEST],
            }
        case "PlanDataError":
            return {"kind": "data", "reason": str(error)[:LONGEST]}
        case _:
            last = traceback.format_exception_only(error)[-1].strip()
            return {"kind": "task", "reason": last[:LONGEST]}


# --- tasks ----------------------------------------------------------------------------------


def _results(task: dict) -> Path:
    """Where this attempt at a build keeps what its tasks share."""
    folder = Path(task["scratch"]) / "results"
    folder.mkdir(exist_ok=True)
    return folder


def _shelf(task: dict) -> AbstractContextManager:
    """Of the results, for a task that runs no notebook."""
    from ..records.once import Shelf, sharing

    return sharing(Shelf(_results(task), Path(task["root"])))


def _facts(task: dict, parsed: Parsed) -> dict:
    from .facts import gather

    root = Path(task["root"])
    with _shelf(task):
        found = gather(
            root,
            Path(task["target"]),
            **_asked_of(task),
            day=task["day"],
        )
    if FORKS:
        told = folders_as_told(task["plan"], root)
        list(observation_rows(root, told, parsed))  # a child is born knowing them
    return found


def _watched(task: dict, parsed: Parsed, make: Callable[[Path], dict]) -> dict:
    """What `make` gives for the project's folder, with what it read and a digest of that."""
    from ..records.reads import recording

    root = Path(task["root"])
    with recording(root) as found, _shelf(task):
        made = make(root)
    reads = found.told()
    return {**made, "reads": reads, "state": digest_of_reads(root, reads, parsed)}


def _asked_of(task: dict) -> dict[str, str]:
    return {name: task[name] for name in ("plan", "region", "as_of")}


def _workbook(task: dict, parsed: Parsed) -> dict:
    from ..judging.situations import situation
    from .workbook import write_workbook

    def make(root: Path) -> dict:
        now = situation(**_asked_of(task), root=root)
        write_workbook(now, Path(task["target"]), lang=task["lang"])
        return {}

    return _watched(task, parsed, make)


def _card(task: dict, parsed: Parsed) -> dict:
    from ..judging.situations import situation
    from ..telling.share_card import share_card

    def make(root: Path) -> dict:
        now = situation(**_asked_of(task), root=root)
        Path(task["target"]).write_bytes(share_card(now, lang=task["lang"]))
        return {}

    return _watched(task, parsed, make)


def _indicators(task: dict, parsed: Parsed) -> dict:
    from .indicator_pages import write_indicator_pages

    def make(root: Path) -> dict:
        about = {**task["about"], "written": task["written"]}
        files = write_indicator_pages(root, Path(task["target"]), **_asked_of(task), about=about)
        return {"files": files}

    return _watched(task, parsed, make)


def _page(task: dict, parsed: Parsed) -> dict:
    """Run a notebook, unless it was run before on the same data, and write its page.

    What was executed is kept, so that a page whose head alone has changed is only written again.
    """
    import nbformat

    from .page import to_html

    source, about, kept = Path(task["notebook"]), task["about"], Path(task["kept"])
    os.chdir(source.parent)
    reads = task["reads"]
    if reads is None:
        executed, reads = _execute(task, source)
        kept.write_text(nbformat.writes(executed), encoding="utf-8", newline="\n")
    else:
        executed = nbformat.read(kept, as_version=4)
    executed.metadata["briefing"] = {**about, "written": task["written"]}
    # A notebook of recipes is its code.
    show_code = task["show_code"] or executed.metadata.get("show_code", False)
    page = to_html(executed, lang=about["lang"], folder=source.parent, show_code=show_code)
    Path(task["target"]).write_text(page, encoding="utf-8", newline="\n")
    return {"reads": reads, "state": digest_of_reads(Path(task["root"]), reads, parsed)}


def _execute(task: dict, source: Path) -> tuple[object, dict]:
    from ..records.reads import recording
    from . import notebooks
    from .clean import apart
    from .runner import run

    folder = Path(task["scratch"]) / task["id"].replace("/", "-")
    folder.mkdir(parents=True)
    shared = apart(_results(task), Path(task["root"])) if FORKS else nullcontext()
    with recording(Path(task["root"])) as found, shared:
        executed = run(notebooks.read(source), task["parameters"], folder)
    return executed, found.told()


def _front(task: dict, _: Parsed) -> str:
    from .page import index_html

    target = Path(task["target"])
    about = {lang: {**said, "written": task["written"]} for lang, said in task["about"].items()}
    page = index_html(task["pages"], about, task["file"], task["book"])
    target.write_text(page, encoding="utf-8", newline="\n")
    return target.name


TASKS = {
    "facts": _facts,
    "workbook": _workbook,
    "card": _card,
    "indicators": _indicators,
    "page": _page,
    "front": _front,
}
