"""What a build is asked for, as everything below reads it: a day, a region, a number of jobs."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..records import codes, dates, numerals
from ..records.errors import PlanDataError
from ..records.languages import LANGUAGES
from ..records.packages import codes_as_told, languages_as_told
from ..records.places import plan_name
from .foreman import BriefingError

MOST_JOBS = 1024


def asked_for(
    root: Path,
    plan: str,
    region: codes.Code,
    as_of: dates.Day,
    since: dates.Day,
    recorded_since: dates.Day,
    jobs: int | None,
) -> tuple[dict[str, str], dict[str, str], int]:
    """What is asked for as everything below reads it: the notebooks' parameters, the day that
    changes are told from, of publication or of recording, and jobs.

    Whether there is such a plan or region is known once the data are read.
    """
    try:
        settings = {
            "plan": plan_name(plan),
            "region": codes.listed(region, codes_as_told(plan_name(plan), root)) or "",
            "as_of": dates.day(as_of) or "",
        }
        days = {"since": since, "recorded_since": recorded_since}
        asked = {name: dates.day(day, name) or "" for name, day in days.items()}
        if all(asked.values()):
            raise PlanDataError(
                "since, recorded_since: give one of them, a day of publication or of recording | "
                "发布起点和登记起点只能给一个"
            )
        return settings, asked, at_once(jobs)
    except PlanDataError as error:
        raise BriefingError(str(error)) from None


def spoken(root: Path, plan: str, asked: Sequence[str] | None) -> tuple[str, ...]:
    """The languages asked for; the plan's own, else every one, where none is."""
    wanted = languages_as_told(plan, root) if asked is None else tuple(asked)
    if not wanted or set(wanted) - set(LANGUAGES):
        raise BriefingError(f"languages {list(wanted)}: choose from zh, en | 语言只有 zh 和 en")
    return wanted


def published_at(address: str) -> str:
    """Where a build is published, with a slash at its end; "" for nowhere."""
    if address and not re.fullmatch(r"https?://[^\s?#]+", address):
        raise BriefingError(
            f"address {address}: give the folder's address on the web, https://… | "
            "发布地址应是网上的文件夹地址，以 https:// 开头"
        )
    return f"{address.rstrip('/')}/" if address else ""


def at_once(jobs: int | None) -> int:
    """How many things may be done at once; as many as there are cores where nobody said.

    Raises
    ------
    PlanDataError
        Not a whole number from 1.
    """
    return numerals.whole(jobs, "jobs", least=1, most=MOST_JOBS) or cores()


def cores() -> int:
    """The processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def command(
    settings: Mapping[str, str], languages: Sequence[str], show_code: bool, address: str
) -> str:
    """The command that builds the same pages again."""
    given = {f"--{name.replace('_', '-')}": value for name, value in settings.items() if value}
    words = [
        "python -m analysis briefings",
        *(f"{name} {shlex.quote(value)}" for name, value in given.items()),
    ]
    if tuple(languages) != LANGUAGES:
        words += [f"--lang {lang}" for lang in languages]
    words += ["--show-code"] * show_code
    words += [f"--address {shlex.quote(address)}"] * bool(address)
    return " ".join(words)
