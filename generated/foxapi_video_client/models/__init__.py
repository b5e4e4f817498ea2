"""Contains all the data models used in inputs and outputs; each is imported when it is first asked for."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .base_64_upload import Base64Upload
    from .creatify_aurora_request import CreatifyAuroraRequest
    from .creatify_aurora_request_model import CreatifyAuroraRequestModel
    from .creatify_aurora_request_resolution_type_0 import CreatifyAuroraRequestResolutionType0
    from .fabric_request import FabricRequest
    from .fabric_request_model import FabricRequestModel
    from .fabric_request_resolution import FabricRequestResolution
    from .fabric_text_request import FabricTextRequest
    from .fabric_text_request_model import FabricTextRequestModel
    from .fabric_text_request_resolution import FabricTextRequestResolution
    from .file_upload import FileUpload
    from .file_upload_auto_cleanup import FileUploadAutoCleanup
    from .grok_edit_request import GrokEditRequest
    from .grok_edit_request_model import GrokEditRequestModel
    from .grok_edit_request_resolution_type_0 import GrokEditRequestResolutionType0
    from .grok_extension_request import GrokExtensionRequest
    from .grok_extension_request_model import GrokExtensionRequestModel
    from .grok_image_request import GrokImageRequest
    from .grok_image_request_aspect_ratio_type_0 import GrokImageRequestAspectRatioType0
    from .grok_image_request_model import GrokImageRequestModel
    from .grok_image_request_resolution_type_0 import GrokImageRequestResolutionType0
    from .grok_reference_request import GrokReferenceRequest
    from .grok_reference_request_aspect_ratio_type_0 import GrokReferenceRequestAspectRatioType0
    from .grok_reference_request_model import GrokReferenceRequestModel
    from .grok_reference_request_resolution_type_0 import GrokReferenceRequestResolutionType0
    from .grok_text_request import GrokTextRequest
    from .grok_text_request_aspect_ratio_type_0 import GrokTextRequestAspectRatioType0
    from .grok_text_request_model import GrokTextRequestModel
    from .grok_text_request_resolution_type_0 import GrokTextRequestResolutionType0
    from .happy_horse_10_edit_request import HappyHorse10EditRequest
    from .happy_horse_10_edit_request_audio_setting import HappyHorse10EditRequestAudioSetting
    from .happy_horse_10_edit_request_model import HappyHorse10EditRequestModel
    from .happy_horse_10_edit_request_resolution import HappyHorse10EditRequestResolution
    from .happy_horse_10_image_request import HappyHorse10ImageRequest
    from .happy_horse_10_image_request_model import HappyHorse10ImageRequestModel
    from .happy_horse_10_image_request_resolution import HappyHorse10ImageRequestResolution
    from .happy_horse_10_reference_request import HappyHorse10ReferenceRequest
    from .happy_horse_10_reference_request_aspect_ratio import (
        HappyHorse10ReferenceRequestAspectRatio,
    )
    from .happy_horse_10_reference_request_model import HappyHorse10ReferenceRequestModel
    from .happy_horse_10_reference_request_resolution import HappyHorse10ReferenceRequestResolution
    from .happy_horse_10_text_request import HappyHorse10TextRequest
    from .happy_horse_10_text_request_aspect_ratio import HappyHorse10TextRequestAspectRatio
    from .happy_horse_10_text_request_model import HappyHorse10TextRequestModel
    from .happy_horse_10_text_request_resolution import HappyHorse10TextRequestResolution
    from .heygen_video_agent_request import HeygenVideoAgentRequest
    from .heygen_video_agent_request_model import HeygenVideoAgentRequestModel
    from .heygen_video_agent_request_orientation_type_0 import (
        HeygenVideoAgentRequestOrientationType0,
    )
    from .kling_26_request import Kling26Request
    from .kling_26_request_aspect_ratio import Kling26RequestAspectRatio
    from .kling_26_request_duration import Kling26RequestDuration
    from .kling_26_request_model import Kling26RequestModel
    from .kling_element import KlingElement
    from .kling_element_request import KlingElementRequest
    from .kling_element_request_model import KlingElementRequestModel
    from .kling_element_request_size import KlingElementRequestSize
    from .kling_motion_control_request import KlingMotionControlRequest
    from .kling_motion_control_request_character_orientation import (
        KlingMotionControlRequestCharacterOrientation,
    )
    from .kling_motion_control_request_keep_original_sound import (
        KlingMotionControlRequestKeepOriginalSound,
    )
    from .kling_motion_control_request_mode import KlingMotionControlRequestMode
    from .kling_motion_control_request_model import KlingMotionControlRequestModel
    from .kling_o3_edit_request import KlingO3EditRequest
    from .kling_o3_edit_request_model import KlingO3EditRequestModel
    from .kling_o3_edit_request_resolution import KlingO3EditRequestResolution
    from .kling_o3_image_request import KlingO3ImageRequest
    from .kling_o3_image_request_model import KlingO3ImageRequestModel
    from .kling_o3_image_request_resolution import KlingO3ImageRequestResolution
    from .kling_o3_image_request_shot_type_type_0 import KlingO3ImageRequestShotTypeType0
    from .kling_o3_reference_request import KlingO3ReferenceRequest
    from .kling_o3_reference_request_aspect_ratio_type_0 import (
        KlingO3ReferenceRequestAspectRatioType0,
    )
    from .kling_o3_reference_request_model import KlingO3ReferenceRequestModel
    from .kling_o3_reference_request_resolution import KlingO3ReferenceRequestResolution
    from .kling_o3_reference_request_shot_type_type_0 import KlingO3ReferenceRequestShotTypeType0
    from .kling_o3_text_request import KlingO3TextRequest
    from .kling_o3_text_request_aspect_ratio import KlingO3TextRequestAspectRatio
    from .kling_o3_text_request_model import KlingO3TextRequestModel
    from .kling_o3_text_request_resolution import KlingO3TextRequestResolution
    from .kling_o3_text_request_shot_type_type_0 import KlingO3TextRequestShotTypeType0
    from .kling_o3_video_reference_request import KlingO3VideoReferenceRequest
    from .kling_o3_video_reference_request_aspect_ratio_type_0 import (
        KlingO3VideoReferenceRequestAspectRatioType0,
    )
    from .kling_o3_video_reference_request_model import KlingO3VideoReferenceRequestModel
    from .kling_o3_video_reference_request_resolution import KlingO3VideoReferenceRequestResolution
    from .kling_shot import KlingShot
    from .kling_v3_image_request import KlingV3ImageRequest
    from .kling_v3_image_request_duration import KlingV3ImageRequestDuration
    from .kling_v3_image_request_model import KlingV3ImageRequestModel
    from .kling_v3_image_request_resolution import KlingV3ImageRequestResolution
    from .kling_v3_text_request import KlingV3TextRequest
    from .kling_v3_text_request_aspect_ratio import KlingV3TextRequestAspectRatio
    from .kling_v3_text_request_duration import KlingV3TextRequestDuration
    from .kling_v3_text_request_model import KlingV3TextRequestModel
    from .kling_v3_text_request_resolution import KlingV3TextRequestResolution
    from .kling_voice_request import KlingVoiceRequest
    from .kling_voice_request_model import KlingVoiceRequestModel
    from .legacy_request import LegacyRequest
    from .legacy_request_model import LegacyRequestModel
    from .legacy_request_size import LegacyRequestSize
    from .lipsync_request import LipsyncRequest
    from .lipsync_request_model import LipsyncRequestModel
    from .lipsync_request_sync_mode import LipsyncRequestSyncMode
    from .live_avatar_request import LiveAvatarRequest
    from .live_avatar_request_acceleration_type_0 import LiveAvatarRequestAccelerationType0
    from .live_avatar_request_model import LiveAvatarRequestModel
    from .omnihuman_15_request import Omnihuman15Request
    from .omnihuman_15_request_model import Omnihuman15RequestModel
    from .pixverse_c1_image_request import PixverseC1ImageRequest
    from .pixverse_c1_image_request_model import PixverseC1ImageRequestModel
    from .pixverse_c1_image_request_resolution import PixverseC1ImageRequestResolution
    from .pixverse_c1_reference_request import PixverseC1ReferenceRequest
    from .pixverse_c1_reference_request_model import PixverseC1ReferenceRequestModel
    from .pixverse_c1_reference_request_resolution import PixverseC1ReferenceRequestResolution
    from .pixverse_c1_text_request import PixverseC1TextRequest
    from .pixverse_c1_text_request_aspect_ratio import PixverseC1TextRequestAspectRatio
    from .pixverse_c1_text_request_model import PixverseC1TextRequestModel
    from .pixverse_c1_text_request_resolution import PixverseC1TextRequestResolution
    from .pixverse_c1_transition_request import PixverseC1TransitionRequest
    from .pixverse_c1_transition_request_aspect_ratio import PixverseC1TransitionRequestAspectRatio
    from .pixverse_c1_transition_request_model import PixverseC1TransitionRequestModel
    from .pixverse_c1_transition_request_resolution import PixverseC1TransitionRequestResolution
    from .pixverse_reference import PixverseReference
    from .pixverse_v6_extend_request import PixverseV6ExtendRequest
    from .pixverse_v6_extend_request_model import PixverseV6ExtendRequestModel
    from .pixverse_v6_extend_request_resolution import PixverseV6ExtendRequestResolution
    from .pixverse_v6_extend_request_style_type_0 import PixverseV6ExtendRequestStyleType0
    from .pixverse_v6_image_request import PixverseV6ImageRequest
    from .pixverse_v6_image_request_model import PixverseV6ImageRequestModel
    from .pixverse_v6_image_request_resolution import PixverseV6ImageRequestResolution
    from .pixverse_v6_image_request_style_type_0 import PixverseV6ImageRequestStyleType0
    from .pixverse_v6_image_request_thinking_type_type_0 import (
        PixverseV6ImageRequestThinkingTypeType0,
    )
    from .pixverse_v6_text_request import PixverseV6TextRequest
    from .pixverse_v6_text_request_aspect_ratio import PixverseV6TextRequestAspectRatio
    from .pixverse_v6_text_request_model import PixverseV6TextRequestModel
    from .pixverse_v6_text_request_resolution import PixverseV6TextRequestResolution
    from .pixverse_v6_text_request_style_type_0 import PixverseV6TextRequestStyleType0
    from .pixverse_v6_text_request_thinking_type_type_0 import (
        PixverseV6TextRequestThinkingTypeType0,
    )
    from .pixverse_v6_transition_request import PixverseV6TransitionRequest
    from .pixverse_v6_transition_request_aspect_ratio import PixverseV6TransitionRequestAspectRatio
    from .pixverse_v6_transition_request_model import PixverseV6TransitionRequestModel
    from .pixverse_v6_transition_request_resolution import PixverseV6TransitionRequestResolution
    from .pixverse_v6_transition_request_style_type_0 import PixverseV6TransitionRequestStyleType0
    from .pixverse_v6_transition_request_thinking_type_type_0 import (
        PixverseV6TransitionRequestThinkingTypeType0,
    )
    from .seedance_20_image_request import Seedance20ImageRequest
    from .seedance_20_image_request_aspect_ratio import Seedance20ImageRequestAspectRatio
    from .seedance_20_image_request_duration import Seedance20ImageRequestDuration
    from .seedance_20_image_request_model import Seedance20ImageRequestModel
    from .seedance_20_image_request_resolution import Seedance20ImageRequestResolution
    from .seedance_20_reference_request import Seedance20ReferenceRequest
    from .seedance_20_reference_request_aspect_ratio import Seedance20ReferenceRequestAspectRatio
    from .seedance_20_reference_request_duration import Seedance20ReferenceRequestDuration
    from .seedance_20_reference_request_model import Seedance20ReferenceRequestModel
    from .seedance_20_reference_request_ratio import Seedance20ReferenceRequestRatio
    from .seedance_20_reference_request_resolution import Seedance20ReferenceRequestResolution
    from .seedance_20_text_request import Seedance20TextRequest
    from .seedance_20_text_request_aspect_ratio import Seedance20TextRequestAspectRatio
    from .seedance_20_text_request_duration import Seedance20TextRequestDuration
    from .seedance_20_text_request_model import Seedance20TextRequestModel
    from .seedance_20_text_request_resolution import Seedance20TextRequestResolution
    from .seedance_25_image_request import Seedance25ImageRequest
    from .seedance_25_image_request_aspect_ratio import Seedance25ImageRequestAspectRatio
    from .seedance_25_image_request_model import Seedance25ImageRequestModel
    from .seedance_25_image_request_resolution import Seedance25ImageRequestResolution
    from .seedance_25_reference_request import Seedance25ReferenceRequest
    from .seedance_25_reference_request_aspect_ratio import Seedance25ReferenceRequestAspectRatio
    from .seedance_25_reference_request_model import Seedance25ReferenceRequestModel
    from .seedance_25_reference_request_resolution import Seedance25ReferenceRequestResolution
    from .seedance_25_text_request import Seedance25TextRequest
    from .seedance_25_text_request_aspect_ratio import Seedance25TextRequestAspectRatio
    from .seedance_25_text_request_model import Seedance25TextRequestModel
    from .seedance_25_text_request_resolution import Seedance25TextRequestResolution
    from .sora_2_character_request import Sora2CharacterRequest
    from .sora_2_character_request_model import Sora2CharacterRequestModel
    from .sora_2_remix_request import Sora2RemixRequest
    from .sora_2_remix_request_model import Sora2RemixRequestModel
    from .sora_2_remix_request_resolution import Sora2RemixRequestResolution
    from .sora_2_request import Sora2Request
    from .sora_2_request_aspect_ratio import Sora2RequestAspectRatio
    from .sora_2_request_duration import Sora2RequestDuration
    from .sora_2_request_generation_type import Sora2RequestGenerationType
    from .sora_2_request_model import Sora2RequestModel
    from .sora_2_request_resolution import Sora2RequestResolution
    from .topaz_upscale_request import TopazUpscaleRequest
    from .topaz_upscale_request_enhancement_model import TopazUpscaleRequestEnhancementModel
    from .topaz_upscale_request_model import TopazUpscaleRequestModel
    from .url_upload import UrlUpload
    from .veed_subtitles_request import VeedSubtitlesRequest
    from .veed_subtitles_request_model import VeedSubtitlesRequestModel
    from .veed_subtitles_request_preset import VeedSubtitlesRequestPreset
    from .veo_31_extend_request import Veo31ExtendRequest
    from .veo_31_extend_request_aspect_ratio import Veo31ExtendRequestAspectRatio
    from .veo_31_extend_request_model import Veo31ExtendRequestModel
    from .veo_31_frames_request import Veo31FramesRequest
    from .veo_31_frames_request_aspect_ratio import Veo31FramesRequestAspectRatio
    from .veo_31_frames_request_duration import Veo31FramesRequestDuration
    from .veo_31_frames_request_model import Veo31FramesRequestModel
    from .veo_31_frames_request_person_generation_type_0 import (
        Veo31FramesRequestPersonGenerationType0,
    )
    from .veo_31_frames_request_resolution import Veo31FramesRequestResolution
    from .veo_31_image_request import Veo31ImageRequest
    from .veo_31_image_request_aspect_ratio import Veo31ImageRequestAspectRatio
    from .veo_31_image_request_duration import Veo31ImageRequestDuration
    from .veo_31_image_request_model import Veo31ImageRequestModel
    from .veo_31_image_request_person_generation_type_0 import (
        Veo31ImageRequestPersonGenerationType0,
    )
    from .veo_31_image_request_resolution import Veo31ImageRequestResolution
    from .veo_31_reference_request import Veo31ReferenceRequest
    from .veo_31_reference_request_aspect_ratio import Veo31ReferenceRequestAspectRatio
    from .veo_31_reference_request_duration import Veo31ReferenceRequestDuration
    from .veo_31_reference_request_model import Veo31ReferenceRequestModel
    from .veo_31_reference_request_person_generation_type_0 import (
        Veo31ReferenceRequestPersonGenerationType0,
    )
    from .veo_31_reference_request_reference_type_type_0 import (
        Veo31ReferenceRequestReferenceTypeType0,
    )
    from .veo_31_reference_request_resolution import Veo31ReferenceRequestResolution
    from .veo_31_request import Veo31Request
    from .veo_31_request_aspect_ratio import Veo31RequestAspectRatio
    from .veo_31_request_duration import Veo31RequestDuration
    from .veo_31_request_generation_type import Veo31RequestGenerationType
    from .veo_31_request_model import Veo31RequestModel
    from .veo_31_request_person_generation_type_0 import Veo31RequestPersonGenerationType0
    from .veo_31_request_reference_type_type_0 import Veo31RequestReferenceTypeType0
    from .veo_31_request_resolution import Veo31RequestResolution
    from .veo_31_text_request import Veo31TextRequest
    from .veo_31_text_request_aspect_ratio import Veo31TextRequestAspectRatio
    from .veo_31_text_request_duration import Veo31TextRequestDuration
    from .veo_31_text_request_model import Veo31TextRequestModel
    from .veo_31_text_request_person_generation_type_0 import Veo31TextRequestPersonGenerationType0
    from .veo_31_text_request_resolution import Veo31TextRequestResolution
    from .vidu_q3_image_request import ViduQ3ImageRequest
    from .vidu_q3_image_request_model import ViduQ3ImageRequestModel
    from .vidu_q3_image_request_resolution_type_0 import ViduQ3ImageRequestResolutionType0
    from .vidu_q3_reference_request import ViduQ3ReferenceRequest
    from .vidu_q3_reference_request_aspect_ratio_type_0 import (
        ViduQ3ReferenceRequestAspectRatioType0,
    )
    from .vidu_q3_reference_request_model import ViduQ3ReferenceRequestModel
    from .vidu_q3_reference_request_resolution_type_0 import ViduQ3ReferenceRequestResolutionType0
    from .vidu_q3_request import ViduQ3Request
    from .vidu_q3_request_generation_type_type_0 import ViduQ3RequestGenerationTypeType0
    from .vidu_q3_request_model import ViduQ3RequestModel
    from .vidu_q3_text_request import ViduQ3TextRequest
    from .vidu_q3_text_request_aspect_ratio_type_0 import ViduQ3TextRequestAspectRatioType0
    from .vidu_q3_text_request_model import ViduQ3TextRequestModel
    from .vidu_q3_text_request_resolution_type_0 import ViduQ3TextRequestResolutionType0
    from .wan_27_edit_request import Wan27EditRequest
    from .wan_27_edit_request_aspect_ratio_type_0 import Wan27EditRequestAspectRatioType0
    from .wan_27_edit_request_audio_setting import Wan27EditRequestAudioSetting
    from .wan_27_edit_request_duration import Wan27EditRequestDuration
    from .wan_27_edit_request_model import Wan27EditRequestModel
    from .wan_27_edit_request_resolution import Wan27EditRequestResolution
    from .wan_27_image_request import Wan27ImageRequest
    from .wan_27_image_request_generation_type_type_0 import Wan27ImageRequestGenerationTypeType0
    from .wan_27_image_request_model import Wan27ImageRequestModel
    from .wan_27_image_request_resolution import Wan27ImageRequestResolution
    from .wan_27_reference_request import Wan27ReferenceRequest
    from .wan_27_reference_request_aspect_ratio import Wan27ReferenceRequestAspectRatio
    from .wan_27_reference_request_model import Wan27ReferenceRequestModel
    from .wan_27_reference_request_resolution import Wan27ReferenceRequestResolution
    from .wan_27_text_request import Wan27TextRequest
    from .wan_27_text_request_aspect_ratio import Wan27TextRequestAspectRatio
    from .wan_27_text_request_model import Wan27TextRequestModel
    from .wan_27_text_request_resolution import Wan27TextRequestResolution

__all__ = (
    "Base64Upload",
    "CreatifyAuroraRequest",
    "CreatifyAuroraRequestModel",
    "CreatifyAuroraRequestResolutionType0",
    "FabricRequest",
    "FabricRequestModel",
    "FabricRequestResolution",
    "FabricTextRequest",
    "FabricTextRequestModel",
    "FabricTextRequestResolution",
    "FileUpload",
    "FileUploadAutoCleanup",
    "GrokEditRequest",
    "GrokEditRequestModel",
    "GrokEditRequestResolutionType0",
    "GrokExtensionRequest",
    "GrokExtensionRequestModel",
    "GrokImageRequest",
    "GrokImageRequestAspectRatioType0",
    "GrokImageRequestModel",
    "GrokImageRequestResolutionType0",
    "GrokReferenceRequest",
    "GrokReferenceRequestAspectRatioType0",
    "GrokReferenceRequestModel",
    "GrokReferenceRequestResolutionType0",
    "GrokTextRequest",
    "GrokTextRequestAspectRatioType0",
    "GrokTextRequestModel",
    "GrokTextRequestResolutionType0",
    "HappyHorse10EditRequest",
    "HappyHorse10EditRequestAudioSetting",
    "HappyHorse10EditRequestModel",
    "HappyHorse10EditRequestResolution",
    "HappyHorse10ImageRequest",
    "HappyHorse10ImageRequestModel",
    "HappyHorse10ImageRequestResolution",
    "HappyHorse10ReferenceRequest",
    "HappyHorse10ReferenceRequestAspectRatio",
    "HappyHorse10ReferenceRequestModel",
    "HappyHorse10ReferenceRequestResolution",
    "HappyHorse10TextRequest",
    "HappyHorse10TextRequestAspectRatio",
    "HappyHorse10TextRequestModel",
    "HappyHorse10TextRequestResolution",
    "HeygenVideoAgentRequest",
    "HeygenVideoAgentRequestModel",
    "HeygenVideoAgentRequestOrientationType0",
    "Kling26Request",
    "Kling26RequestAspectRatio",
    "Kling26RequestDuration",
    "Kling26RequestModel",
    "KlingElement",
    "KlingElementRequest",
    "KlingElementRequestModel",
    "KlingElementRequestSize",
    "KlingMotionControlRequest",
    "KlingMotionControlRequestCharacterOrientation",
    "KlingMotionControlRequestKeepOriginalSound",
    "KlingMotionControlRequestMode",
    "KlingMotionControlRequestModel",
    "KlingO3EditRequest",
    "KlingO3EditRequestModel",
    "KlingO3EditRequestResolution",
    "KlingO3ImageRequest",
    "KlingO3ImageRequestModel",
    "KlingO3ImageRequestResolution",
    "KlingO3ImageRequestShotTypeType0",
    "KlingO3ReferenceRequest",
    "KlingO3ReferenceRequestAspectRatioType0",
    "KlingO3ReferenceRequestModel",
    "KlingO3ReferenceRequestResolution",
    "KlingO3ReferenceRequestShotTypeType0",
    "KlingO3TextRequest",
    "KlingO3TextRequestAspectRatio",
    "KlingO3TextRequestModel",
    "KlingO3TextRequestResolution",
    "KlingO3TextRequestShotTypeType0",
    "KlingO3VideoReferenceRequest",
    "KlingO3VideoReferenceRequestAspectRatioType0",
    "KlingO3VideoReferenceRequestModel",
    "KlingO3VideoReferenceRequestResolution",
    "KlingShot",
    "KlingV3ImageRequest",
    "KlingV3ImageRequestDuration",
    "KlingV3ImageRequestModel",
    "KlingV3ImageRequestResolution",
    "KlingV3TextRequest",
    "KlingV3TextRequestAspectRatio",
    "KlingV3TextRequestDuration",
    "KlingV3TextRequestModel",
    "KlingV3TextRequestResolution",
    "KlingVoiceRequest",
    "KlingVoiceRequestModel",
    "LegacyRequest",
    "LegacyRequestModel",
    "LegacyRequestSize",
    "LipsyncRequest",
    "LipsyncRequestModel",
    "LipsyncRequestSyncMode",
    "LiveAvatarRequest",
    "LiveAvatarRequestAccelerationType0",
    "LiveAvatarRequestModel",
    "Omnihuman15Request",
    "Omnihuman15RequestModel",
    "PixverseC1ImageRequest",
    "PixverseC1ImageRequestModel",
    "PixverseC1ImageRequestResolution",
    "PixverseC1ReferenceRequest",
    "PixverseC1ReferenceRequestModel",
    "PixverseC1ReferenceRequestResolution",
    "PixverseC1TextRequest",
    "PixverseC1TextRequestAspectRatio",
    "PixverseC1TextRequestModel",
    "PixverseC1TextRequestResolution",
    "PixverseC1TransitionRequest",
    "PixverseC1TransitionRequestAspectRatio",
    "PixverseC1TransitionRequestModel",
    "PixverseC1TransitionRequestResolution",
    "PixverseReference",
    "PixverseV6ExtendRequest",
    "PixverseV6ExtendRequestModel",
    "PixverseV6ExtendRequestResolution",
    "PixverseV6ExtendRequestStyleType0",
    "PixverseV6ImageRequest",
    "PixverseV6ImageRequestModel",
    "PixverseV6ImageRequestResolution",
    "PixverseV6ImageRequestStyleType0",
    "PixverseV6ImageRequestThinkingTypeType0",
    "PixverseV6TextRequest",
    "PixverseV6TextRequestAspectRatio",
    "PixverseV6TextRequestModel",
    "PixverseV6TextRequestResolution",
    "PixverseV6TextRequestStyleType0",
    "PixverseV6TextRequestThinkingTypeType0",
    "PixverseV6TransitionRequest",
    "PixverseV6TransitionRequestAspectRatio",
    "PixverseV6TransitionRequestModel",
    "PixverseV6TransitionRequestResolution",
    "PixverseV6TransitionRequestStyleType0",
    "PixverseV6TransitionRequestThinkingTypeType0",
    "Seedance20ImageRequest",
    "Seedance20ImageRequestAspectRatio",
    "Seedance20ImageRequestDuration",
    "Seedance20ImageRequestModel",
    "Seedance20ImageRequestResolution",
    "Seedance20ReferenceRequest",
    "Seedance20ReferenceRequestAspectRatio",
    "Seedance20ReferenceRequestDuration",
    "Seedance20ReferenceRequestModel",
    "Seedance20ReferenceRequestRatio",
    "Seedance20ReferenceRequestResolution",
    "Seedance20TextRequest",
    "Seedance20TextRequestAspectRatio",
    "Seedance20TextRequestDuration",
    "Seedance20TextRequestModel",
    "Seedance20TextRequestResolution",
    "Seedance25ImageRequest",
    "Seedance25ImageRequestAspectRatio",
    "Seedance25ImageRequestModel",
    "Seedance25ImageRequestResolution",
    "Seedance25ReferenceRequest",
    "Seedance25ReferenceRequestAspectRatio",
    "Seedance25ReferenceRequestModel",
    "Seedance25ReferenceRequestResolution",
    "Seedance25TextRequest",
    "Seedance25TextRequestAspectRatio",
    "Seedance25TextRequestModel",
    "Seedance25TextRequestResolution",
    "Sora2CharacterRequest",
    "Sora2CharacterRequestModel",
    "Sora2RemixRequest",
    "Sora2RemixRequestModel",
    "Sora2RemixRequestResolution",
    "Sora2Request",
    "Sora2RequestAspectRatio",
    "Sora2RequestDuration",
    "Sora2RequestGenerationType",
    "Sora2RequestModel",
    "Sora2RequestResolution",
    "TopazUpscaleRequest",
    "TopazUpscaleRequestEnhancementModel",
    "TopazUpscaleRequestModel",
    "UrlUpload",
    "VeedSubtitlesRequest",
    "VeedSubtitlesRequestModel",
    "VeedSubtitlesRequestPreset",
    "Veo31ExtendRequest",
    "Veo31ExtendRequestAspectRatio",
    "Veo31ExtendRequestModel",
    "Veo31FramesRequest",
    "Veo31FramesRequestAspectRatio",
    "Veo31FramesRequestDuration",
    "Veo31FramesRequestModel",
    "Veo31FramesRequestPersonGenerationType0",
    "Veo31FramesRequestResolution",
    "Veo31ImageRequest",
    "Veo31ImageRequestAspectRatio",
    "Veo31ImageRequestDuration",
    "Veo31ImageRequestModel",
    "Veo31ImageRequestPersonGenerationType0",
    "Veo31ImageRequestResolution",
    "Veo31ReferenceRequest",
    "Veo31ReferenceRequestAspectRatio",
    "Veo31ReferenceRequestDuration",
    "Veo31ReferenceRequestModel",
    "Veo31ReferenceRequestPersonGenerationType0",
    "Veo31ReferenceRequestReferenceTypeType0",
    "Veo31ReferenceRequestResolution",
    "Veo31Request",
    "Veo31RequestAspectRatio",
    "Veo31RequestDuration",
    "Veo31RequestGenerationType",
    "Veo31RequestModel",
    "Veo31RequestPersonGenerationType0",
    "Veo31RequestReferenceTypeType0",
    "Veo31RequestResolution",
    "Veo31TextRequest",
    "Veo31TextRequestAspectRatio",
    "Veo31TextRequestDuration",
    "Veo31TextRequestModel",
    "Veo31TextRequestPersonGenerationType0",
    "Veo31TextRequestResolution",
    "ViduQ3ImageRequest",
    "ViduQ3ImageRequestModel",
    "ViduQ3ImageRequestResolutionType0",
    "ViduQ3ReferenceRequest",
    "ViduQ3ReferenceRequestAspectRatioType0",
    "ViduQ3ReferenceRequestModel",
    "ViduQ3ReferenceRequestResolutionType0",
    "ViduQ3Request",
    "ViduQ3RequestGenerationTypeType0",
    "ViduQ3RequestModel",
    "ViduQ3TextRequest",
    "ViduQ3TextRequestAspectRatioType0",
    "ViduQ3TextRequestModel",
    "ViduQ3TextRequestResolutionType0",
    "Wan27EditRequest",
    "Wan27EditRequestAspectRatioType0",
    "Wan27EditRequestAudioSetting",
    "Wan27EditRequestDuration",
    "Wan27EditRequestModel",
    "Wan27EditRequestResolution",
    "Wan27ImageRequest",
    "Wan27ImageRequestGenerationTypeType0",
    "Wan27ImageRequestModel",
    "Wan27ImageRequestResolution",
    "Wan27ReferenceRequest",
    "Wan27ReferenceRequestAspectRatio",
    "Wan27ReferenceRequestModel",
    "Wan27ReferenceRequestResolution",
    "Wan27TextRequest",
    "Wan27TextRequestAspectRatio",
    "Wan27TextRequestModel",
    "Wan27TextRequestResolution",
)

_HOMES = {
    "Base64Upload": ".base_64_upload",
    "CreatifyAuroraRequest": ".creatify_aurora_request",
    "CreatifyAuroraRequestModel": ".creatify_aurora_request_model",
    "CreatifyAuroraRequestResolutionType0": ".creatify_aurora_request_resolution_type_0",
    "FabricRequest": ".fabric_request",
    "FabricRequestModel": ".fabric_request_model",
    "FabricRequestResolution": ".fabric_request_resolution",
    "FabricTextRequest": ".fabric_text_request",
    "FabricTextRequestModel": ".fabric_text_request_model",
    "FabricTextRequestResolution": ".fabric_text_request_resolution",
    "FileUpload": ".file_upload",
    "FileUploadAutoCleanup": ".file_upload_auto_cleanup",
    "GrokEditRequest": ".grok_edit_request",
    "GrokEditRequestModel": ".grok_edit_request_model",
    "GrokEditRequestResolutionType0": ".grok_edit_request_resolution_type_0",
    "GrokExtensionRequest": ".grok_extension_request",
    "GrokExtensionRequestModel": ".grok_extension_request_model",
    "GrokImageRequest": ".grok_image_request",
    "GrokImageRequestAspectRatioType0": ".grok_image_request_aspect_ratio_type_0",
    "GrokImageRequestModel": ".grok_image_request_model",
    "GrokImageRequestResolutionType0": ".grok_image_request_resolution_type_0",
    "GrokReferenceRequest": ".grok_reference_request",
    "GrokReferenceRequestAspectRatioType0": ".grok_reference_request_aspect_ratio_type_0",
    "GrokReferenceRequestModel": ".grok_reference_request_model",
    "GrokReferenceRequestResolutionType0": ".grok_reference_request_resolution_type_0",
    "GrokTextRequest": ".grok_text_request",
    "GrokTextRequestAspectRatioType0": ".grok_text_request_aspect_ratio_type_0",
    "GrokTextRequestModel": ".grok_text_request_model",
    "GrokTextRequestResolutionType0": ".grok_text_request_resolution_type_0",
    "HappyHorse10EditRequest": ".happy_horse_10_edit_request",
    "HappyHorse10EditRequestAudioSetting": ".happy_horse_10_edit_request_audio_setting",
    "HappyHorse10EditRequestModel": ".happy_horse_10_edit_request_model",
    "HappyHorse10EditRequestResolution": ".happy_horse_10_edit_request_resolution",
    "HappyHorse10ImageRequest": ".happy_horse_10_image_request",
    "HappyHorse10ImageRequestModel": ".happy_horse_10_image_request_model",
    "HappyHorse10ImageRequestResolution": ".happy_horse_10_image_request_resolution",
    "HappyHorse10ReferenceRequest": ".happy_horse_10_reference_request",
    "HappyHorse10ReferenceRequestAspectRatio": ".happy_horse_10_reference_request_aspect_ratio",
    "HappyHorse10ReferenceRequestModel": ".happy_horse_10_reference_request_model",
    "HappyHorse10ReferenceRequestResolution": ".happy_horse_10_reference_request_resolution",
    "HappyHorse10TextRequest": ".happy_horse_10_text_request",
    "HappyHorse10TextRequestAspectRatio": ".happy_horse_10_text_request_aspect_ratio",
    "HappyHorse10TextRequestModel": ".happy_horse_10_text_request_model",
    "HappyHorse10TextRequestResolution": ".happy_horse_10_text_request_resolution",
    "HeygenVideoAgentRequest": ".heygen_video_agent_request",
    "HeygenVideoAgentRequestModel": ".heygen_video_agent_request_model",
    "HeygenVideoAgentRequestOrientationType0": ".heygen_video_agent_request_orientation_type_0",
    "Kling26Request": ".kling_26_request",
    "Kling26RequestAspectRatio": ".kling_26_request_aspect_ratio",
    "Kling26RequestDuration": ".kling_26_request_duration",
    "Kling26RequestModel": ".kling_26_request_model",
    "KlingElement": ".kling_element",
    "KlingElementRequest": ".kling_element_request",
    "KlingElementRequestModel": ".kling_element_request_model",
    "KlingElementRequestSize": ".kling_element_request_size",
    "KlingMotionControlRequest": ".kling_motion_control_request",
    "KlingMotionControlRequestCharacterOrientation": ".kling_motion_control_request_character_orientation",
    "KlingMotionControlRequestKeepOriginalSound": ".kling_motion_control_request_keep_original_sound",
    "KlingMotionControlRequestMode": ".kling_motion_control_request_mode",
    "KlingMotionControlRequestModel": ".kling_motion_control_request_model",
    "KlingO3EditRequest": ".kling_o3_edit_request",
    "KlingO3EditRequestModel": ".kling_o3_edit_request_model",
    "KlingO3EditRequestResolution": ".kling_o3_edit_request_resolution",
    "KlingO3ImageRequest": ".kling_o3_image_request",
    "KlingO3ImageRequestModel": ".kling_o3_image_request_model",
    "KlingO3ImageRequestResolution": ".kling_o3_image_request_resolution",
    "KlingO3ImageRequestShotTypeType0": ".kling_o3_image_request_shot_type_type_0",
    "KlingO3ReferenceRequest": ".kling_o3_reference_request",
    "KlingO3ReferenceRequestAspectRatioType0": ".kling_o3_reference_request_aspect_ratio_type_0",
    "KlingO3ReferenceRequestModel": ".kling_o3_reference_request_model",
    "KlingO3ReferenceRequestResolution": ".kling_o3_reference_request_resolution",
    "KlingO3ReferenceRequestShotTypeType0": ".kling_o3_reference_request_shot_type_type_0",
    "KlingO3TextRequest": ".kling_o3_text_request",
    "KlingO3TextRequestAspectRatio": ".kling_o3_text_request_aspect_ratio",
    "KlingO3TextRequestModel": ".kling_o3_text_request_model",
    "KlingO3TextRequestResolution": ".kling_o3_text_request_resolution",
    "KlingO3TextRequestShotTypeType0": ".kling_o3_text_request_shot_type_type_0",
    "KlingO3VideoReferenceRequest": ".kling_o3_video_reference_request",
    "KlingO3VideoReferenceRequestAspectRatioType0": ".kling_o3_video_reference_request_aspect_ratio_type_0",
    "KlingO3VideoReferenceRequestModel": ".kling_o3_video_reference_request_model",
    "KlingO3VideoReferenceRequestResolution": ".kling_o3_video_reference_request_resolution",
    "KlingShot": ".kling_shot",
    "KlingV3ImageRequest": ".kling_v3_image_request",
    "KlingV3ImageRequestDuration": ".kling_v3_image_request_duration",
    "KlingV3ImageRequestModel": ".kling_v3_image_request_model",
    "KlingV3ImageRequestResolution": ".kling_v3_image_request_resolution",
    "KlingV3TextRequest": ".kling_v3_text_request",
    "KlingV3TextRequestAspectRatio": ".kling_v3_text_request_aspect_ratio",
    "KlingV3TextRequestDuration": ".kling_v3_text_request_duration",
    "KlingV3TextRequestModel": ".kling_v3_text_request_model",
    "KlingV3TextRequestResolution": ".kling_v3_text_request_resolution",
    "KlingVoiceRequest": ".kling_voice_request",
    "KlingVoiceRequestModel": ".kling_voice_request_model",
    "LegacyRequest": ".legacy_request",
    "LegacyRequestModel": ".legacy_request_model",
    "LegacyRequestSize": ".legacy_request_size",
    "LipsyncRequest": ".lipsync_request",
    "LipsyncRequestModel": ".lipsync_request_model",
    "LipsyncRequestSyncMode": ".lipsync_request_sync_mode",
    "LiveAvatarRequest": ".live_avatar_request",
    "LiveAvatarRequestAccelerationType0": ".live_avatar_request_acceleration_type_0",
    "LiveAvatarRequestModel": ".live_avatar_request_model",
    "Omnihuman15Request": ".omnihuman_15_request",
    "Omnihuman15RequestModel": ".omnihuman_15_request_model",
    "PixverseC1ImageRequest": ".pixverse_c1_image_request",
    "PixverseC1ImageRequestModel": ".pixverse_c1_image_request_model",
    "PixverseC1ImageRequestResolution": ".pixverse_c1_image_request_resolution",
    "PixverseC1ReferenceRequest": ".pixverse_c1_reference_request",
    "PixverseC1ReferenceRequestModel": ".pixverse_c1_reference_request_model",
    "PixverseC1ReferenceRequestResolution": ".pixverse_c1_reference_request_resolution",
    "PixverseC1TextRequest": ".pixverse_c1_text_request",
    "PixverseC1TextRequestAspectRatio": ".pixverse_c1_text_request_aspect_ratio",
    "PixverseC1TextRequestModel": ".pixverse_c1_text_request_model",
    "PixverseC1TextRequestResolution": ".pixverse_c1_text_request_resolution",
    "PixverseC1TransitionRequest": ".pixverse_c1_transition_request",
    "PixverseC1TransitionRequestAspectRatio": ".pixverse_c1_transition_request_aspect_ratio",
    "PixverseC1TransitionRequestModel": ".pixverse_c1_transition_request_model",
    "PixverseC1TransitionRequestResolution": ".pixverse_c1_transition_request_resolution",
    "PixverseReference": ".pixverse_reference",
    "PixverseV6ExtendRequest": ".pixverse_v6_extend_request",
    "PixverseV6ExtendRequestModel": ".pixverse_v6_extend_request_model",
    "PixverseV6ExtendRequestResolution": ".pixverse_v6_extend_request_resolution",
    "PixverseV6ExtendRequestStyleType0": ".pixverse_v6_extend_request_style_type_0",
    "PixverseV6ImageRequest": ".pixverse_v6_image_request",
    "PixverseV6ImageRequestModel": ".pixverse_v6_image_request_model",
    "PixverseV6ImageRequestResolution": ".pixverse_v6_image_request_resolution",
    "PixverseV6ImageRequestStyleType0": ".pixverse_v6_image_request_style_type_0",
    "PixverseV6ImageRequestThinkingTypeType0": ".pixverse_v6_image_request_thinking_type_type_0",
    "PixverseV6TextRequest": ".pixverse_v6_text_request",
    "PixverseV6TextRequestAspectRatio": ".pixverse_v6_text_request_aspect_ratio",
    "PixverseV6TextRequestModel": ".pixverse_v6_text_request_model",
    "PixverseV6TextRequestResolution": ".pixverse_v6_text_request_resolution",
    "PixverseV6TextRequestStyleType0": ".pixverse_v6_text_request_style_type_0",
    "PixverseV6TextRequestThinkingTypeType0": ".pixverse_v6_text_request_thinking_type_type_0",
    "PixverseV6TransitionRequest": ".pixverse_v6_transition_request",
    "PixverseV6TransitionRequestAspectRatio": ".pixverse_v6_transition_request_aspect_ratio",
    "PixverseV6TransitionRequestModel": ".pixverse_v6_transition_request_model",
    "PixverseV6TransitionRequestResolution": ".pixverse_v6_transition_request_resolution",
    "PixverseV6TransitionRequestStyleType0": ".pixverse_v6_transition_request_style_type_0",
    "PixverseV6TransitionRequestThinkingTypeType0": ".pixverse_v6_transition_request_thinking_type_type_0",
    "Seedance20ImageRequest": ".seedance_20_image_request",
    "Seedance20ImageRequestAspectRatio": ".seedance_20_image_request_aspect_ratio",
    "Seedance20ImageRequestDuration": ".seedance_20_image_request_duration",
    "Seedance20ImageRequestModel": ".seedance_20_image_request_model",
    "Seedance20ImageRequestResolution": ".seedance_20_image_request_resolution",
    "Seedance20ReferenceRequest": ".seedance_20_reference_request",
    "Seedance20ReferenceRequestAspectRatio": ".seedance_20_reference_request_aspect_ratio",
    "Seedance20ReferenceRequestDuration": ".seedance_20_reference_request_duration",
    "Seedance20ReferenceRequestModel": ".seedance_20_reference_request_model",
    "Seedance20ReferenceRequestRatio": ".seedance_20_reference_request_ratio",
    "Seedance20ReferenceRequestResolution": ".seedance_20_reference_request_resolution",
    "Seedance20TextRequest": ".seedance_20_text_request",
    "Seedance20TextRequestAspectRatio": ".seedance_20_text_request_aspect_ratio",
    "Seedance20TextRequestDuration": ".seedance_20_text_request_duration",
    "Seedance20TextRequestModel": ".seedance_20_text_request_model",
    "Seedance20TextRequestResolution": ".seedance_20_text_request_resolution",
    "Seedance25ImageRequest": ".seedance_25_image_request",
    "Seedance25ImageRequestAspectRatio": ".seedance_25_image_request_aspect_ratio",
    "Seedance25ImageRequestModel": ".seedance_25_image_request_model",
    "Seedance25ImageRequestResolution": ".seedance_25_image_request_resolution",
    "Seedance25ReferenceRequest": ".seedance_25_reference_request",
    "Seedance25ReferenceRequestAspectRatio": ".seedance_25_reference_request_aspect_ratio",
    "Seedance25ReferenceRequestModel": ".seedance_25_reference_request_model",
    "Seedance25ReferenceRequestResolution": ".seedance_25_reference_request_resolution",
    "Seedance25TextRequest": ".seedance_25_text_request",
    "Seedance25TextRequestAspectRatio": ".seedance_25_text_request_aspect_ratio",
    "Seedance25TextRequestModel": ".seedance_25_text_request_model",
    "Seedance25TextRequestResolution": ".seedance_25_text_request_resolution",
    "Sora2CharacterRequest": ".sora_2_character_request",
    "Sora2CharacterRequestModel": ".sora_2_character_request_model",
    "Sora2RemixRequest": ".sora_2_remix_request",
    "Sora2RemixRequestModel": ".sora_2_remix_request_model",
    "Sora2RemixRequestResolution": ".sora_2_remix_request_resolution",
    "Sora2Request": ".sora_2_request",
    "Sora2RequestAspectRatio": ".sora_2_request_aspect_ratio",
    "Sora2RequestDuration": ".sora_2_request_duration",
    "Sora2RequestGenerationType": ".sora_2_request_generation_type",
    "Sora2RequestModel": ".sora_2_request_model",
    "Sora2RequestResolution": ".sora_2_request_resolution",
    "TopazUpscaleRequest": ".topaz_upscale_request",
    "TopazUpscaleRequestEnhancementModel": ".topaz_upscale_request_enhancement_model",
    "TopazUpscaleRequestModel": ".topaz_upscale_request_model",
    "UrlUpload": ".url_upload",
    "VeedSubtitlesRequest": ".veed_subtitles_request",
    "VeedSubtitlesRequestModel": ".veed_subtitles_request_model",
    "VeedSubtitlesRequestPreset": ".veed_subtitles_request_preset",
    "Veo31ExtendRequest": ".veo_31_extend_request",
    "Veo31ExtendRequestAspectRatio": ".veo_31_extend_request_aspect_ratio",
    "Veo31ExtendRequestModel": ".veo_31_extend_request_model",
    "Veo31FramesRequest": ".veo_31_frames_request",
    "Veo31FramesRequestAspectRatio": ".veo_31_frames_request_aspect_ratio",
    "Veo31FramesRequestDuration": ".veo_31_frames_request_duration",
    "Veo31FramesRequestModel": ".veo_31_frames_request_model",
    "Veo31FramesRequestPersonGenerationType0": ".veo_31_frames_request_person_generation_type_0",
    "Veo31FramesRequestResolution": ".veo_31_frames_request_resolution",
    "Veo31ImageRequest": ".veo_31_image_request",
    "Veo31ImageRequestAspectRatio": ".veo_31_image_request_aspect_ratio",
    "Veo31ImageRequestDuration": ".veo_31_image_request_duration",
    "Veo31ImageRequestModel": ".veo_31_image_request_model",
    "Veo31ImageRequestPersonGenerationType0": ".veo_31_image_request_person_generation_type_0",
    "Veo31ImageRequestResolution": ".veo_31_image_request_resolution",
    "Veo31ReferenceRequest": ".veo_31_reference_request",
    "Veo31ReferenceRequestAspectRatio": ".veo_31_reference_request_aspect_ratio",
    "Veo31ReferenceRequestDuration": ".veo_31_reference_request_duration",
    "Veo31ReferenceRequestModel": ".veo_31_reference_request_model",
    "Veo31ReferenceRequestPersonGenerationType0": ".veo_31_reference_request_person_generation_type_0",
    "Veo31ReferenceRequestReferenceTypeType0": ".veo_31_reference_request_reference_type_type_0",
    "Veo31ReferenceRequestResolution": ".veo_31_reference_request_resolution",
    "Veo31Request": ".veo_31_request",
    "Veo31RequestAspectRatio": ".veo_31_request_aspect_ratio",
    "Veo31RequestDuration": ".veo_31_request_duration",
    "Veo31RequestGenerationType": ".veo_31_request_generation_type",
    "Veo31RequestModel": ".veo_31_request_model",
    "Veo31RequestPersonGenerationType0": ".veo_31_request_person_generation_type_0",
    "Veo31RequestReferenceTypeType0": ".veo_31_request_reference_type_type_0",
    "Veo31RequestResolution": ".veo_31_request_resolution",
    "Veo31TextRequest": ".veo_31_text_request",
    "Veo31TextRequestAspectRatio": ".veo_31_text_request_aspect_ratio",
    "Veo31TextRequestDuration": ".veo_31_text_request_duration",
    "Veo31TextRequestModel": ".veo_31_text_request_model",
    "Veo31TextRequestPersonGenerationType0": ".veo_31_text_request_person_generation_type_0",
    "Veo31TextRequestResolution": ".veo_31_text_request_resolution",
    "ViduQ3ImageRequest": ".vidu_q3_image_request",
    "ViduQ3ImageRequestModel": ".vidu_q3_image_request_model",
    "ViduQ3ImageRequestResolutionType0": ".vidu_q3_image_request_resolution_type_0",
    "ViduQ3ReferenceRequest": ".vidu_q3_reference_request",
    "ViduQ3ReferenceRequestAspectRatioType0": ".vidu_q3_reference_request_aspect_ratio_type_0",
    "ViduQ3ReferenceRequestModel": ".vidu_q3_reference_request_model",
    "ViduQ3ReferenceRequestResolutionType0": ".vidu_q3_reference_request_resolution_type_0",
    "ViduQ3Request": ".vidu_q3_request",
    "ViduQ3RequestGenerationTypeType0": ".vidu_q3_request_generation_type_type_0",
    "ViduQ3RequestModel": ".vidu_q3_request_model",
    "ViduQ3TextRequest": ".vidu_q3_text_request",
    "ViduQ3TextRequestAspectRatioType0": ".vidu_q3_text_request_aspect_ratio_type_0",
    "ViduQ3TextRequestModel": ".vidu_q3_text_request_model",
    "ViduQ3TextRequestResolutionType0": ".vidu_q3_text_request_resolution_type_0",
    "Wan27EditRequest": ".wan_27_edit_request",
    "Wan27EditRequestAspectRatioType0": ".wan_27_edit_request_aspect_ratio_type_0",
    "Wan27EditRequestAudioSetting": ".wan_27_edit_request_audio_setting",
    "Wan27EditRequestDuration": ".wan_27_edit_request_duration",
    "Wan27EditRequestModel": ".wan_27_edit_request_model",
    "Wan27EditRequestResolution": ".wan_27_edit_request_resolution",
    "Wan27ImageRequest": ".wan_27_image_request",
    "Wan27ImageRequestGenerationTypeType0": ".wan_27_image_request_generation_type_type_0",
    "Wan27ImageRequestModel": ".wan_27_image_request_model",
    "Wan27ImageRequestResolution": ".wan_27_image_request_resolution",
    "Wan27ReferenceRequest": ".wan_27_reference_request",
    "Wan27ReferenceRequestAspectRatio": ".wan_27_reference_request_aspect_ratio",
    "Wan27ReferenceRequestModel": ".wan_27_reference_request_model",
    "Wan27ReferenceRequestResolution": ".wan_27_reference_request_resolution",
    "Wan27TextRequest": ".wan_27_text_request",
    "Wan27TextRequestAspectRatio": ".wan_27_text_request_aspect_ratio",
    "Wan27TextRequestModel": ".wan_27_text_request_model",
    "Wan27TextRequestResolution": ".wan_27_text_request_resolution",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name], __name__), name)
