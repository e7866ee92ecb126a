"""Settings every test file shares."""

from hypothesis import settings

# Timing is noisy on shared machines, and a test must say the same thing twice.
settings.register_profile("project", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("project")
