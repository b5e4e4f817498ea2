"""Collect what `foxapi_video` imports when it is first used; the extras are collected where a program imports them."""

from foxapi_video._pyinstaller import modules

hiddenimports = modules("foxapi_video", without=frozenset({"cli", "sandbox", "pytest_plugin", "_pyinstaller"}))
