"""The commands that write one row into a table: indicator, source, event, pledge and remark."""

from __future__ import annotations

import argparse
import datetime as dt

from ..records.places import find_root
from ..records.schema import PLEDGE_KINDS, REMARKS


def register_commands(commands) -> list[argparse.ArgumentParser]:
    """Add the commands to those of the command line; those that take a plan are returned."""
    kinds = commands.add_parser("indicator", help="a new indicator, or another name | 指标登记")
    kinds = kinds.add_subparsers(dest="what", required=True)
    new = kinds.add_parser("add", help="a new indicator | 新指标")
    new.add_argument("indicator_id", metavar="ID")
    for name in ("name_zh", "name_en", "definition"):
        new.add_argument(f"--{name.replace('_', '-')}", default="")
    for name in ("unit", "kind"):
        new.add_argument(f"--{name}", required=True)
    new.add_argument("--direction", default="none")
    new.set_defaults(register="indicator")
    other = kinds.add_parser("alias", help="another name of an indicator | 指标别名")
    other.add_argument("name", metavar="NAME")
    other.add_argument("indicator_id", metavar="ID")
    other.set_defaults(register="alias")
    events = commands.add_parser("event", help="what happened | 事件登记")
    event = events.add_subparsers(dest="what", required=True).add_parser("add")
    event.add_argument("indicator_id", metavar="ID")
    for name in ("date", "state", "text"):
        event.add_argument(f"--{name}", required=True)
    event.add_argument("--source", dest="source_id", required=True, metavar="SOURCE_ID")
    for name in ("region", "published"):
        event.add_argument(f"--{name}", default="")
    event.set_defaults(register="event")
    others = (_source_command, _pledge_command, _remark_command)
    return [new, other, event, *(made(commands) for made in others)]


def _source_command(commands) -> argparse.ArgumentParser:
    kinds = commands.add_parser("source", help="a document to cite | 来源登记")
    source = kinds.add_subparsers(dest="what", required=True).add_parser("add")
    source.add_argument("source_id", metavar="ID")
    for name in ("title", "publisher"):
        source.add_argument(f"--{name}", required=True)
    for name in ("published", "url", "grade", "note"):
        source.add_argument(f"--{name}", default="")
    source.set_defaults(register="source")
    return source


def _pledge_command(commands) -> argparse.ArgumentParser:
    """Targets of a year or a city; what has no option stands in the table's other columns."""
    kinds = commands.add_parser("pledge", help="a target set elsewhere | 年度目标等登记")
    pledge = kinds.add_subparsers(dest="what", required=True).add_parser("add")
    pledge.add_argument("indicator_id", metavar="ID")
    pledge.add_argument("--kind", choices=PLEDGE_KINDS, default="annual")
    for name in ("quote", "comparator"):
        pledge.add_argument(f"--{name}", required=True)
    pledge.add_argument("--source", dest="source_id", required=True, metavar="SOURCE_ID")
    asked = ("deadline", "value", "value_high", "measure", "unit", "base_year", "against")
    for name in (*asked, "region", "published", "note"):
        pledge.add_argument(f"--{name.replace('_', '-')}", default="")
    pledge.set_defaults(register="pledge")
    return pledge


def _remark_command(commands) -> argparse.ArgumentParser:
    """A warning, cause or measure beside a target, which no rebuild loses."""
    kinds = commands.add_parser("remark", help="a warning or measure | 预警、原因、措施")
    remark = kinds.add_subparsers(dest="what", required=True).add_parser("add")
    remark.add_argument("target_id", metavar="TARGET")
    remark.add_argument("--kind", choices=REMARKS.columns["kind"].values, default="warning")
    remark.add_argument("--role", required=True, help="by office | 作者的部门或职务")
    for name in ("text_zh", "text_en", "date", "until", "region"):
        remark.add_argument(f"--{name.replace('_', '-')}", default="")
    remark.set_defaults(register="remark")
    return remark


def register(options: argparse.Namespace) -> int:
    """Write one row into a table of the plan, see `registering`."""
    from .registering import add_alias, add_event, add_indicator, add_pledge, add_remark, add_source

    root, given = find_root(), {k: v for k, v in vars(options).items() if isinstance(v, str)}
    if options.register == "alias":
        path = add_alias(options.plan, options.name, options.indicator_id, root=root)
    elif options.register == "indicator":
        path = add_indicator(options.plan, given, root=root)
    elif options.register == "source":
        path = add_source(options.plan, given, root=root)
    elif options.register == "remark":
        path = add_remark(options.plan, given, root=root, today=dt.date.today())
    elif options.register == "pledge":
        path = add_pledge(options.plan, given, root=root, today=dt.date.today())
    else:
        path = add_event(options.plan, given, root=root, today=dt.date.today())
    print(f"{path.relative_to(root).as_posix()}: one row added | 已添加一行")
    return 0
