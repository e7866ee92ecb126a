"""What plan.toml says of a plan: its title, days, years, region, packages and languages."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

from . import codes, dates, numerals
from .errors import PlanDataError, shown
from .languages import LANGUAGES
from .packages import names_of_packages
from .places import plan_folder
from .readable import is_writable, text_of
from .tables import Problem, describe


def read_meta(plan: str, root: Path) -> dict:
    """What a plan's plan.toml says, as each key is read; names in both languages filled in.

    Raises
    ------
    PlanDataError
        No such plan, or a key that is missing or not what it must be.
    """
    path = plan_folder(plan, root) / "plan.toml"
    name = path.relative_to(root).as_posix()
    try:
        meta = tomllib.loads(text_of(path, name))
    except tomllib.TOMLDecodeError as error:
        raise PlanDataError(f"{name}: not valid TOML ({error}) | TOML 格式错误") from None
    stated, problems = {}, []
    for key, read in PLAN_KEYS.items():
        try:
            stated[key] = read(meta.get(key), f"{name}, column {key}, value")
        except PlanDataError as error:
            problems.append(error)
        else:
            if stated[key] is None:
                rule = "must be given; fill it in | 缺少，请填写"
                problems.append(Problem(name, rule, column=key))
    for key, read in MAY_SAY.items():
        try:
            stated[key] = read(meta.get(key), f"{name}, column {key}, value")
        except PlanDataError as error:
            problems.append(error)
    if problems:
        raise PlanDataError(describe(problems))
    groups = [_with_names(group) for group in meta.get("groups", [])]
    return {**meta, **_named(stated), "groups": groups}


def _named(meta: dict) -> dict:
    """The names of a plan in both languages: another's where one has none."""
    short = meta["short_en"] or meta["short_zh"] or meta["title_en"] or meta["title"]
    filled = {
        "title_en": meta["title_en"] or meta["title"],
        "short_zh": meta["short_zh"] or short,
        "short_en": short,
        "languages": meta["languages"] or LANGUAGES,
    }
    return {**meta, **filled}


def _with_names(group: dict) -> dict:
    """A group of targets, named in every language: as in another, where it has no name."""
    names = [
        group[k]
        for k in ("name_en", "name_zh", *sorted(group))
        if k.startswith("name_") and k in group
    ]
    given = {f"name_{lang}": names[0] for lang in LANGUAGES} if names else {}
    return {**given, **group}


def _languages(value: object, name: str) -> tuple[str, ...] | None:
    if value is None:
        return None
    known = isinstance(value, list) and value and all(v in LANGUAGES for v in value)
    if not known or len(set(value)) < len(value):
        raise PlanDataError(
            f'{name} {shown(value)}: write a list of languages that pages speak, such as ["en"] or '
            f'["zh", "en"] | 请写成页面语言的列表，如 ["zh"] 或 ["zh", "en"]'
        )
    return tuple(value)


def _words(value: object, name: str) -> str | None:
    if not isinstance(value, str | None):
        raise PlanDataError(f"{name} {shown(value)}: write text in quotes | 请写成带引号的文字")
    if value and not is_writable(value):
        raise PlanDataError(
            f"{name} {shown(value)}: holds bytes that are no UTF-8; type it again | "
            "含有无法识别的字节，请重新输入"
        )
    return value or None


def _date(value: object, name: str) -> dt.date | None:
    found = dates.day(value, name)
    return found and dt.date.fromisoformat(found)


# What plan.toml must say, and how each is read.
PLAN_KEYS = {
    "title": _words,
    "issued": _date,
    "start": numerals.year,
    "end": numerals.year,
    "baseline_year": numerals.year,
    "region": codes.spelled,
    "publisher": _words,
}
MAY_SAY = {
    "title_en": _words,
    "short_zh": _words,
    "short_en": _words,
    "follows": _words,
    "uses": names_of_packages,
    "languages": _languages,
}
