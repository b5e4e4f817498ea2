"""Media files, read from their bytes: type, length, tracks, and whether they are complete.

Imports errors, values and _contract.
"""
