"""What the figures say of the promises: probability, outcome, verdict, reason."""
