"""What a person or a program reads: progress, tables, errors, JSON, the pages of the models."""
