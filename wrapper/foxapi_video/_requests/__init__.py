"""Convert a request to a request body, offline: defaults, all problems at once, JSON, local files.

Imports errors, values, _contract and _media.
"""
