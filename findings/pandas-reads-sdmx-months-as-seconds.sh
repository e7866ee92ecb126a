#!/usr/bin/env bash
# pandas 3.0.0 reads the SDMX month 2020-M03 as three seconds past midnight on 1 January, silently,
# by to_datetime and by Period alike; the SDMX year 2020-A1 raises.
# It matters to whoever reads SDMX-CSV: TIME_PERIOD of monthly data becomes January throughout.
# Seen: 2020-01-01 00:00:03 | 2020-01-01 00:00:03 | 2020-A1 raises
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-compile pandas==3.0.0
"$folder/venv/bin/python" - <<'PY'
import pandas as pd

stamp = pd.to_datetime("2020-M03")
period = pd.Period("2020-M03")
try:
    pd.to_datetime("2020-A1")
    year = "2020-A1 is read"
except ValueError:
    year = "2020-A1 raises"
print(stamp, period.start_time.floor("s"), year, sep=" | ")
assert stamp == pd.Timestamp("2020-01-01 00:00:03")
assert period.start_time.floor("s") == stamp
assert year == "2020-A1 raises"
PY
