"""The panel in a real JupyterLab: the keyboard moves it, and what it says changes."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook

from support.shanxi import PLAN, ROOT

PATIENCE = 60_000  # milliseconds that a loaded machine may take for any one thing
SHOWN = f"""from analysis import what_if_panel
what_if_panel("{PLAN}", as_of="2023-12-31", indicator="high_tech_firms")"""
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},  # every cell is there to be looked at
}
PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
CONTRAST = """(parts) => {
  const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = rgb(colour).slice(0, 3).map((c) => c / 255)
      .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((rgb(colour)[3] ?? 1) > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  return parts.map((part) => {
    const style = getComputedStyle(part);
    const ink = part.namespaceURI.endsWith("svg") ? style.fill : style.color;
    const [one, other] = [light(ink), light(ground(part))].sort((a, b) => b - a);
    return [part.textContent, (one + 0.05) / (other + 0.05)];
  });
}"""
WORDS = ".what-if-panel :is(.what-if text, output, .badge, p, label, .widget-readout, select)"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A JupyterLab of its own: no setting, file or port of whoever runs the tests."""
    home = tmp_path_factory.mktemp("lab")
    settings = home / "settings" / "@jupyterlab"
    for name, said in SETTINGS.items():
        file = settings / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(said), "utf-8")
    work = home / "work"
    work.mkdir()
    own = {
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
        "PYTHONPATH": ROOT / "src",
    }
    options = {"token": "", "password": "", "port": 0, "root_dir": work, "ip": "127.0.0.1"}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, *(f"--ServerApp.{name}={value}" for name, value in options.items())],
            env={**os.environ, **{name: str(value) for name, value in own.items()}},
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
        )
    try:
        yield _address(process, home), work, settings
    finally:
        _end(process)


def _end(process: subprocess.Popen) -> None:
    """It and its kernels: now and then a server that is asked to end waits for ever."""
    if process.poll() is not None:
        return
    all_of_it = [psutil.Process(process.pid)]
    all_of_it += all_of_it[0].children(recursive=True)
    process.terminate()
    _, left = psutil.wait_procs(all_of_it, timeout=10)
    for part in left:
        part.kill()
    psutil.wait_procs(left, timeout=10)


def _address(process: subprocess.Popen, home: Path) -> str:
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end and process.poll() is None:
        for told in (home / "runtime").glob("jpserver-*.json"):
            return json.loads(told.read_text("utf-8"))["url"].rstrip("/")
        time.sleep(0.1)
    raise AssertionError((home / "log").read_text("utf-8"))


@pytest.fixture
def lab(server, chromium):
    """A notebook opened and run in a theme; at the end, nothing was asked of another machine."""
    address, work, settings = server
    asked, contexts = [], []

    def run(name: str, *cells: str, dark: bool = False):
        theme = {"theme": f"JupyterLab {'Dark' if dark else 'Light'}"}
        chosen = settings / "apputils-extension" / "themes.jupyterlab-settings"
        chosen.write_text(json.dumps(theme), "utf-8")
        made = new_notebook(cells=[new_code_cell(c) for c in cells], metadata=PYTHON)
        nbformat.write(made, work / name)
        contexts.append(chromium.new_context(viewport={"width": 1400, "height": 1000}))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda r: asked.append(r.url))
        page.goto(f"{address}/lab/tree/{name}")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(state="attached")
        page.get_by_text("| Idle").wait_for()
        page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
        page.get_by_text("Run All Cells", exact=True).click()
        return page

    yield run
    for context in contexts:
        context.close()
    own = (address, address.replace("http", "ws", 1), "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []


def test_the_keyboard_moves_the_sliders_and_opens_the_menus(lab, server):
    page = lab("moved.ipynb", SHOWN)
    goal, pace = (page.locator(".what-if-panel [role=slider]").nth(at) for at in (0, 1))
    verdict, leads = (page.locator(".what-if-panel output").nth(at) for at in (0, 1))
    before, led = verdict.inner_text(), leads.inner_text()
    assert "可能性" in before and "进展顺利" in before
    goal.focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    _until(page, lambda: "存在风险" in verdict.inner_text() or "滞后" in verdict.inner_text())
    pace.focus()
    page.keyboard.press("ArrowRight")
    _until(page, lambda: leads.inner_text() != led)
    menu = page.locator(".what-if-panel select").first
    menu.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    _until(page, lambda: "山西" not in menu.evaluate("e => e.selectedOptions[0].text"))
    assert page.locator(".jp-OutputArea-output", has_text="Traceback").count() == 0
    page.keyboard.press("Control+s")
    _until(page, lambda: "widget-view" in (server[1] / "moved.ipynb").read_text("utf-8"))
    saved = nbformat.read(server[1] / "moved.ipynb", as_version=4)
    exported = HTMLExporter().from_notebook_node(saved)[0]
    assert "widget-view" not in exported and "≥5000家" in exported
    assert "what-if" not in exported and "data-told" not in exported


@pytest.mark.parametrize("dark", [False, True])
def test_every_word_of_the_panel_can_be_read_in_both_themes(lab, dark):
    page = lab(f"read-{dark}.ipynb", SHOWN, dark=dark)
    page.locator(".what-if-panel output").first.wait_for(state="attached")
    assert page.evaluate("document.body.dataset.jpThemeLight") == str(not dark).lower()
    parts = page.evaluate_handle(f"[...document.querySelectorAll({WORDS!r})]")
    told = page.evaluate(CONTRAST, parts)
    assert len(told) > 12 and {said: c for said, c in told if said.strip() and c < 4.5} == {}


def _until(page, holds) -> None:
    end = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < end
        page.wait_for_timeout(100)
