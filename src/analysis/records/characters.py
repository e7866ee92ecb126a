"""Characters that are written in more than one way: full-width digits, minus signs, odd spaces."""

from __future__ import annotations

import unicodedata

# Full-width forms only: NFKC would make a figure of a footnote mark (4580① → 45801).
NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}
NARROW |= {0xFE63: "-", 0x200B: None, 0xFEFF: None, 0x2060: None}
# Radicals and compatibility forms that a PDF gives in the place of the character they look like:
# ⾼ for 高, ⼭ for 山.
LOOKALIKE = {
    code: plain
    for first, last in ((0x2E80, 0x2FE0), (0xF900, 0xFB00))
    for code in range(first, last)
    if (plain := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
EVERY = NARROW | LOOKALIKE


def narrow(text: str) -> str:
    """Text with full-width characters made plain and no space around it.

    >>> narrow("　２０２３－１２－３１ ")
    '2023-12-31'
    """
    return text.translate(EVERY).strip()


def as_written(text: str) -> str:
    """Text whose characters are what they look like, its punctuation left as it is.

    >>> as_written("⾼新技术企业，⼭西省")
    '高新技术企业，山西省'
    """
    return text.translate(LOOKALIKE)
