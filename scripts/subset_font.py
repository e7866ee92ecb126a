"""Make the small Chinese font that the charts and pages carry with them.

The source is Noto Sans CJK SC Regular (Debian package fonts-noto-cjk). The subset holds the
3,755 level-1 hanzi of GB 2312, every character in the project's data, notebooks and modules, and
the Latin, Greek, punctuation and signs a report needs. Beside it goes a font of the few marks that
Chinese sets one em wide and English does not, as the source draws them for English. Run it again
when a new plan brings new characters:

    python scripts/subset_font.py [NotoSansCJK-Regular.ttc]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FAMILY = "Workbench Sans SC"
TARGET = ROOT / "src" / "analysis" / "telling" / "kit" / "fonts" / "WorkbenchSansSC-Regular.otf"
FACE = "Noto Sans CJK SC"
MARKS, MARKS_FAMILY = "‘’“”·", "Workbench Sans Marks"
MARKS_TARGET = TARGET.with_name("WorkbenchSansMarks-Regular.otf")
TEXTS = ("data/**/*.csv", "data/**/*.t[xo][tm]*", "notebooks/*.ipynb", "src/analysis/**/*.py")
RANGES = (
    *((0x20, 0x7E), (0xA0, 0xFF), (0x391, 0x3C9), (0x2010, 0x2027), (0x2030, 0x203B)),
    *((0x2070, 0x209C), (0x2150, 0x217F), (0x2190, 0x2199), (0x2200, 0x22FF), (0x2460, 0x2473)),
    *((0x25A0, 0x25FF), (0x2605, 0x2606), (0x2713, 0x2717), (0x3000, 0x3020), (0xFF01, 0xFF5E)),
)
SIGNS = "℃℉№℡™€£¥₩‰′″※¬∞≈≠≤≥±×÷√∑∏"
# What the source font lacks, drawn as another: a cross that charts use as a mark as the
# multiplication sign, the 2 below the line of CO₂ as a 2.
LIKE = {0x2715: 0xD7, 0x2082: 0x32}


def main() -> None:
    """Subset, rename and write the font; print its size and what it lacks."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("source", nargs="?", type=Path, default=SOURCE)
    options.add_argument("--also", type=Path, nargs="*", default=[], help="more text files")
    given = options.parse_args()
    font = sc_face(given.source)
    wanted = level_1() | signs() | used(ROOT, given.also)
    held = set(font.getBestCmap())
    cut(font, wanted & held)
    borrow(font)
    rename(font, FAMILY)
    font.save(TARGET)
    narrow = sc_face(given.source)
    set_narrow(narrow)
    cut(narrow, set(map(ord, MARKS)))
    rename(narrow, MARKS_FAMILY)
    narrow.save(MARKS_TARGET)
    missing = used(ROOT, given.also) - held - set(LIKE)
    lacking = "".join(chr(c) for c in sorted(missing) if c > 0x7F)
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1e6:.2f} MB, {len(wanted & held)} characters")
    print(f"used in the project, not in {FACE}: {lacking or 'none'}")


def sc_face(path: Path) -> TTFont:
    """The simplified Chinese face of a font collection."""
    for number in range(16):
        font = TTFont(path, fontNumber=number, recalcTimestamp=False)
        if font["name"].getDebugName(4) == FACE:
            return font
    raise SystemExit(f"{path}: holds no face named {FACE}")


def level_1() -> set[int]:
    """GB 2312 level 1: rows 16 to 55, the last of which ends early."""
    codes = (bytes([row + 0xA0, cell + 0xA0]) for row in range(16, 56) for cell in range(1, 95))
    return {ord(c) for code in codes for c in code.decode("gb2312", "ignore")}


def signs() -> set[int]:
    """Latin, Greek, punctuation and the signs of charts and tables."""
    return {c for low, high in RANGES for c in range(low, high + 1)} | set(map(ord, SIGNS))


def used(root: Path, also: list[Path]) -> set[int]:
    """Every character in the project's own texts."""
    files = [path for pattern in TEXTS for path in root.glob(pattern)] + also
    return {ord(c) for path in files for c in path.read_text(encoding="utf-8")}


def cut(font: TTFont, characters: set[int]) -> None:
    """Keep these characters and kerning; no hinting, and every outline written out in full."""
    options = subset.Options(
        hinting=False,
        desubroutinize=True,
        layout_features=["kern"],
        drop_tables=["BASE", "VORG", "vhea", "vmtx", "GDEF", "DSIG"],
        name_IDs=[*range(7), 7, 8, 13, 14],
        name_languages=[0x409],
        notdef_outline=True,
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)


def borrow(font: TTFont) -> None:
    """Give a character the source lacks the glyph of one that looks like it."""
    glyphs = font.getBestCmap()
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            table.cmap.update({new: glyphs[old] for new, old in LIKE.items()})


def set_narrow(font: TTFont) -> None:
    """Give the marks the glyphs that the source keeps for other languages than Chinese."""
    table, glyphs = font["GSUB"].table, font.getBestCmap()
    told = [r.Feature for r in table.FeatureList.FeatureRecord if r.FeatureTag == "locl"]
    lookups = {at for feature in told for at in feature.LookupListIndex}
    narrower = {}
    for at in sorted(lookups):
        for found in table.LookupList.Lookup[at].SubTable:
            pairs = getattr(getattr(found, "ExtSubTable", found), "mapping", {})
            for mark in MARKS:
                other = pairs.get(glyphs[ord(mark)])
                if other and font["hmtx"][other][0] < 500:
                    narrower[ord(mark)] = other
    if lacking := set(map(ord, MARKS)) - set(narrower):
        raise SystemExit(f"no narrow form of {''.join(map(chr, lacking))}")
    for part in font["cmap"].tables:
        if part.isUnicode() and part.format != 14:
            part.cmap.update(narrower)


def rename(font: TTFont, family: str) -> None:
    """Give the font its own name, as its licence wants of a changed font."""
    names = font["name"]
    file = f"{family.replace(' ', '')}-Regular"
    for number, text in {1: family, 3: f"{family} 1.0", 4: family, 6: file}.items():
        names.setName(text, number, 3, 1, 0x409)
    names.setName("", 7, 3, 1, 0x409)
    names.names = [n for n in names.names if str(n)]
    inner = font["CFF "].cff
    inner.fontNames = [file]
    top = inner.topDictIndex[0]
    top.FullName = top.FamilyName = family


if __name__ == "__main__":
    main()
