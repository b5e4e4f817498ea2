"""Collect the schemas and the request classes, which are imported on first use."""

from foxapi_video._pyinstaller import modules, schemas

datas = schemas()
hiddenimports = modules("foxapi_video_client")
