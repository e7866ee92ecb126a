"""What a store holds that is added to, byte by byte."""

from pathlib import Path

from analysis.records.journal import ADDED, JOURNAL, LOG, SOURCES_FILE, STAGED, steadily

FILES = (ADDED, SOURCES_FILE, LOG)


def state(root: Path) -> dict[str, bytes | None]:
    """What the store holds, as any reader would find it."""

    def read() -> dict[str, bytes | None]:
        paths = {name: root / "data" / name for name in FILES}
        return {n: p.read_bytes() if p.exists() else None for n, p in paths.items()}

    return steadily(root, read)


def leftovers(root: Path) -> list[str]:
    return [name for name in (JOURNAL, STAGED) if (root / "data" / name).exists()]
