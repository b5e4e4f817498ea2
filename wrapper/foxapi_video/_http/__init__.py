"""How it is done: the only code that blocks or awaits. Two drivers perform the actions of the steps.

Imports everything but the clients and the command line; httpx is named here alone.
"""
