"""What a package prepares as soon as it is imported, prepared only where it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

GRAMMAR, ASKED = "rfc3987_syntax", "is_valid_syntax"


@contextmanager
def grammar_postponed() -> Iterator[None]:
    """Import what needs jsonschema within the block, and the grammar of addresses is not compiled.

    nbformat imports jsonschema, and jsonschema the grammar of international web addresses, which
    takes more than two seconds: as much as all the rest of nbconvert four times over. A notebook's
    schema has no such address. Who checks one pays for it then.
    """
    if GRAMMAR in sys.modules or find_spec(GRAMMAR) is None:
        yield
        return
    stand_in = ModuleType(GRAMMAR)
    setattr(stand_in, ASKED, lambda *asked: getattr(import_module(GRAMMAR), ASKED)(*asked))
    sys.modules[GRAMMAR] = stand_in
    try:
        yield
    finally:
        if sys.modules.get(GRAMMAR) is stand_in:
            del sys.modules[GRAMMAR]
