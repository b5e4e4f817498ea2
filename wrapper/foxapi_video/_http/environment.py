"""The API key and the base URL of the environment: which of them belong together is in the contract's servers."""

from __future__ import annotations

import os

from .._contract.catalog import Server, catalog
from .._contract.wording import join_words
from .._secret import Secret


def key_variables() -> str:
    """Name the variables of an API key, for messages."""
    return join_words([each.key_variable for each in catalog().servers])


def environment_key() -> Secret:
    """Return the first API key that is set, or an empty one. A blank variable counts as not set."""
    return Secret.of(next((os.environ[each.key_variable].strip() for each in catalog().servers if _has_key(each)), ""))


def source_of_key(secret: Secret) -> Server | None:
    """Return the server whose variable has this key, even if it was passed as an argument; None if none has."""
    for each in catalog().servers:
        if _has_key(each) and os.environ[each.key_variable].strip() == secret.reveal():
            return each
    return None


def base_url_for(source: Server | None) -> tuple[str, str]:
    """Return the base URL for a key of this source, and the variable that names it, or "" if none does.

    The source's own variable takes precedence. The variable of another server is used unless that server's key is set,
    too: then the two belong together, and this key is not sent there. A key that no variable has is sent to the first
    URL that is set.
    """
    servers = catalog().servers
    own = [each for each in servers if each is source]
    others = [each for each in servers if each is not source and not (source and _has_key(each))]
    for each in (*own, *others):
        if os.environ.get(each.url_variable):
            return os.environ[each.url_variable], each.url_variable
    return (source or servers[0]).url, ""


def _has_key(server: Server) -> bool:
    return bool(os.environ.get(server.key_variable, "").strip())
