"""A request becomes a body, offline: defaults, every problem at once, JSON, local files.

Imports errors, values, _contract and _media.
"""
