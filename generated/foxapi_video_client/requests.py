"""The request classes, one per family, and their parts; each imported when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models.creatify_aurora_request import CreatifyAuroraRequest
    from .models.fabric_request import FabricRequest
    from .models.fabric_text_request import FabricTextRequest
    from .models.grok_edit_request import GrokEditRequest
    from .models.grok_extension_request import GrokExtensionRequest
    from .models.grok_image_request import GrokImageRequest
    from .models.grok_reference_request import GrokReferenceRequest
    from .models.grok_text_request import GrokTextRequest
    from .models.happy_horse_10_edit_request import HappyHorse10EditRequest
    from .models.happy_horse_10_image_request import HappyHorse10ImageRequest
    from .models.happy_horse_10_reference_request import HappyHorse10ReferenceRequest
    from .models.happy_horse_10_text_request import HappyHorse10TextRequest
    from .models.heygen_video_agent_request import HeygenVideoAgentRequest
    from .models.kling_26_request import Kling26Request
    from .models.kling_element import KlingElement
    from .models.kling_element_request import KlingElementRequest
    from .models.kling_motion_control_request import KlingMotionControlRequest
    from .models.kling_o3_edit_request import KlingO3EditRequest
    from .models.kling_o3_image_request import KlingO3ImageRequest
    from .models.kling_o3_reference_request import KlingO3ReferenceRequest
    from .models.kling_o3_text_request import KlingO3TextRequest
    from .models.kling_o3_video_reference_request import KlingO3VideoReferenceRequest
    from .models.kling_shot import KlingShot
    from .models.kling_v3_image_request import KlingV3ImageRequest
    from .models.kling_v3_text_request import KlingV3TextRequest
    from .models.kling_voice_request import KlingVoiceRequest
    from .models.legacy_request import LegacyRequest
    from .models.lipsync_request import LipsyncRequest
    from .models.live_avatar_request import LiveAvatarRequest
    from .models.omnihuman_15_request import Omnihuman15Request
    from .models.pixverse_c1_image_request import PixverseC1ImageRequest
    from .models.pixverse_c1_reference_request import PixverseC1ReferenceRequest
    from .models.pixverse_c1_text_request import PixverseC1TextRequest
    from .models.pixverse_c1_transition_request import PixverseC1TransitionRequest
    from .models.pixverse_reference import PixverseReference
    from .models.pixverse_v6_extend_request import PixverseV6ExtendRequest
    from .models.pixverse_v6_image_request import PixverseV6ImageRequest
    from .models.pixverse_v6_text_request import PixverseV6TextRequest
    from .models.pixverse_v6_transition_request import PixverseV6TransitionRequest
    from .models.seedance_20_image_request import Seedance20ImageRequest
    from .models.seedance_20_reference_request import Seedance20ReferenceRequest
    from .models.seedance_20_text_request import Seedance20TextRequest
    from .models.seedance_25_image_request import Seedance25ImageRequest
    from .models.seedance_25_reference_request import Seedance25ReferenceRequest
    from .models.seedance_25_text_request import Seedance25TextRequest
    from .models.sora_2_character_request import Sora2CharacterRequest
    from .models.sora_2_remix_request import Sora2RemixRequest
    from .models.sora_2_request import Sora2Request
    from .models.topaz_upscale_request import TopazUpscaleRequest
    from .models.veed_subtitles_request import VeedSubtitlesRequest
    from .models.veo_31_extend_request import Veo31ExtendRequest
    from .models.veo_31_frames_request import Veo31FramesRequest
    from .models.veo_31_image_request import Veo31ImageRequest
    from .models.veo_31_reference_request import Veo31ReferenceRequest
    from .models.veo_31_request import Veo31Request
    from .models.veo_31_text_request import Veo31TextRequest
    from .models.vidu_q3_image_request import ViduQ3ImageRequest
    from .models.vidu_q3_reference_request import ViduQ3ReferenceRequest
    from .models.vidu_q3_request import ViduQ3Request
    from .models.vidu_q3_text_request import ViduQ3TextRequest
    from .models.wan_27_edit_request import Wan27EditRequest
    from .models.wan_27_image_request import Wan27ImageRequest
    from .models.wan_27_reference_request import Wan27ReferenceRequest
    from .models.wan_27_text_request import Wan27TextRequest

__all__ = [
    "CreatifyAuroraRequest",
    "FabricRequest",
    "FabricTextRequest",
    "GrokEditRequest",
    "GrokExtensionRequest",
    "GrokImageRequest",
    "GrokReferenceRequest",
    "GrokTextRequest",
    "HappyHorse10EditRequest",
    "HappyHorse10ImageRequest",
    "HappyHorse10ReferenceRequest",
    "HappyHorse10TextRequest",
    "HeygenVideoAgentRequest",
    "Kling26Request",
    "KlingElement",
    "KlingElementRequest",
    "KlingMotionControlRequest",
    "KlingO3EditRequest",
    "KlingO3ImageRequest",
    "KlingO3ReferenceRequest",
    "KlingO3TextRequest",
    "KlingO3VideoReferenceRequest",
    "KlingShot",
    "KlingV3ImageRequest",
    "KlingV3TextRequest",
    "KlingVoiceRequest",
    "LegacyRequest",
    "LipsyncRequest",
    "LiveAvatarRequest",
    "Omnihuman15Request",
    "PixverseC1ImageRequest",
    "PixverseC1ReferenceRequest",
    "PixverseC1TextRequest",
    "PixverseC1TransitionRequest",
    "PixverseReference",
    "PixverseV6ExtendRequest",
    "PixverseV6ImageRequest",
    "PixverseV6TextRequest",
    "PixverseV6TransitionRequest",
    "Seedance20ImageRequest",
    "Seedance20ReferenceRequest",
    "Seedance20TextRequest",
    "Seedance25ImageRequest",
    "Seedance25ReferenceRequest",
    "Seedance25TextRequest",
    "Sora2CharacterRequest",
    "Sora2RemixRequest",
    "Sora2Request",
    "TopazUpscaleRequest",
    "VeedSubtitlesRequest",
    "Veo31ExtendRequest",
    "Veo31FramesRequest",
    "Veo31ImageRequest",
    "Veo31ReferenceRequest",
    "Veo31Request",
    "Veo31TextRequest",
    "ViduQ3ImageRequest",
    "ViduQ3ReferenceRequest",
    "ViduQ3Request",
    "ViduQ3TextRequest",
    "Wan27EditRequest",
    "Wan27ImageRequest",
    "Wan27ReferenceRequest",
    "Wan27TextRequest",
]

_HOMES = {
    "CreatifyAuroraRequest": "creatify_aurora_request",
    "FabricRequest": "fabric_request",
    "FabricTextRequest": "fabric_text_request",
    "GrokEditRequest": "grok_edit_request",
    "GrokExtensionRequest": "grok_extension_request",
    "GrokImageRequest": "grok_image_request",
    "GrokReferenceRequest": "grok_reference_request",
    "GrokTextRequest": "grok_text_request",
    "HappyHorse10EditRequest": "happy_horse_10_edit_request",
    "HappyHorse10ImageRequest": "happy_horse_10_image_request",
    "HappyHorse10ReferenceRequest": "happy_horse_10_reference_request",
    "HappyHorse10TextRequest": "happy_horse_10_text_request",
    "HeygenVideoAgentRequest": "heygen_video_agent_request",
    "Kling26Request": "kling_26_request",
    "KlingElement": "kling_element",
    "KlingElementRequest": "kling_element_request",
    "KlingMotionControlRequest": "kling_motion_control_request",
    "KlingO3EditRequest": "kling_o3_edit_request",
    "KlingO3ImageRequest": "kling_o3_image_request",
    "KlingO3ReferenceRequest": "kling_o3_reference_request",
    "KlingO3TextRequest": "kling_o3_text_request",
    "KlingO3VideoReferenceRequest": "kling_o3_video_reference_request",
    "KlingShot": "kling_shot",
    "KlingV3ImageRequest": "kling_v3_image_request",
    "KlingV3TextRequest": "kling_v3_text_request",
    "KlingVoiceRequest": "kling_voice_request",
    "LegacyRequest": "legacy_request",
    "LipsyncRequest": "lipsync_request",
    "LiveAvatarRequest": "live_avatar_request",
    "Omnihuman15Request": "omnihuman_15_request",
    "PixverseC1ImageRequest": "pixverse_c1_image_request",
    "PixverseC1ReferenceRequest": "pixverse_c1_reference_request",
    "PixverseC1TextRequest": "pixverse_c1_text_request",
    "PixverseC1TransitionRequest": "pixverse_c1_transition_request",
    "PixverseReference": "pixverse_reference",
    "PixverseV6ExtendRequest": "pixverse_v6_extend_request",
    "PixverseV6ImageRequest": "pixverse_v6_image_request",
    "PixverseV6TextRequest": "pixverse_v6_text_request",
    "PixverseV6TransitionRequest": "pixverse_v6_transition_request",
    "Seedance20ImageRequest": "seedance_20_image_request",
    "Seedance20ReferenceRequest": "seedance_20_reference_request",
    "Seedance20TextRequest": "seedance_20_text_request",
    "Seedance25ImageRequest": "seedance_25_image_request",
    "Seedance25ReferenceRequest": "seedance_25_reference_request",
    "Seedance25TextRequest": "seedance_25_text_request",
    "Sora2CharacterRequest": "sora_2_character_request",
    "Sora2RemixRequest": "sora_2_remix_request",
    "Sora2Request": "sora_2_request",
    "TopazUpscaleRequest": "topaz_upscale_request",
    "VeedSubtitlesRequest": "veed_subtitles_request",
    "Veo31ExtendRequest": "veo_31_extend_request",
    "Veo31FramesRequest": "veo_31_frames_request",
    "Veo31ImageRequest": "veo_31_image_request",
    "Veo31ReferenceRequest": "veo_31_reference_request",
    "Veo31Request": "veo_31_request",
    "Veo31TextRequest": "veo_31_text_request",
    "ViduQ3ImageRequest": "vidu_q3_image_request",
    "ViduQ3ReferenceRequest": "vidu_q3_reference_request",
    "ViduQ3Request": "vidu_q3_request",
    "ViduQ3TextRequest": "vidu_q3_text_request",
    "Wan27EditRequest": "wan_27_edit_request",
    "Wan27ImageRequest": "wan_27_image_request",
    "Wan27ReferenceRequest": "wan_27_reference_request",
    "Wan27TextRequest": "wan_27_text_request",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".models.{_HOMES[name]}", __package__), name)
