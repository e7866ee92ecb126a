"""The command that writes the report as a Word file or as slides."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..records.places import find_root


def report_command(commands) -> argparse.ArgumentParser:
    """Add `report` to the commands."""
    made = commands.add_parser("report", help="the report, or slides | 报告或幻灯片")
    made.add_argument("file", type=Path, metavar="FILE.docx|FILE.pptx")
    made.add_argument("--region", default="", help="code in regions.csv | 地区代码")
    made.add_argument("--as-of", default="", metavar="YYYY-MM-DD", help="as known that day | 截至")
    made.add_argument("--since", default="", metavar="YYYY-MM-DD", help="changes from | 变化起点")
    made.add_argument("--overwrite", action="store_true", help="replace the file | 覆盖")
    return made


def report(options: argparse.Namespace) -> int:
    """Write the report of a plan in one language."""
    from ..judging.changes import compare
    from .document import write_report
    from .inputs import writing_day

    found = compare(
        options.plan,
        region=options.region,
        since=options.since,
        as_of=options.as_of,
        root=find_root(),
    )
    path = write_report(
        found, options.file, lang=options.lang, day=writing_day(), overwrite=options.overwrite
    )
    print(f"{path}: written | 已生成")
    return 0
