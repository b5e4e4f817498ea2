"""Collect the lazy imports of `foxapi_video`; optional parts are collected if the program imports them."""

from foxapi_video._pyinstaller import modules

hiddenimports = modules("foxapi_video", without=frozenset({"cli", "sandbox", "pytest_plugin", "_pyinstaller"}))
