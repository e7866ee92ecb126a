"""The languages that pages are in."""

LANGUAGES = ("zh", "en")
