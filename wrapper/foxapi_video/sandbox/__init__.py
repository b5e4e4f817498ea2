"""A local FoxAPI that renders real MP4 files, to build and test against without a key.

>>> from foxapi_video.sandbox import Sandbox
>>> with Sandbox() as box:
...     print(box.url.startswith("http://127.0.0.1:"), box.key)
True sk-sandbox
"""

from ._clock import Clock
from ._faults import Fault, Faults
from ._sandbox import Sandbox
from ._tasks import SandboxTask
from ._uploads import SandboxUpload

__all__ = ["Clock", "Fault", "Faults", "Sandbox", "SandboxTask", "SandboxUpload"]
