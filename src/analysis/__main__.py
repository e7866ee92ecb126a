"""The command line: python -m analysis briefings | check."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .errors import PlanDataError
from .places import find_root

DEFAULT_PLAN = "shanxi-innovation-14"


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="python -m analysis",
        description="Monitor a public plan's targets | 规划目标监测",
    )
    commands = top.add_subparsers(dest="command", required=True)
    make = commands.add_parser("briefings", help="run the notebooks, export HTML | 生成简报")
    make.add_argument("--plan", default=DEFAULT_PLAN, help="folder under data/plans | 规划文件夹")
    make.add_argument("--region", default="", help="GB/T 2260 code | 行政区划代码")
    make.add_argument(
        "--as-of", default="", metavar="YYYY-MM-DD", help="as known that day | 截至日期"
    )
    make.add_argument("--lang", choices=("zh", "en"), action="append", help="default: both | 语言")
    make.add_argument("--out", type=Path, help="default: build/briefings | 输出文件夹")
    make.add_argument("--show-code", action="store_true", help="keep the code cells | 显示代码")
    make.add_argument("--force", action="store_true", help="run even if nothing changed | 强制重跑")
    make.add_argument("--jobs", type=int, help="notebooks run at once | 并行数")
    verify = commands.add_parser("check", help="check every table, write nothing | 检查数据")
    verify.add_argument("--plan", default=None, help="default: every plan | 默认检查全部规划")
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it succeeded, 1 with a short message when it did not."""
    from .briefing import BriefingError

    options = parser().parse_args(argv)
    try:
        return {"briefings": briefings, "check": check}[options.command](options)
    except (PlanDataError, BriefingError) as error:
        print(error, file=sys.stderr)
        return 1


def check(options: argparse.Namespace) -> int:
    """Read every table of every plan."""
    from .store import load_plan, read_events, read_observations

    root = find_root()
    folder = root / "data" / "plans"
    names = (
        [options.plan] if options.plan else sorted(p.name for p in folder.iterdir() if p.is_dir())
    )
    for name in names:
        plan = load_plan(name, root=root)
        observations = read_observations(plan, root=root)
        events = read_events(plan, root=root)
        print(
            f"{name}: {len(plan.figures)} figures, {len(plan.targets)} targets, "
            f"{len(observations)} observations, {len(events)} events: OK"
        )
    return 0


def briefings(options: argparse.Namespace) -> int:
    """Run the notebooks and export them."""
    from .briefing import build_briefings

    root = find_root()
    report = build_briefings(
        root,
        options.out or root / "build" / "briefings",
        plan=options.plan,
        region=options.region,
        as_of=options.as_of,
        languages=tuple(dict.fromkeys(options.lang or ("zh", "en"))),
        show_code=options.show_code,
        jobs=options.jobs,
        force=options.force,
    )
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
