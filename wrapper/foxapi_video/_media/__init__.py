"""What a media file is, read from its bytes: type, length, tracks, and whether it is whole.

Imports errors, values and _contract.
"""
