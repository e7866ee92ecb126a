#!/usr/bin/env bash
# An error cell is an empty cell to calamine
# #N/A and an empty cell cannot be told apart after to_python(); openpyxl gives the error's text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import openpyxl
from python_calamine import CalamineWorkbook

print("openpyxl", version("openpyxl"), "calamine", version("python-calamine"))
book = openpyxl.Workbook()
book.active.append([3188, None, 4155])
book.active["B1"].value, book.active["B1"].data_type = "#N/A", "e"
book.save("error.xlsx")
one = [cell.value for cell in openpyxl.load_workbook("error.xlsx").active[1]]
other = CalamineWorkbook.from_path("error.xlsx").get_sheet_by_index(0).to_python()[0]
print("openpyxl", one, "calamine", other)
assert one == [3188, "#N/A", 4155] and other == [3188, "", 4155]
PYTHON
