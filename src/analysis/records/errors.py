"""The one error an analyst meets when the input is at fault."""


class PlanDataError(ValueError):
    """Input that cannot be used, with where it stands, which rule it breaks and what to do."""
