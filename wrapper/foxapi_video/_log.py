"""The package's logger: a handler that raises, which is the caller's, must not end what is paid for."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    _Adapter = logging.LoggerAdapter[logging.Logger]
else:
    _Adapter = logging.LoggerAdapter


class _Log(_Adapter):
    def log(self, level: int, msg: object, *args: object, **options: Any) -> None:
        """Log; what a handler or a filter raises is dropped, and a warning then goes to standard error."""
        try:
            self.logger.log(level, msg, *args, stacklevel=2, **options)
        except Exception:
            if level >= logging.WARNING:
                with suppress(Exception):
                    print(str(msg) % args, file=sys.stderr)


log = _Log(logging.getLogger("foxapi_video"), {})
