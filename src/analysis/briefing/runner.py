"""Run one notebook in this process, in an IPython shell that keeps what the cells show."""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from traitlets.config import Config

from ..telling.cards import offer_cards
from . import notebooks


class CellError(Exception):
    """A cell failed: which one, its first line, and why."""

    def __init__(self, cell: int, line: str, error: BaseException) -> None:
        super().__init__(cell, line, error)
        self.cell, self.line = cell, line
        self.reason = f"{type(error).__name__}: {error}"


def run(notebook: dict, parameters: Mapping, folder: Path) -> NotebookNode:
    """Run every code cell in order and keep what each shows.

    The process is changed for good (sys.modules, matplotlib, whatever the cells do): run one
    notebook in a process, and end it.

    Parameters
    ----------
    notebook : dict
        As `notebooks.read` gives it; it must have a cell tagged `parameters`.
    parameters : mapping
        Set after the cell tagged `parameters`.
    folder : Path
        Where IPython may write.

    Raises
    ------
    CellError
        With the number of the failing cell, counted from 1 over all cells as Jupyter shows them.
    """
    node = nbformat.from_dict(notebook)
    at = notebooks.parameters_cell(node)
    shell = _shell(folder)
    for number, cell in enumerate(node.cells):
        if cell.cell_type == "code":
            cell.outputs = _run_cell(shell, cell, number + 1)
            cell.execution_count = shell.execution_count - 1
        if number == at:
            _run_cell(shell, new_code_cell(notebooks.injected(parameters)), number + 1)
            cell.source = notebooks.with_values(cell.source, parameters)
    return node


def _run_cell(shell: _Shell, cell: NotebookNode, number: int) -> list[NotebookNode]:
    if not cell.source.strip():
        return []
    shell.unshown = None
    with _shown(shell) as outputs:
        result = shell.run_cell(cell.source, store_history=True)
    error = result.error_before_exec or result.error_in_exec or shell.unshown
    if error is not None and "raises-exception" not in notebooks.tags(cell):
        line = next(s for s in cell.source.splitlines() if s.strip())
        raise CellError(number, line.strip(), error)
    return outputs.found


# --- what a cell shows ----------------------------------------------------------------------


@dataclass
class Outputs:
    """What a cell has shown so far, in its order, prints between displays."""

    found: list[NotebookNode] = field(default_factory=list)

    def stream(self, name: str, text: str) -> None:
        last = self.found[-1] if self.found else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        elif text:
            self.found.append(new_output("stream", name=name, text=text))

    def rich(self, kind: str, data: Mapping, metadata: Mapping | None) -> None:
        self.found.append(new_output(kind, dict(data), metadata=dict(metadata or {})))


class _Stream(io.TextIOBase):
    def __init__(self, outputs: Outputs, name: str) -> None:
        self.outputs, self.name = outputs, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.outputs.stream(self.name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    outputs = Outputs()

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **_):
        if not update:
            self.outputs.rich("display_data", data, metadata)

    def clear_output(self, wait: bool = False) -> None:
        self.outputs.found.clear()


class _Hook(DisplayHook):
    outputs = Outputs()

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict, md_dict=None) -> None:
        self.outputs.rich("execute_result", format_dict, md_dict)

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Shell(InteractiveShell):
    """A shell whose failures are told by `CellError`, not printed, and that has no windows.

    What cannot show itself is a failure, too: IPython would print it as plain text instead.
    """

    unshown: BaseException | None = None

    def enable_gui(self, gui=None) -> None:
        pass

    def _showtraceback(self, etype, evalue, stb) -> None:
        pass

    def showtraceback(self, exc_tuple=None, *args, **kwargs) -> None:
        self.unshown = (exc_tuple or sys.exc_info())[1]


@contextmanager
def _shown(shell: InteractiveShell) -> Iterator[Outputs]:
    outputs = Outputs()
    shell.display_pub.outputs = shell.displayhook.outputs = outputs
    out, err = _Stream(outputs, "stdout"), _Stream(outputs, "stderr")
    with redirect_stdout(out), redirect_stderr(err), warnings.catch_warnings():
        yield outputs


def _shell(folder: Path) -> InteractiveShell:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    InteractiveShell.clear_instance()
    shell = _Shell.instance(
        config=config,
        ipython_dir=str(folder),
        displayhook_class=_Hook,
        display_pub_class=_Publisher,
    )
    sys.modules["__main__"] = shell.user_module
    offer_cards(shell)
    _draw_inline(shell)
    return shell


def _draw_inline(shell: InteractiveShell) -> None:
    """Figures a notebook leaves open are shown after the cell, as Jupyter does, but as SVG."""
    from matplotlib_inline.config import InlineBackend

    from ..telling.kit.typography import use_workbench_font

    shell.run_line_magic("matplotlib", "inline")
    InlineBackend.instance(parent=shell).figure_formats = {"svg"}
    use_workbench_font()
