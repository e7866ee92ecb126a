#!/usr/bin/env bash
# A code with a leading zero loses it on papermill's command line
# -p turns what looks like a number into one, so the code 010000 arrives as 10000; -r passes the
# text, and -y reads it as YAML does, in octal.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check papermill==2.7.0 nbformat==5.10.4 ipykernel==7.1.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import json
import subprocess
import sys
from importlib.metadata import version

import nbformat

print("papermill", version("papermill"))
cell = nbformat.v4.new_code_cell("code = ''", metadata={"tags": ["parameters"]})
kernel = {"name": "python3", "display_name": "python3", "language": "python"}
nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel}), "in.ipynb")


def injected(*given: str) -> str:
    command = [sys.executable, "-m", "papermill", "--prepare-only", "in.ipynb", "out.ipynb", *given]
    subprocess.run(command, check=True, capture_output=True)
    cells = json.load(open("out.ipynb"))["cells"]
    source = next(c["source"] for c in cells if "injected-parameters" in c["metadata"]["tags"])
    line = "".join(source).splitlines()[-1]
    print(*given, "->", line)
    return line


assert injected("-p", "code", "010000") == "code = 10000"
assert injected("-r", "code", "010000") == 'code = "010000"'
assert injected("-y", "code: 010000") == "code = 4096"
PYTHON
