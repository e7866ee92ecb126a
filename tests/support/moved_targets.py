"""A plan of one indicator whose target was replaced: 70 from 2021 on, 72 from 2023 on."""

from analysis.judging.situations import Records
from support.three_plans import records

RISING = {year: 50.0 + 2 * (year - 2015) for year in range(2015, 2024)}
OLD = {"value": 70, "comparator": ">=", "valid_until": "2022-12-31"}
NEW = {"value": 72, "comparator": ">=", "valid_from": "2023-01-01"}


def of_targets(*puts: dict) -> Records:
    """One rising indicator, and its targets as the plan put them one after the other."""
    cases = [("up", RISING if n == 0 else {}, "up", put) for n, put in enumerate(puts)]
    return records(cases, base=2020, start=2021, end=2030)
