"""How it is done: the only code that blocks or awaits. A sync and an async driver perform the actions of the steps.

Imports everything but the clients and the command line; httpx is imported only here.
"""
