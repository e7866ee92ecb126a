"""The command that reads every table and says what is wrong or odd in it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..records.errors import PlanDataError
from ..records.places import find_root, plan_names


def check(options: argparse.Namespace) -> int:
    """Read every table of every plan, and hold how it was entered against its text."""
    from ..records.ledger import vanished

    root = find_root()
    lost = vanished(root)
    for line in lost:
        print(line, file=sys.stderr)
    sound = not lost
    if options.plan is not None:
        return int(not (_is_sound(root, options.plan) and sound))
    # A plan's faults are its own: the others are looked at all the same.
    for name in plan_names(root):
        try:
            sound &= _is_sound(root, name)
        except PlanDataError as error:
            print(f"{name}: {error}", file=sys.stderr)
            sound = False
    return int(not sound)


def _is_sound(root: Path, name: str) -> bool:
    """Read a plan's tables and print what is odd in them; whether nothing of it is wrong."""
    from ..judging.audit.entry import WRONG, entry_findings, read_exclusions
    from ..records.observations import read_events, read_observations
    from ..records.plans import load_plan
    from ..records.pledges import read_pledges
    from ..records.regions import read_region_groups, read_region_map
    from ..records.remarks import read_remarks
    from ..telling.entry import entry_lines

    plan = load_plan(name, root=root)
    read_region_groups(root, plan.folders)
    read_region_map(root, plan.folders)
    observations = read_observations(plan, root=root)
    events = read_events(plan, root=root)
    read_remarks(plan, root=root)
    pledged = f", {n} pledges" if (n := len(read_pledges(plan, root=root))) else ""
    odd = entry_findings(plan, read_exclusions(name, root), observations)
    for line in entry_lines(name, odd):
        print(line)
    broken = any(o.rule in WRONG for o in odd)
    print(
        f"{name}: {len(plan.figures)} figures, {len(plan.targets)} targets, "
        f"{len(observations)} observations, {len(events)} events{pledged}: "
        f"{'wrong' if broken else 'OK'}"
    )
    return not broken
