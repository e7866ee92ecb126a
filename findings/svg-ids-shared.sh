#!/usr/bin/env bash
# Two matplotlib SVGs in one page share ids, even with svg.hashsalt set
# An id must be unique in a page, else a reference may find the other drawing's part. A salt makes
# ids the same from run to run, not different from drawing to drawing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check matplotlib==3.11.2
cd "$folder"
venv/bin/python - <<'PYTHON'
import io
import re

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

print("matplotlib", matplotlib.__version__)
plt.rcParams["svg.hashsalt"] = "page"


def ids(values: list[int]) -> set[str]:
    figure, axes = plt.subplots()
    axes.plot(values)
    written = io.StringIO()
    figure.savefig(written, format="svg")
    plt.close(figure)
    return set(re.findall(r'\bid="([^"]+)"', written.getvalue()))


shared = ids([1, 2, 3]) & ids([30, 10, 20])
print(len(shared), "ids in both drawings, such as", sorted(shared)[:4])
assert len(shared) > 20
PYTHON
