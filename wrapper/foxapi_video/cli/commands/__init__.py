"""The commands that are more than a call of the client: one module each."""
