"""What was promised and what was published, word for word, with two dates."""
