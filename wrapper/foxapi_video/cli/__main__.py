"""`python -m foxapi_video.cli` is `foxapi-video`."""

from . import main

main()
