"""Contains all the data models used in inputs/outputs"""

from .error_body import ErrorBody
from .error_detail import ErrorDetail
from .known_task_status import KnownTaskStatus
from .seedance_20_reference_request import Seedance20ReferenceRequest
from .seedance_20_reference_request_aspect_ratio import Seedance20ReferenceRequestAspectRatio
from .seedance_20_reference_request_duration import Seedance20ReferenceRequestDuration
from .seedance_20_reference_request_model import Seedance20ReferenceRequestModel
from .seedance_20_reference_request_ratio import Seedance20ReferenceRequestRatio
from .seedance_20_reference_request_resolution import Seedance20ReferenceRequestResolution
from .sora_2_request import Sora2Request
from .sora_2_request_aspect_ratio import Sora2RequestAspectRatio
from .sora_2_request_duration import Sora2RequestDuration
from .sora_2_request_generation_type import Sora2RequestGenerationType
from .sora_2_request_model import Sora2RequestModel
from .sora_2_request_resolution import Sora2RequestResolution
from .task import Task
from .task_error import TaskError
from .task_info import TaskInfo
from .task_output import TaskOutput
from .task_result import TaskResult
from .task_usage import TaskUsage
from .veo_31_request import Veo31Request
from .veo_31_request_aspect_ratio import Veo31RequestAspectRatio
from .veo_31_request_duration import Veo31RequestDuration
from .veo_31_request_generation_type import Veo31RequestGenerationType
from .veo_31_request_model import Veo31RequestModel
from .veo_31_request_resolution import Veo31RequestResolution
from .wan_27_reference_request import Wan27ReferenceRequest
from .wan_27_reference_request_aspect_ratio import Wan27ReferenceRequestAspectRatio
from .wan_27_reference_request_model import Wan27ReferenceRequestModel
from .wan_27_reference_request_resolution import Wan27ReferenceRequestResolution

__all__ = (
    "ErrorBody",
    "ErrorDetail",
    "KnownTaskStatus",
    "Seedance20ReferenceRequest",
    "Seedance20ReferenceRequestAspectRatio",
    "Seedance20ReferenceRequestDuration",
    "Seedance20ReferenceRequestModel",
    "Seedance20ReferenceRequestRatio",
    "Seedance20ReferenceRequestResolution",
    "Sora2Request",
    "Sora2RequestAspectRatio",
    "Sora2RequestDuration",
    "Sora2RequestGenerationType",
    "Sora2RequestModel",
    "Sora2RequestResolution",
    "Task",
    "TaskError",
    "TaskInfo",
    "TaskOutput",
    "TaskResult",
    "TaskUsage",
    "Veo31Request",
    "Veo31RequestAspectRatio",
    "Veo31RequestDuration",
    "Veo31RequestGenerationType",
    "Veo31RequestModel",
    "Veo31RequestResolution",
    "Wan27ReferenceRequest",
    "Wan27ReferenceRequestAspectRatio",
    "Wan27ReferenceRequestModel",
    "Wan27ReferenceRequestResolution",
)
