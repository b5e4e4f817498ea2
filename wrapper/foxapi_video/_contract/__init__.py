"""What the spec says: model id → family → schema, defaults and limits, and the same in words.

Imports errors and values only.
"""
