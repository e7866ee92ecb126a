"""The commands that write one row into a table: indicator add, indicator alias, event add."""

from __future__ import annotations

import argparse
import datetime as dt

from ..records.places import find_root


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
    return [new, other, event]


def register(options: argparse.Namespace) -> int:
    """Write one row into a table of the plan: an indicator, another name of one, an event."""
    from .registering import add_alias, add_event, add_indicator

    root, given = find_root(), {k: v for k, v in vars(options).items() if isinstance(v, str)}
    if options.register == "alias":
        path = add_alias(options.plan, options.name, options.indicator_id, root=root)
    elif options.register == "indicator":
        path = add_indicator(options.plan, given, root=root)
    else:
        path = add_event(options.plan, given, root=root, today=dt.date.today())
    print(f"{path.relative_to(root).as_posix()}: one row added | 已添加一行")
    return 0
