"""New files take the place of old ones together, and no file that is somebody's own is lost.

Everything is staged on the same disk first. Then one rename moves each old file out of its place
and one moves its successor in, the record last: with it the exchange is done. The journal, which
is there before the first move, and where the files lie say how far it came. What fails on the way
is undone at once; what was killed is undone, or its end tidied up, by the next build before it
does anything else.

A file that is not as an earlier build recorded it was changed or put there by somebody. It goes
the same way, and then back beside its place under a name that says so.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from .folder import Record, is_as_recorded, outputs, read_record
from .foreman import UNTOUCHED, BriefingError

JOURNAL, NEW, OLD, SWAP, STAGE = "journal.json", "new", "old", "swap", "stage-"
NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


class Stage(NamedTuple):
    """Where files are made before `exchange` puts them in place, on the same disk.

    Attributes
    ----------
    folder : Path
        Holds the others.
    pages : Path
        What goes into the folder of briefings, under the names it will have there.
    kept : Path
        The executed notebooks to be kept beside it.
    scratch : Path
        What is of no use later.
    """

    folder: Path
    pages: Path
    kept: Path
    scratch: Path


@dataclass(frozen=True)
class Hold:
    """A folder of briefings that no other build works on.

    Attributes
    ----------
    out : Path
        The folder.
    said : list of str
        What was found or put aside on the way, for the reader.
    """

    out: Path
    said: list[str] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """The folder around it: names in an exchange start here."""
        return self.out.parent

    @property
    def work(self) -> Path:
        """A hidden folder beside it, there only while a build runs or after it was killed."""
        return _beside(self.out, "work")

    def stage(self) -> Stage:
        """A new place for files to come; what was staged before is gone."""
        _sweep(self.work)
        self.work.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=STAGE, dir=self.work))
        new = folder / NEW
        stage = Stage(
            folder, new / self.out.name, new / executed(self.out).name, folder / "scratch"
        )
        for part in stage[1:]:
            part.mkdir(parents=True)
        return stage

    def named(self, digests: Mapping[str, str]) -> dict[str, str]:
        """Digests of files in `out` under their names in an exchange."""
        return {f"{self.out.name}/{name}": digest for name, digest in digests.items()}


def executed(out: Path) -> Path:
    """Where a build's executed notebooks are kept, beside its pages."""
    return _beside(out, "executed")


def is_cut_off(out: Path) -> bool:
    """Whether an exchange was begun and neither finished nor undone."""
    return os.path.lexists(_beside(out, "work") / SWAP)


@contextmanager
def held(out: Path) -> Iterator[Hold]:
    """Hold a folder of briefings for one build, what a killed one left put right first.

    Raises
    ------
    BriefingError
        Nothing can be written there, or there is no room.
    """
    hold = Hold(out)
    with _told(out), _locked(out):
        try:
            _recover(hold)
            yield hold
        except BriefingError as error:
            raise BriefingError("\n".join([*hold.said, str(error)])) from None
        finally:
            _sweep(hold.work)


def exchange(hold: Hold, stage: Stage, kind: Record, ours: Mapping[str, str]) -> None:
    """Put staged files in their places and take away what has none any more, all or none.

    Parameters
    ----------
    hold : Hold
        Is told what was put aside.
    stage : Stage
        From `Hold.stage`, and used up.
    kind : Record
        The record among the staged files, which is the last to be put in place.
    ours : mapping
        The sha256 of files that earlier builds recorded, under their names in `hold.home`. Those
        that are not staged are taken away.

    Raises
    ------
    BriefingError
        A file cannot be moved, because a program has it open: everything is as it was.
    """
    journal = _planned(hold, stage.folder / NEW, kind, ours)
    (stage.folder / JOURNAL).write_text(json.dumps(journal), encoding="utf-8")
    swap = hold.work / SWAP
    os.rename(stage.folder, swap)  # from here on it is finished or undone
    try:
        _carry_out(hold.home, swap, journal)
    except OSError as error:
        _settle(hold, swap, journal)
        raise BriefingError(
            f"{_place(hold, error)}: cannot be replaced ({error.strerror}); close what has "
            f"it open and build again | 无法替换，请关闭正在使用它的程序后重新生成\n{UNTOUCHED}"
        ) from None
    except BaseException:
        _settle(hold, swap, journal)
        raise
    _settle(hold, swap, journal)


# --- there and back -------------------------------------------------------------------------


def _planned(hold: Hold, new: Path, kind: Record, ours: Mapping[str, str]) -> dict:
    """The journal: the files to come, and the places that something lies in now.

    What would be replaced by itself stays where it is.
    """
    home, record = hold.home, f"{hold.out.name}/{kind.file}"
    staged = outputs(new)
    same = {
        name
        for name, digest in staged.items()
        if name != record and _lying_at(home, name) == name and is_as_recorded(home / name, digest)
    }
    for name in same:
        (new / name).unlink()
    concerned = {*ours, *staged} - same
    if read_record(hold.out, kind):
        concerned.remove(record)  # replaced by one rename, there at any time
    places = {place for name in concerned if (place := _lying_at(home, name))}
    coming = {name: digest for name, digest in staged.items() if name not in same}
    return {"record": record, "ours": dict(ours), "new": coming, "places": sorted(places)}


def _lying_at(home: Path, name: str) -> str:
    """What lies where a file should go: itself, or what is no folder on the way; "" if nothing."""
    for folder in reversed(PurePosixPath(name).parents[:-1]):
        path = home / folder
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            return folder.as_posix()
    return name if os.path.lexists(home / name) else ""


def _carry_out(home: Path, swap: Path, journal: Mapping) -> None:
    record, places = journal["record"], set(journal["places"])
    coming = [name for name in journal["new"] if name != record]
    # First what nothing takes the place of: on a disk that ignores case its name may be wanted.
    for name in sorted(places.difference(coming)):
        _move(home / name, swap / OLD / name)
    for name in coming:
        if name in places:
            _move(home / name, swap / OLD / name)
        _move(swap / NEW / name, home / name)
    (home / record).parent.mkdir(parents=True, exist_ok=True)
    os.replace(swap / NEW / record, home / record)


def _recover(hold: Hold) -> None:
    """Undo an exchange that was cut off, or tidy up after one whose record is in place."""
    if not is_cut_off(hold.out):
        return
    swap = hold.work / SWAP
    try:
        journal = json.loads((swap / JOURNAL).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BriefingError(
            f"{swap}: holds what a killed build left, and its {JOURNAL} cannot be read ({error}); "
            "take out what you need and delete it | 上次中断的生成留有文件，记录无法读取；"
            "请取出所需文件后删除该文件夹"
        ) from None
    if not _settle(hold, swap, journal):
        hold.said.append(
            f"{hold.out}: the last build was cut off, what was there before it has been put back "
            "| 上次生成中断，已恢复此前的内容"
        )


def _settle(hold: Hold, swap: Path, journal: Mapping) -> bool:
    """Finish an exchange whose record is in place, and undo any other; whether it was finished.

    Doing it again after it was cut off does no harm.
    """
    done = not os.path.lexists(swap / NEW / journal["record"])
    try:
        (_give_back if done else _undo)(hold, swap, journal)
        _drop_empty(hold.home, (*journal["new"], *journal["ours"]))
        _close(hold.work, swap)
    except OSError as error:
        raise BriefingError(
            f"{_place(hold, error)}: cannot be moved ({error.strerror}). Nothing is lost: what "
            f"is missing {'beside the new' if done else 'of the old'} briefings lies in {swap}; "
            "close what has it open and build again, and it is put back first | "
            "无法移动。没有丢失任何文件：缺少的都在上述文件夹；"
            "请关闭正在使用它的程序后重新生成，届时先行归位"
        ) from None
    return done


def _give_back(hold: Hold, swap: Path, journal: Mapping) -> None:
    """Of what was moved away, put beside its place what is not ours."""
    for name in journal["places"]:
        lies = swap / OLD / name
        if os.path.lexists(lies) and not is_as_recorded(lies, journal["ours"].get(name)):
            _put_aside(hold, lies, name)


def _undo(hold: Hold, swap: Path, journal: Mapping) -> None:
    """Put everything back in its place."""
    home, places, new = hold.home, journal["places"], journal["new"]
    for name, digest in new.items():
        is_back = name in places and not os.path.lexists(swap / OLD / name)
        if is_back or os.path.lexists(swap / NEW / name) or not os.path.lexists(home / name):
            continue
        if is_as_recorded(home / name, digest):
            _move(home / name, swap / NEW / name)
        else:
            _put_aside(hold, home / name, name)
    _drop_empty(home, new)
    for name in places:
        if os.path.lexists(swap / OLD / name):
            if os.path.lexists(home / name):
                _put_aside(hold, home / name, name)
            _move(swap / OLD / name, home / name)


# --- single steps ---------------------------------------------------------------------------


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "something was put there meanwhile", str(target))
    os.rename(source, target)


def _put_aside(hold: Hold, source: Path, name: str) -> None:
    """Move a file that is not ours beside the place `name`."""
    place = PurePosixPath(name)
    for number in count(1):
        mark = ".kept" if number == 1 else f".kept-{number}"
        aside = place.with_name(f"{place.stem}{mark}{place.suffix}")
        if not os.path.lexists(hold.home / aside):
            break
    _move(source, hold.home / aside)
    hold.said.append(
        f"{hold.home / name}: not as a build left it, kept as {aside.name} | "
        f"该文件被改动过或不是本程序生成的，已另存为 {aside.name}"
    )


def _place(hold: Hold, error: OSError) -> str:
    """The end of a move that failed which a reader knows: not the one in the hidden folder."""
    ends = [str(end) for end in (error.filename, error.filename2) if end is not None]
    known = (end for end in ends if not Path(end).is_relative_to(hold.work))
    return next(known, ends[0] if ends else str(hold.out))


def _drop_empty(home: Path, names: Iterable[str]) -> None:
    """Remove the folders that files were in, within those that lie in `home`, where empty."""
    folders = {folder for name in names for folder in PurePosixPath(name).parents[:-2]}
    for folder in sorted(folders, key=lambda folder: len(folder.parts), reverse=True):
        with suppress(OSError):
            (home / folder).rmdir()


def _close(work: Path, swap: Path) -> None:
    """End an exchange with one rename; what is left of it may go in any order."""
    os.rename(swap, Path(tempfile.mkdtemp(prefix=STAGE, dir=work)) / SWAP)
    _sweep(work)


def _sweep(work: Path) -> None:
    """Remove what was staged and never or already used."""
    if work.is_dir():
        for stale in work.iterdir():
            if stale.name.startswith(STAGE):
                shutil.rmtree(stale, ignore_errors=True)
        with suppress(OSError):
            work.rmdir()


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f".{out.name}.{what}")


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    from filelock import FileLock

    out.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(_beside(out, "lock"))
    try:
        lock.acquire()
    except NotImplementedError:
        raise BriefingError(
            f"{out.parent}: this disk cannot lock files; choose a folder on a local disk with "
            f"--out | 该磁盘不支持文件锁，请用 --out 另选本地磁盘上的文件夹\n{UNTOUCHED}"
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """Turn what the disk says of the briefings into a message."""
    try:
        yield
    except OSError as error:
        own = (out, *(_beside(out, what) for what in ("work", "lock", "executed")))
        path = Path(str(error.filename or ""))
        if not (
            error.errno in NO_ROOM
            or path in out.parents
            or any(path.is_relative_to(place) for place in own)
        ):
            raise
        raise BriefingError(
            f"{error.filename or out}: cannot be written ({error.strerror}); make room, ask for "
            "permission or choose another folder with --out | "
            f"无法写入，请检查磁盘空间和写入权限，或用 --out 另选文件夹\n{UNTOUCHED}"
        ) from None
