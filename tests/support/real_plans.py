"""The plans entered from real documents besides the first."""

GERMANY = "germany-dns-2030"
SHANXI = "shanxi-15"
NATIONAL = tuple(f"china-{number}" for number in range(10, 16))
ENTERED = (GERMANY, SHANXI, *NATIONAL)
