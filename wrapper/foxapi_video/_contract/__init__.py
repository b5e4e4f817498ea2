"""What the spec says: model id → family → schema, defaults, limits, and all of it in words.

Imports errors and values alone.
"""
