"""What is kept: the journal of jobs, the files on disk, and which uploads are still there.

Imports errors, values, _contract and _media.
"""
