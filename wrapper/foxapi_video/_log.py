"""The package's logger: an exception in the caller's handler must not interrupt a paid job."""

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
        """Log; if a handler or filter raises, print a warning to standard error and drop the exception."""
        try:
            self.logger.log(level, msg, *args, stacklevel=2, **options)
        except Exception:
            if level >= logging.WARNING:
                with suppress(Exception):
                    print(str(msg) % args, file=sys.stderr)


log = _Log(logging.getLogger("foxapi_video"), {})
