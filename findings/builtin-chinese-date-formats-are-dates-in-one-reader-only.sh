#!/usr/bin/env bash
# Cells with the built-in East Asian date formats 27, 31, 57 and 58, which Chinese Excel and WPS write
# without a format string: openpyxl 3.1.5 gives the serial number 45352, python-calamine 0.9.1 the date
# 2024-03-01. Two well-kept readers of one file disagree on whether a cell is a date.
# Seen: openpyxl [45352, 45352, 45352, 45352] | calamine [2024-03-01, 2024-03-01, 2024-03-01, 2024-03-01]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-compile openpyxl==3.1.5 python-calamine==0.9.1
cd "$folder"
venv/bin/python - <<'PY'
import datetime as dt
import re
import zipfile

import openpyxl
from python_calamine import CalamineWorkbook

IDS = (27, 31, 57, 58)
book = openpyxl.Workbook()
for row, _ in enumerate(IDS, 1):
    cell = book.active.cell(row, 1, 45352)
    cell.number_format = f"0.{'0' * row}"  # one style each, its format to be named by number below
book.save("plain.xlsx")
with zipfile.ZipFile("plain.xlsx") as old, zipfile.ZipFile("dates.xlsx", "w") as new:
    for item in old.namelist():
        content = old.read(item)
        if item == "xl/styles.xml":
            text = content.decode()
            used = [n for n in re.findall(r'<xf numFmtId="(\d+)"', text) if n != "0"]
            for number, wanted in zip(dict.fromkeys(used), IDS):
                text = text.replace(f'<xf numFmtId="{number}"', f'<xf numFmtId="{wanted}"')
            text = re.sub(r"<numFmts.*?</numFmts>", "", text)
            content = text.encode()
        new.writestr(item, content)
one = [row[0].value for row in openpyxl.load_workbook("dates.xlsx").active.iter_rows()]
other = [row[0] for row in CalamineWorkbook.from_path("dates.xlsx").get_sheet_by_index(0).to_python()]
print("openpyxl", one, "| calamine", [str(v) for v in other])
assert one == [45352] * 4
assert other == [dt.date(2024, 3, 1)] * 4
PY
