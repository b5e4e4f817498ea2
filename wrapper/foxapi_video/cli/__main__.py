"""Run `foxapi-video` as `python -m foxapi_video.cli`."""

from . import main

main()
