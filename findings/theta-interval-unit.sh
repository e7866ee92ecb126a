#!/usr/bin/env bash
# The theta model's prediction interval depends on the unit
# ThetaModel.prediction_intervals takes its variance from an ARIMA fit that is not scale free:
# counts and the same counts in thousands get intervals whose widths, in one unit, are not alike.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check statsmodels==0.15.0 numpy==2.4.6 pandas==3.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

import numpy as np
import statsmodels
from statsmodels.tsa.forecasting.theta import ThetaModel

warnings.simplefilter("ignore")
print("statsmodels", statsmodels.__version__)
counts = np.array([1099, 1174, 1646, 2501, 3155, 3736], dtype=float)
widths = []
for unit in (1.0, 1000.0):
    fitted = ThetaModel(counts / unit, period=1, deseasonalize=False).fit()
    ends = fitted.prediction_intervals(5, alpha=0.2)
    widths.append((ends["upper"] - ends["lower"]).to_numpy() * unit)
    print(f"in units of {unit:g}: width in units of 1", widths[-1].round(1))
ratio = float((widths[1] / widths[0])[-1])
print(f"the same series in thousands: {ratio:.2f} times as wide")
assert not 0.8 < ratio < 1.25, "the interval no longer depends on the unit"
PYTHON
