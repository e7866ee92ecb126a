"""What the pages of a build say of their data, and the verdicts as a file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..situations import assessment_frame, situation
from ..workbook import write_csv

TITLES = {"zh": "title", "en": "title_en"}


def gather(root: Path, target: Path, *, plan: str, region: str, as_of: str) -> dict[str, dict]:
    """Read and assess once: write the verdicts to `target`, say what the pages' heads say.

    Returns
    -------
    dict
        For each language: plan_name, region_name, as_of and vintage (ISO dates or "").
    """
    found = situation(plan, region=region or None, as_of=as_of or None, root=root)
    write_csv(assessment_frame(found), target)
    vintage = found.vintage
    return {
        lang: {
            "plan_name": found.plan.meta[title],
            "region_name": found.region_name(lang),
            "as_of": as_of,
            "vintage": "" if pd.isna(vintage) else f"{vintage:%Y-%m-%d}",
        }
        for lang, title in TITLES.items()
    }
