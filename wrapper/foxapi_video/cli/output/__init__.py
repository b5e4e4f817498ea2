"""Everything the commands print: progress, tables, errors, JSON, model pages."""
