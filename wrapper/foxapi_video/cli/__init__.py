"""The command `foxapi-video`; it requires the extra [cli]."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from .app import run
        from .process import end_quietly, heed_signals, open_descriptors
    except ModuleNotFoundError as error:
        if error.name not in ("click", "rich", "platformdirs"):
            raise
        print("the command line requires the extra [cli]: pip install 'foxapi-video[cli]'", file=sys.stderr)
        sys.exit(2)
    open_descriptors()
    heed_signals()
    code = run()
    end_quietly()
    sys.exit(code)
