#!/usr/bin/env bash
# A number is rounded to other digits by Python, by babel and by a spreadsheet's rule
# Python rounds the binary value; babel rounds the decimal digits, halves to even; a spreadsheet
# rounds the decimal digits, halves away from zero. A page and a workbook beside it can differ.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from decimal import ROUND_HALF_UP, Decimal

import babel
from babel.numbers import format_decimal

print("babel", babel.__version__)
seen = []
for value in (2.675, 1.005, 0.285, 1.115, 0.125):
    spreadsheet = Decimal(repr(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    row = (f"{value:.2f}", format_decimal(value, "0.00", locale="en"), str(spreadsheet))
    print(value, *row)
    seen.append(row)
assert seen == [
    ("2.67", "2.68", "2.68"),
    ("1.00", "1.00", "1.01"),
    ("0.28", "0.28", "0.29"),
    ("1.11", "1.12", "1.12"),
    ("0.12", "0.12", "0.13"),
]
PYTHON
