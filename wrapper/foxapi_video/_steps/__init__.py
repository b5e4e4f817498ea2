"""What happens, in which order: generators without I/O, which yield actions and receive the results.

Imports errors, values, _contract, _media, _requests and _storage; never _http, httpx, asyncio or time.
"""
