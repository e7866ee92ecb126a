"""From a workbook somebody sent to rows that may be added: read, understand, check."""
