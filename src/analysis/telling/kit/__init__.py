"""What every story is told with: words, numbers, grammar, drawing, tables, type."""
