"""How a notebook shows what holds no words of its own: a situation as a card.

Light to import: the card itself is made, and what it needs imported, when one is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from ..judging.situations import Situation


def offer_cards(shell: InteractiveShell | None) -> None:
    """Let a shell show a situation that is the last thing in a cell by its card.

    `import analysis` does this in a notebook, and a build for the shell that its cells run in.
    Where IPython was imported and runs no shell there is none to be told.
    """
    if shell is None:
        return
    pages = shell.display_formatter.formatters["text/html"]
    pages.for_type_by_name("analysis.judging.situations", "Situation", situation_page)


def situation_page(now: Situation) -> str:
    """What a situation is of, its headline and its verdicts, in the plan's language."""
    from .situation_card import situation_card

    return situation_card(now, lang=now.plan.meta["languages"][0])._repr_html_()
