"""The same facts as words, tables and charts: one module per notebook, over a small kit."""
