"""Implementations of the commands that do more than one client call."""
