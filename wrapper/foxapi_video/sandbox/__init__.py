"""A local FoxAPI server that renders real MP4 files, to develop and test without an API key.

>>> from foxapi_video.sandbox import Sandbox
>>> with Sandbox() as box:
...     print(box.url.startswith("http://127.0.0.1:"), box.key)
True sk-sandbox
"""

from .server import Sandbox
from .service.clock import Clock
from .service.faults import Fault, Faults
from .service.stored_uploads import SandboxUpload
from .service.tasks import SandboxTask

__all__ = ["Clock", "Fault", "Faults", "Sandbox", "SandboxTask", "SandboxUpload"]
