#!/usr/bin/env bash
# A full disk is no OSError to openpyxl once lxml is installed
# openpyxl writes sheets through lxml where it finds it (python-docx brings it along): what does not
# fit raises lxml's SerialisationError then, which `except OSError` does not catch.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5
cd "$folder"
cat > write.py <<'PYTHON'
import io
from importlib.metadata import version

import openpyxl

book = openpyxl.Workbook()
for number in range(2000):
    book.active.append([f"{number} 家", number])
try:
    book.save(io.BytesIO())
except Exception as error:
    kind = type(error)
    print(f"openpyxl {version('openpyxl')}: {kind.__module__}.{kind.__name__},", end=" ")
    print("an OSError" if isinstance(error, OSError) else "no OSError")
PYTHON
alone=$(ulimit -f 8; venv/bin/python write.py)
venv/bin/pip install --quiet --disable-pip-version-check lxml==6.1.3
beside=$(ulimit -f 8; venv/bin/python write.py)
echo "alone: $alone"
echo "with lxml 6.1.3: $beside"
[[ $alone == *"builtins.OSError, an OSError" && $beside == *"lxml.etree.SerialisationError, no OSError" ]]
