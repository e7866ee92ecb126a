"""The one error an analyst meets when the input is at fault."""

LONGEST = 80  # characters of a value in a message


class PlanDataError(ValueError):
    """Input that cannot be used, with where it stands, which rule it breaks and what to do."""


def shown(value: object) -> str:
    """A value as a message quotes it: as Python writes it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
