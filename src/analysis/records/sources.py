"""The documents that figures are taken from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from . import reads
from .packages import OLD, files
from .schema import SOURCES
from .tables import read_everywhere, read_table

CHINESE = re.compile(r"[\u2e80-\u9fff]")


def with_publisher(title: str, publisher: str) -> str:
    """A document with who published it: in full-width brackets only where either is Chinese."""
    if not publisher:
        return title
    wide = CHINESE.search(title + publisher)
    return f"{title}（{publisher}）" if wide else f"{title} ({publisher})"


def read_sources(root: Path, folders: Sequence[str] = (OLD,)) -> pd.DataFrame:
    """Every cited document, those added by command last; columns of `schema.SOURCES`."""
    reads.used()
    return all_sources(root, folders)


def all_sources(root: Path, folders: Sequence[str] = (OLD,)) -> pd.DataFrame:
    """`read_sources` for one who will say which region's rows are used."""
    table = read_everywhere(root, folders, SOURCES).drop(columns="file")
    added = [
        read_table(path, SOURCES, root=root) for path in files(root, folders, "sources_added.csv")
    ]
    return pd.concat([table, *added], ignore_index=True) if added else table
