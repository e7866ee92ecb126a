"""The command line: python -m analysis briefings | check | template | add | quote | undo …"""

from __future__ import annotations

import argparse
import locale
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .briefing.check_command import check
from .briefing.lab import lab, lab_command
from .briefing.report_command import report as written_report
from .briefing.report_command import report_command
from .intake.register_commands import register, register_commands
from .records import codes
from .records.characters import narrow
from .records.errors import PlanDataError
from .records.places import find_root

DEFAULT_PLAN = "shanxi-innovation-14"
TEMPLATE_MADE = (
    "{0}: {1} figures to fill in ({2} of base years, {3} due, {4} of years between), then: "
    "python -m analysis add {0} | 待填 {1} 个数（基期 {2} 个，到期 {3} 个，其余各年 {4} 个），"
    "填好后运行上面的 add 命令"
)


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="python -m analysis",
        description="Monitor a public plan's targets | 规划目标监测",
    )
    commands = top.add_subparsers(dest="command", required=True)
    make = commands.add_parser("briefings", help="run the notebooks, export HTML | 生成简报")
    make.add_argument("--plan", default=DEFAULT_PLAN, help="folder under data/plans | 规划文件夹")
    make.add_argument(
        "--region",
        default="",
        help="code in regions.csv, or all: the whole panel | 地区代码，all 为同级各地",
    )
    for name, said in {
        "as-of": "as known that day | 截至日期",
        "since": "tell changes from then on | 变化起点",
        "recorded-since": "the same by the day of recording | 变化起点（按登记日期）",
    }.items():
        make.add_argument(f"--{name}", default="", metavar="YYYY-MM-DD", help=said)
    make.add_argument(
        "--lang", choices=("zh", "en"), action="append", help="default: the plan's | 语言"
    )
    make.add_argument("--out", type=Path, help="default: build/briefings | 输出文件夹")
    make.add_argument("--show-code", action="store_true", help="keep the code cells | 显示代码")
    make.add_argument("--address", default="", metavar="URL", help="published there | 发布地址")
    make.add_argument("--force", action="store_true", help="run even if nothing changed | 强制重跑")
    make.add_argument("--jobs", help="notebooks run at once | 并行数")
    make.add_argument("--pdf", action="store_true", help="print A4 PDFs too | 同时生成 PDF")
    verify = commands.add_parser("check", help="check every table, write nothing | 检查数据")
    verify.add_argument("--plan", default=None, help="default: every plan | 默认检查全部规划")
    _data_commands(commands)
    return top


def _data_commands(commands) -> None:
    """The commands that bring figures in and show where they came from."""
    sheet = commands.add_parser("template", help="a workbook to fill in | 生成填报模板")
    sheet.add_argument("file", type=Path, metavar="FILE.xlsx")
    sheet.add_argument("--region", action="append", help="code in regions.csv | 地区代码，可重复")
    sheet.add_argument("--by-body", action="store_true", help="one workbook each | 按责任单位分开")
    put = commands.add_parser("add", help="add a workbook's figures | 添加数据")
    put.add_argument("file", type=Path, metavar="FILE")
    put.add_argument("--accept", action="store_true", help="add despite warnings | 确认警告并添加")
    put.add_argument("--dry-run", action="store_true", help="check only | 只检查")
    put.add_argument(
        "--source", default="", help="of rows without one: id or title | 来源编号或标题"
    )
    words = commands.add_parser("quote", help="figures from a sentence | 从原句登记数据")
    words.add_argument("text", metavar="SENTENCE", help="as published | 原句")
    words.add_argument("--source", default="", help="id or title | 来源编号或标题")
    words.add_argument("--accept", nargs="*", type=int, metavar="NO", help="add | 确认添加")
    for key, said in {
        "publisher": "of a new source | 新来源的发布单位",
        "published": "of rows and sources without a day | 发布日期",
        "url": "of a new source | 新来源的网址",
        "region": "of a file that names none | 文件没有写的地区",
        "year": "of a file that names none | 文件没有写的年份",
        "indicator": "of a file that names none | 文件没有写的指标",
        "unit": "of figures without one | 没有写单位的数的单位",
    }.items():
        put.add_argument(f"--{key}", default="", help=said)
        if key not in ("indicator", "unit"):
            words.add_argument(f"--{key}", default="", help=said)
    back = commands.add_parser("undo", help="take the last addition back | 撤销上一次添加")
    show = commands.add_parser("history", help="a figure's vintages and sources | 数据沿革")
    show.add_argument("indicator", help="id or name | 指标编码或名称")
    show.add_argument("--region", default="", help="code in regions.csv | 地区代码")
    new = commands.add_parser("new-plan", help="a folder for another plan | 新建规划文件夹")
    new.add_argument("name", metavar="NAME", help="folder name | 文件夹名")
    for key in ("title", "title-en", "short-zh", "short-en", "publisher", "issued", "region"):
        new.add_argument(f"--{key}", help="for plan.toml | 写入 plan.toml")
    for key in ("start", "end", "baseline-year"):
        new.add_argument(f"--{key}", help="year | 年份")
    new.add_argument("--uses", nargs="*", help="packages in data/shared | 所用的数据包")
    new.add_argument("--languages", nargs="+", choices=("zh", "en"), help="of the pages | 页面语言")
    out = commands.add_parser("export", help="every observation as a workbook | 导出全部数据")
    out.add_argument("file", type=Path, metavar="FILE.xlsx")
    for command in (sheet, out):
        command.add_argument("--overwrite", action="store_true", help="replace the file | 覆盖")
    paper, copies = report_command(commands), lab_command(commands)
    for command in (sheet, put, words, show, out, paper, copies):
        command.add_argument("--plan", default=DEFAULT_PLAN, help="folder under data/plans | 规划")
    registers = register_commands(commands)
    for command in registers:
        command.add_argument("--plan", default=DEFAULT_PLAN, help="folder under data/plans | 规划")
    for command in (put, words, back, show, new, paper, copies):
        command.add_argument("--lang", choices=("zh", "en"), default=_language(), help="语言")


def _language() -> str:
    """Chinese where the system speaks it, else English."""
    names = [os.environ.get(n, "") for n in ("LC_ALL", "LC_MESSAGES", "LANG")]
    spoken = next((n for n in names if n), None) or (locale.getlocale()[0] or "")
    return "zh" if spoken.lower().startswith(("zh", "chinese")) else "en"


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it succeeded, 1 with a short message when it did not."""
    from .briefing import BriefingError

    for stream in (sys.stdout, sys.stderr):  # a console that lacks a character shows its code
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    options = parser().parse_args(argv)
    try:
        _finish_cut_off()
        code = COMMANDS[options.command](options)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except (PlanDataError, BriefingError) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # who read our output has seen enough, as `head` has
        _let_go_of_output()
        return 1
    except OSError as error:
        why = error.strerror or str(error)
        if error.filename is None:
            _let_go_of_output()
        print(
            f"{error.filename or 'output'}: cannot be read or written ({why}); free some space, or "
            f"ask for permission | 无法读写（{why}）；请检查磁盘空间和权限",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("stopped | 已中止", file=sys.stderr)
        return 130


def _let_go_of_output() -> None:
    """Keep the interpreter from writing again, as it ends, where nothing can be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _finish_cut_off() -> None:
    """Complete a write that was killed half way, before any command reads the tables."""
    root = find_root()
    if (root / "data" / ".journal.json").exists():
        from .records.journal import recover

        recover(root)


def briefings(options: argparse.Namespace) -> int:
    """Run the notebooks and export them."""
    from .briefing import build_briefings

    root = find_root()
    if narrow(options.region) == codes.ALL:
        return _every_region(root, options)
    out = options.out or root / "build" / "briefings"
    report = build_briefings(
        root,
        out,
        region=options.region,
        **_how(options),
    )
    print(report)
    if options.pdf:
        _print([report.out], options)
    return 0


def _how(options: argparse.Namespace) -> dict[str, object]:
    """What is asked for of one region's briefings or of many."""
    named = ("plan", "as_of", "since", "recorded_since", "show_code", "address", "jobs", "force")
    languages = tuple(dict.fromkeys(options.lang)) if options.lang else None
    return {"languages": languages, **{name: getattr(options, name) for name in named}}


def _print(builds: Sequence[Path], options: argparse.Namespace) -> None:
    """Print the pages of some builds and say how many."""
    from .briefing.asked import at_once
    from .briefing.pdf import print_pages

    reports = [print_pages(out, jobs=at_once(options.jobs)) for out in builds]
    if printed := sum(len(report.papers) for report in reports):
        print(f"{printed} PDFs printed | 已打印 {printed} 个 PDF")
    for said in (said for report in reports for said in report.said):
        print(said)


def _every_region(root: Path, options: argparse.Namespace) -> int:
    """Build every province's briefings; 1 where one could not be made."""
    from .briefing.regions_build import build_regions

    report = build_regions(
        root,
        options.out or root / "build" / "regions",
        **_how(options),
    )
    print(report, file=sys.stderr if report.failed else sys.stdout)
    if options.pdf:
        _print([report.out / region for region in report.built], options)
    return 1 if report.failed else 0


def template(options: argparse.Namespace) -> int:
    """Write a workbook with a row for every figure still missing."""
    import datetime as dt

    from .intake.owed import REASONS, by_body, missing_rows
    from .intake.sheets import write_template
    from .records.observations import read_observations
    from .records.plans import load_plan
    from .records.regions import read_regions
    from .records.sources import read_sources

    root = find_root()
    plan = load_plan(options.plan, root=root)
    places = read_regions(root, plan.folders)
    known = read_observations(plan, root=root)
    rows = missing_rows(
        plan,
        known,
        codes.regions(options.region or [plan.region], set(places["region"]), "--region"),
        today=dt.date.today(),
    )
    sources = read_sources(root, plan.folders)
    split = options.by_body and len(rows)
    files = by_body(rows, options.file) if split else {options.file: rows}
    for file, part in files.items():
        write_template(
            file,
            plan,
            part,
            places,
            sources,
            observations=known,
            overwrite=options.overwrite,
        )
        counts = part["reason"].value_counts().reindex(REASONS, fill_value=0)
        print(TEMPLATE_MADE.format(file, len(part), *counts))
    return 0


def add(options: argparse.Namespace) -> int:
    """Check a file and add what it holds."""
    from .intake.adding import add_file, said
    from .intake.known import Given
    from .intake.progress import shown

    told = ("source", "publisher", "published", "url", "region", "year", "indicator", "unit")
    with shown(options.lang) as at:
        outcome = add_file(
            options.file,
            plan=options.plan,
            accept=options.accept,
            dry_run=options.dry_run,
            given=Given(**{name: getattr(options, name) for name in told}),
            lang=options.lang,
            at=at,
        )
    print(said(outcome, options.lang, dry_run=options.dry_run))
    return 0 if outcome.addition is not None or (options.dry_run and not outcome.errors) else 1


def quote(options: argparse.Namespace) -> int:
    """Propose the rows that a published sentence tells, and add what is accepted."""
    from .intake.known import Given
    from .intake.progress import shown
    from .intake.quotes import quote_rows, said

    told = ("source", "publisher", "published", "url", "region", "year")
    given = Given(**{name: getattr(options, name) for name in told})
    with shown(options.lang):
        done = quote_rows(options.text, plan=options.plan, given=given, accept=options.accept)
    print(said(done, options.lang))
    return int(done.errors or not done.proposals)


def undo(options: argparse.Namespace) -> int:
    """Take the last addition back."""
    from .intake.adding import taken_back
    from .records.ledger import undo as take_back

    print(taken_back(take_back(root=find_root()), options.lang))
    return 0


def history(options: argparse.Namespace) -> int:
    """Print every published value of one indicator."""
    from .records.observations import read_published
    from .records.plans import load_plan
    from .records.regions import read_regions
    from .records.sources import read_sources
    from .records.vintages import vintages_of
    from .telling.histories import history_text

    root = find_root()
    plan = load_plan(options.plan, root=root)
    known = set(read_regions(root, plan.folders)["region"])
    rows = vintages_of(
        read_published(plan, root=root),
        plan,
        options.indicator,
        region=codes.region(options.region, known, "--region") or plan.region,
    )
    print(history_text(rows, plan, read_sources(root, plan.folders), options.lang))
    return 0


def plan_folder(options: argparse.Namespace) -> int:
    """Make the folder of a new plan."""
    from .records.new_plan import SETTINGS, new_plan, next_steps

    given = {key: getattr(options, key) for key in SETTINGS}
    folder = new_plan(options.name, root=find_root(), given=given)
    print(next_steps(folder, options.lang))
    return 0


def export(options: argparse.Namespace) -> int:
    """Write every observation to a workbook."""
    from .intake.sheets import write_export
    from .records.journal import steadily
    from .records.observations import read_published
    from .records.plans import load_plan
    from .records.sources import read_sources

    root = find_root()
    plan = load_plan(options.plan, root=root)
    everything, sources = steadily(
        root, lambda: (read_published(plan, root=root), read_sources(root, plan.folders))
    )
    recorded = everything[~everything["observation_id"].str.contains(":")]  # not the plan's own
    rows = recorded[recorded["annual"]]
    write_export(options.file, rows, sources, overwrite=options.overwrite)
    left = len(recorded) - len(rows)
    en, zh = f"; {left} of other periods than a year left out", f"；另有{left}条不是年度数，未导出"
    print(
        f"{options.file}: {len(rows)} observations{en * bool(left)} | "
        f"{len(rows)} 条数据{zh * bool(left)}"
    )
    return 0


COMMANDS = {
    "briefings": briefings,
    "check": check,
    "template": template,
    "add": add,
    "quote": quote,
    **dict.fromkeys(("indicator", "source", "event", "pledge", "remark"), register),
    "undo": undo,
    "history": history,
    "export": export,
    "report": written_report,
    "notebooks": lab,
    "new-plan": plan_folder,
}


if __name__ == "__main__":
    sys.exit(main())
