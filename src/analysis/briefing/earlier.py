"""What an earlier build left: notebooks already run, what is left to do, what it had seen."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..records import codes
from ..records.packages import as_told, codes_as_told, folders_as_told
from . import notebooks as shelf
from .exchange import Stage
from .folder import is_as_recorded
from .inputs import Parsed, digest_of_reads, observation_rows


@dataclass(frozen=True)
class Earlier:
    """A build that is there already.

    Attributes
    ----------
    out, kept : Path
        Its pages, and its executed notebooks.
    record : dict
        What it wrote about itself; empty where there was none, or all is to be run again.
    parsed : dict
        Tables read so far, see `inputs.digest_of_reads`.
    """

    out: Path
    kept: Path
    record: Mapping
    parsed: Parsed

    def reads_of(self, page: str, key: str, root: Path) -> dict | None:
        """What the page's notebook read, where running it again would show the same."""
        held, path = self._held(page), self.kept / kept_name(page)
        if not self._same_run(page, key, root) or not is_as_recorded(path, held["kept"]):
            return None
        return held["reads"]

    def book_of(self, name: str, key: str, root: Path) -> Path | None:
        """A workbook, where writing it again would give the same."""
        return self._as_written(name) if self._same_run(name, key, root) else None

    def list_of(self, name: str, key: str, root: Path, lang: str) -> list[Path]:
        """The pages of a language's indicators, where writing them again would give the same."""
        if not self._same_run(name, key, root):
            return []
        pages = [self._as_written(f"{lang}/{file}") for file in self._held(name)["files"]]
        return [] if None in pages else pages

    def page_of(self, page: str, about: Mapping) -> Path | None:
        """The page itself, where its head, too, would be the same."""
        return self._as_written(page) if self._held(page).get("about") == digest_of(about) else None

    def _held(self, name: str) -> Mapping:
        return self.record.get("pages", {}).get(name, {})

    def _same_run(self, name: str, key: str, root: Path) -> bool:
        held = self._held(name)
        same = held.get("key") == key
        return same and digest_of_reads(root, held["reads"], self.parsed) == held["state"]

    def _as_written(self, name: str) -> Path | None:
        """A file of the build, where nobody has changed it since."""
        path, written = self.out / name, self.record.get("outputs", {}).get(name)
        return path if is_as_recorded(path, written) else None


def pages_left(
    tasks: Sequence[Mapping],
    stage: Stage,
    root: Path,
    inputs: Mapping,
    earlier: Earlier,
) -> tuple[list[dict], dict[str, dict]]:
    """The tasks that must be done, with what each may use again; the other pages are copied."""
    works, records = [], {}
    for task in tasks:
        name = task["id"]
        source = shelf.read(task["notebook"])
        given = {k: v for k, v in task["parameters"].items() if k in shelf.parameter_names(source)}
        key = digest_of([source, given, inputs["code"], inputs["versions"]])
        about = [task["about"], task["show_code"]]
        reads = earlier.reads_of(name, key, root)
        records[name] = {"key": key, "about": digest_of(about)}
        (stage.pages / name).parent.mkdir(exist_ok=True)
        if reads is not None:
            shutil.copy2(earlier.kept / kept_name(name), stage.kept)
            if page := earlier.page_of(name, about):
                shutil.copy2(page, stage.pages / name)
                records[name] = earlier.record["pages"][name]
                continue
        works.append(
            {
                **task,
                "parameters": given,
                "reads": reads,
                "target": stage.pages / name,
                "kept": stage.kept / kept_name(name),
            }
        )
    return works, records


def books_left(
    tasks: Sequence[Mapping], inputs: Mapping, earlier: Earlier, records: dict[str, dict]
) -> list[Mapping]:
    """The workbooks to be written; those that would be the same are copied."""
    left = []
    for task in tasks:
        name = task["id"]
        asked = {k: task[k] for k in ("plan", "region", "as_of", "lang")}
        records[name] = {"key": digest_of([asked, inputs["code"], inputs["versions"]])}
        if book := earlier.book_of(name, records[name]["key"], task["root"]):
            shutil.copy2(book, task["target"])
            records[name] = earlier.record["pages"][name]
        else:
            left.append(task)
    return left


def lists_left(
    tasks: Sequence[Mapping],
    stage: Stage,
    inputs: Mapping,
    earlier: Earlier,
    records: dict[str, dict],
) -> list[Mapping]:
    """The languages whose indicators are to be written; pages that would be the same are copied."""
    left = []
    for task in tasks:
        name = task["id"]
        asked = {k: task[k] for k in ("plan", "region", "as_of", "lang", "about")}
        records[name] = {"key": digest_of([asked, inputs["code"], inputs["versions"]])}
        held = earlier.list_of(name, records[name]["key"], task["root"], task["lang"])
        for page in held:
            target = stage.pages / page.relative_to(earlier.out)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(page, target)
        if held:
            records[name] = earlier.record["pages"][name]
        else:
            left.append(task)
    return left


def kept_name(page: str) -> str:
    return f"{page.removesuffix('.html').replace('/', '-')}.ipynb"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of(value: object) -> str:
    """A digest of anything JSON can write."""
    return digest(json.dumps(value, sort_keys=True, default=str).encode())


def seen(root: Path, plan: str, record: Mapping, parsed: Parsed) -> dict:
    """The observations there are, and those that the last different state did not have.

    Returns
    -------
    dict
        ids and added: lists of observation_id by region; since: the day of the build that saw
        the earlier state, "" before any; day: today.
    """
    ids: dict[str, list[str]] = {}
    for row in observation_rows(root, folders_as_told(plan, root), parsed):
        ids.setdefault(row.get("region") or "", []).append(row.get("observation_id") or "")
    last = record.get("seen")
    today = dt.date.today().isoformat()
    if last is None:
        return {"ids": ids, "added": {}, "since": "", "day": today}
    if last["ids"] == ids:
        return {**last, "day": today}
    fresh = {
        r: [i for i in held if i not in set(last["ids"].get(r, []))] for r, held in ids.items()
    }
    added = {r: new for r, new in fresh.items() if new}
    return {"ids": ids, "added": added, "since": last["day"] if added else "", "day": today}


def added_in(root: Path, plan: str, region: str, found: Mapping) -> dict[str, object]:
    """The notebooks' parameters `added` and `since`, for a region or the plan's own."""
    if not region:
        try:
            stated = as_told(plan, root).get("region")
            region = codes.listed(stated, codes_as_told(plan, root)) or ""
        except (OSError, ValueError):
            return {"added": [], "since": ""}  # the reading of the data says what is wrong
    added = found["added"].get(region, [])
    return {"added": added, "since": found["since"] if added else ""}
