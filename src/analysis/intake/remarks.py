"""Words beside a figure: what they make of it, said once each with its first cell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .cells import plain
from .context import SCOPE, UNKNOWN, Mark
from .findings import Finding
from .grid import Cell
from .vocabulary import FLAGS, IN_NOTES, KINDS, OTHER_FLAGS
from .wording import PART_ALONE

# Words of a status column, as SDMX and our own codes have them, beside single letters.
STATUS = {
    "normal": "plain",
    "normal value": "plain",
    "official": "plain",
    "正式": "plain",
    "正常": "plain",
    "最终": "plain",
    "否": "plain",
}
LABEL = 8  # characters: a remark as short may be the name of a part, a longer one is a sentence


class Remarks:
    """Turns words into what they mean for a row, and findings, each told once."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self._told: set[tuple[str, str, str]] = set()

    def say(self, level: str, code: str, zh: str, en: str, cell: Cell, value: str = "") -> None:
        """Tell something of a cell, unless it was told."""
        key = (code, cell.sheet, f"{cell.place}{value}")
        if key not in self._told:
            self._told.add(key)
            shown = value or plain(cell.value)[:60]
            self.findings.append(Finding(level, code, zh, en, cell.sheet, cell.place, shown))

    def of_marks(self, marks: Iterable[Mark], indicator: str) -> str | None:
        """The qualifier that marks give a figure; None where they stop it.

        Parameters
        ----------
        indicator : str
            The id of the figure's indicator, "" where there is none.
        """
        qualifier: str | None = ""
        for mark in marks:
            if mark.kind == "several" and indicator in mark.word.split("、"):
                continue
            found = self._mark(mark)
            if found is None or qualifier is None:
                qualifier = None
            else:
                qualifier = found or qualifier
        return qualifier

    def _mark(self, mark: Mark) -> str | None:
        word, cell = mark.word, mark.cell
        if mark.kind == "provisional":
            zh, en = f"“{word}”：按初步数登记", f"'{word}': taken as provisional"
            self.say("notice", "provisional", zh, en, cell)
            return "provisional"
        if mark.kind == "planned":
            return self._planned(word, cell)
        if mark.kind in ("flag", "comment", "status", "note"):
            return self._spoken(mark)
        self._told_apart(mark)
        return ""

    def _planned(self, word: str, cell: Cell) -> None:
        self.say(
            "error",
            "planned",
            f"“{word}”：计划、目标、预测数不是实际数，不能登记；请删去这些数",
            f"'{word}': what is planned or forecast is no figure of what was; take those out",
            cell,
        )
        return None

    def _told_apart(self, mark: Mark) -> None:
        word = mark.word
        if mark.kind == "revised":
            zh, en = f"“{word}”：修订过的数", f"'{word}': a revised figure"
            self.say("notice", "revised", zh, en, mark.cell)
        elif mark.kind == "superscript":
            zh, en = f"上标“{word}”是注码，不是数字", f"the raised '{word}' is a mark, no digit"
            self.say("notice", "superscript", zh, en, mark.cell)
        elif mark.kind in ("struck", "struck-whole"):
            whole = mark.kind == "struck-whole"
            zh = "整格被划掉；接受则照读，不要就先删掉" if whole else f"划掉的“{word}”没有读"
            en = (
                "is struck out; if you accept it is read all the same, delete it if it is not meant"
                if whole
                else f"the struck-out '{word}' is not read"
            )
            self.say("warning", "struck", zh, en, mark.cell)
        elif mark.kind == "footnote":
            zh, en = (
                f"注码“{word}”：请核对它的注",
                f"bears the mark '{word}' of a note; check it",
            )
            self.say("warning", "footnote", zh, en, mark.cell)
        elif mark.kind == UNKNOWN:
            self.say(
                "warning",
                "unread-words",
                f"没有看懂“{word}”；请确认它不改变下面各数的含义（地区、口径、时期）",
                f"'{word}' is not understood; check that it does not change what the figures below "
                "are (region, scope, period)",
                mark.cell,
            )
        else:
            self.say(
                "warning",
                "bearing-words",
                f"“{word}”可能说明这些数只是其中一部分、另一种量或另一种货币；请核对",
                f"'{word}' may say that the figures are a part, another quantity or in other "
                "money; check it",
                mark.cell,
            )

    def _spoken(self, mark: Mark) -> str | None:
        """What a status, a flag, a comment or a note makes of a figure."""
        text = plain(mark.word)
        low = text.casefold()
        if mark.kind in ("flag", "status"):
            kind = STATUS.get(low) or FLAGS.get(low)
            if kind is None:
                kind = next((k for k in KINDS if KINDS[k].search(low)), None)
            if kind in ("provisional", "planned", "revised"):
                return self._mark(Mark(kind, text, mark.cell))
            if kind == "plain" or not low:
                return ""
            return self._status(text, low, mark)
        if low in FLAGS:
            return self._spoken(Mark("flag", text, mark.cell))
        kinds = [k for k, pattern in IN_NOTES.items() if pattern.search(low)]
        kinds += [k for k in ("measure", "part", "money") if KINDS[k].search(low)]
        if "planned" in kinds and re.search(
            r"(计划|目标|预测|预算)(数|值|$)|forecast|planned", low
        ):
            return self._planned(text[:40], mark.cell)
        provisional = "provisional" in kinds
        if provisional:
            self._mark(Mark("provisional", text[:40], mark.cell))
        if {*kinds} - {"provisional", "revised"} or SCOPE.search(low) or PART_ALONE.search(low):
            zh = f"备注“{text[:40]}”可能改变数的含义，请核对"
            en = f"the note '{text[:40]}' may change what the figure is; check it"
            self.say("warning", "note", zh, en, mark.cell)
        elif mark.kind == "note" and not kinds and 0 < len(text) <= LABEL:
            zh = f"没有看懂备注“{text}”；请确认它不改变数的含义"
            en = f"the note '{text}' is not understood; check that it does not change the figure"
            self.say("warning", "note", zh, en, mark.cell)
        elif mark.kind == "comment" and not provisional:
            zh, en = f"批注：{text[:60]}", f"has a comment: {text[:60]}"
            self.say("notice", "comment", zh, en, mark.cell)
        return "provisional" if provisional else ""

    def _status(self, text: str, low: str, mark: Mark) -> str | None:
        zh, en = OTHER_FLAGS.get(low, ("", ""))
        if zh:
            said = f"标记“{text}”：{zh}，请核对", f"flagged '{text}', {en}; check it"
            self.say("warning", "flag", *said, mark.cell)
            return ""
        self.say(
            "error",
            "status",
            f"状态“{text}”看不懂；请写 初步、预计 或清空",
            f"the status '{text}' is not understood; write provisional, or leave it empty",
            mark.cell,
        )
        return None
