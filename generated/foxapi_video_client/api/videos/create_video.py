from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import errors
from ...types import Response

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client
    from ...models.creatify_aurora_request import CreatifyAuroraRequest
    from ...models.fabric_request import FabricRequest
    from ...models.fabric_text_request import FabricTextRequest
    from ...models.grok_edit_request import GrokEditRequest
    from ...models.grok_extension_request import GrokExtensionRequest
    from ...models.grok_image_request import GrokImageRequest
    from ...models.grok_reference_request import GrokReferenceRequest
    from ...models.grok_text_request import GrokTextRequest
    from ...models.happy_horse_10_edit_request import HappyHorse10EditRequest
    from ...models.happy_horse_10_image_request import HappyHorse10ImageRequest
    from ...models.happy_horse_10_reference_request import HappyHorse10ReferenceRequest
    from ...models.happy_horse_10_text_request import HappyHorse10TextRequest
    from ...models.heygen_video_agent_request import HeygenVideoAgentRequest
    from ...models.kling_26_request import Kling26Request
    from ...models.kling_element_request import KlingElementRequest
    from ...models.kling_motion_control_request import KlingMotionControlRequest
    from ...models.kling_o3_edit_request import KlingO3EditRequest
    from ...models.kling_o3_image_request import KlingO3ImageRequest
    from ...models.kling_o3_reference_request import KlingO3ReferenceRequest
    from ...models.kling_o3_text_request import KlingO3TextRequest
    from ...models.kling_o3_video_reference_request import KlingO3VideoReferenceRequest
    from ...models.kling_v3_image_request import KlingV3ImageRequest
    from ...models.kling_v3_text_request import KlingV3TextRequest
    from ...models.kling_voice_request import KlingVoiceRequest
    from ...models.legacy_request import LegacyRequest
    from ...models.lipsync_request import LipsyncRequest
    from ...models.live_avatar_request import LiveAvatarRequest
    from ...models.omnihuman_15_request import Omnihuman15Request
    from ...models.pixverse_c1_image_request import PixverseC1ImageRequest
    from ...models.pixverse_c1_reference_request import PixverseC1ReferenceRequest
    from ...models.pixverse_c1_text_request import PixverseC1TextRequest
    from ...models.pixverse_c1_transition_request import PixverseC1TransitionRequest
    from ...models.pixverse_v6_extend_request import PixverseV6ExtendRequest
    from ...models.pixverse_v6_image_request import PixverseV6ImageRequest
    from ...models.pixverse_v6_text_request import PixverseV6TextRequest
    from ...models.pixverse_v6_transition_request import PixverseV6TransitionRequest
    from ...models.seedance_20_image_request import Seedance20ImageRequest
    from ...models.seedance_20_reference_request import Seedance20ReferenceRequest
    from ...models.seedance_20_text_request import Seedance20TextRequest
    from ...models.seedance_25_image_request import Seedance25ImageRequest
    from ...models.seedance_25_reference_request import Seedance25ReferenceRequest
    from ...models.seedance_25_text_request import Seedance25TextRequest
    from ...models.sora_2_character_request import Sora2CharacterRequest
    from ...models.sora_2_remix_request import Sora2RemixRequest
    from ...models.sora_2_request import Sora2Request
    from ...models.topaz_upscale_request import TopazUpscaleRequest
    from ...models.veed_subtitles_request import VeedSubtitlesRequest
    from ...models.veo_31_extend_request import Veo31ExtendRequest
    from ...models.veo_31_frames_request import Veo31FramesRequest
    from ...models.veo_31_image_request import Veo31ImageRequest
    from ...models.veo_31_reference_request import Veo31ReferenceRequest
    from ...models.veo_31_request import Veo31Request
    from ...models.veo_31_text_request import Veo31TextRequest
    from ...models.vidu_q3_image_request import ViduQ3ImageRequest
    from ...models.vidu_q3_reference_request import ViduQ3ReferenceRequest
    from ...models.vidu_q3_request import ViduQ3Request
    from ...models.vidu_q3_text_request import ViduQ3TextRequest
    from ...models.wan_27_edit_request import Wan27EditRequest
    from ...models.wan_27_image_request import Wan27ImageRequest
    from ...models.wan_27_reference_request import Wan27ReferenceRequest
    from ...models.wan_27_text_request import Wan27TextRequest


def _get_kwargs(
    *,
    body: CreatifyAuroraRequest
    | FabricRequest
    | FabricTextRequest
    | GrokEditRequest
    | GrokExtensionRequest
    | GrokImageRequest
    | GrokReferenceRequest
    | GrokTextRequest
    | HappyHorse10EditRequest
    | HappyHorse10ImageRequest
    | HappyHorse10ReferenceRequest
    | HappyHorse10TextRequest
    | HeygenVideoAgentRequest
    | Kling26Request
    | KlingElementRequest
    | KlingMotionControlRequest
    | KlingO3EditRequest
    | KlingO3ImageRequest
    | KlingO3ReferenceRequest
    | KlingO3TextRequest
    | KlingO3VideoReferenceRequest
    | KlingV3ImageRequest
    | KlingV3TextRequest
    | KlingVoiceRequest
    | LegacyRequest
    | LipsyncRequest
    | LiveAvatarRequest
    | Omnihuman15Request
    | PixverseC1ImageRequest
    | PixverseC1ReferenceRequest
    | PixverseC1TextRequest
    | PixverseC1TransitionRequest
    | PixverseV6ExtendRequest
    | PixverseV6ImageRequest
    | PixverseV6TextRequest
    | PixverseV6TransitionRequest
    | Seedance20ImageRequest
    | Seedance20ReferenceRequest
    | Seedance20TextRequest
    | Seedance25ImageRequest
    | Seedance25ReferenceRequest
    | Seedance25TextRequest
    | Sora2CharacterRequest
    | Sora2RemixRequest
    | Sora2Request
    | TopazUpscaleRequest
    | VeedSubtitlesRequest
    | Veo31ExtendRequest
    | Veo31FramesRequest
    | Veo31ImageRequest
    | Veo31ReferenceRequest
    | Veo31Request
    | Veo31TextRequest
    | ViduQ3ImageRequest
    | ViduQ3ReferenceRequest
    | ViduQ3Request
    | ViduQ3TextRequest
    | Wan27EditRequest
    | Wan27ImageRequest
    | Wan27ReferenceRequest
    | Wan27TextRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/videos/generations",
    }

    _kwargs["json"] = body.to_dict()
    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | None:
    if 200 <= response.status_code <= 299:
        return None

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Any]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: CreatifyAuroraRequest
    | FabricRequest
    | FabricTextRequest
    | GrokEditRequest
    | GrokExtensionRequest
    | GrokImageRequest
    | GrokReferenceRequest
    | GrokTextRequest
    | HappyHorse10EditRequest
    | HappyHorse10ImageRequest
    | HappyHorse10ReferenceRequest
    | HappyHorse10TextRequest
    | HeygenVideoAgentRequest
    | Kling26Request
    | KlingElementRequest
    | KlingMotionControlRequest
    | KlingO3EditRequest
    | KlingO3ImageRequest
    | KlingO3ReferenceRequest
    | KlingO3TextRequest
    | KlingO3VideoReferenceRequest
    | KlingV3ImageRequest
    | KlingV3TextRequest
    | KlingVoiceRequest
    | LegacyRequest
    | LipsyncRequest
    | LiveAvatarRequest
    | Omnihuman15Request
    | PixverseC1ImageRequest
    | PixverseC1ReferenceRequest
    | PixverseC1TextRequest
    | PixverseC1TransitionRequest
    | PixverseV6ExtendRequest
    | PixverseV6ImageRequest
    | PixverseV6TextRequest
    | PixverseV6TransitionRequest
    | Seedance20ImageRequest
    | Seedance20ReferenceRequest
    | Seedance20TextRequest
    | Seedance25ImageRequest
    | Seedance25ReferenceRequest
    | Seedance25TextRequest
    | Sora2CharacterRequest
    | Sora2RemixRequest
    | Sora2Request
    | TopazUpscaleRequest
    | VeedSubtitlesRequest
    | Veo31ExtendRequest
    | Veo31FramesRequest
    | Veo31ImageRequest
    | Veo31ReferenceRequest
    | Veo31Request
    | Veo31TextRequest
    | ViduQ3ImageRequest
    | ViduQ3ReferenceRequest
    | ViduQ3Request
    | ViduQ3TextRequest
    | Wan27EditRequest
    | Wan27ImageRequest
    | Wan27ReferenceRequest
    | Wan27TextRequest,
) -> Response[Any]:
    """Create a video generation task.

     Credits are reserved when the task is created. There is no idempotency key and no cancel endpoint: a
    repeated POST is a second paid task.

    Args:
        body (CreatifyAuroraRequest | FabricRequest | FabricTextRequest | GrokEditRequest |
            GrokExtensionRequest | GrokImageRequest | GrokReferenceRequest | GrokTextRequest |
            HappyHorse10EditRequest | HappyHorse10ImageRequest | HappyHorse10ReferenceRequest |
            HappyHorse10TextRequest | HeygenVideoAgentRequest | Kling26Request | KlingElementRequest |
            KlingMotionControlRequest | KlingO3EditRequest | KlingO3ImageRequest |
            KlingO3ReferenceRequest | KlingO3TextRequest | KlingO3VideoReferenceRequest |
            KlingV3ImageRequest | KlingV3TextRequest | KlingVoiceRequest | LegacyRequest |
            LipsyncRequest | LiveAvatarRequest | Omnihuman15Request | PixverseC1ImageRequest |
            PixverseC1ReferenceRequest | PixverseC1TextRequest | PixverseC1TransitionRequest |
            PixverseV6ExtendRequest | PixverseV6ImageRequest | PixverseV6TextRequest |
            PixverseV6TransitionRequest | Seedance20ImageRequest | Seedance20ReferenceRequest |
            Seedance20TextRequest | Seedance25ImageRequest | Seedance25ReferenceRequest |
            Seedance25TextRequest | Sora2CharacterRequest | Sora2RemixRequest | Sora2Request |
            TopazUpscaleRequest | VeedSubtitlesRequest | Veo31ExtendRequest | Veo31FramesRequest |
            Veo31ImageRequest | Veo31ReferenceRequest | Veo31Request | Veo31TextRequest |
            ViduQ3ImageRequest | ViduQ3ReferenceRequest | ViduQ3Request | ViduQ3TextRequest |
            Wan27EditRequest | Wan27ImageRequest | Wan27ReferenceRequest | Wan27TextRequest): A
            request to one of the models; `model` says which family's fields apply.

            The live list shows ids that name a provider or a billing tier as well, such as
            openai/sora-2 and
            veo-3.1[4k|audio]. A plain JSON Schema validator refuses such ids, because the schemas
            list the models' own ids
            only; x-model-id says how to find the model's own id inside. The client validates the
            request with that id and
            sends the id as given. A tier may set what a default would contradict: with a tier, no
            default is filled in, and
            no rule relies on a default (x-assumes).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: CreatifyAuroraRequest
    | FabricRequest
    | FabricTextRequest
    | GrokEditRequest
    | GrokExtensionRequest
    | GrokImageRequest
    | GrokReferenceRequest
    | GrokTextRequest
    | HappyHorse10EditRequest
    | HappyHorse10ImageRequest
    | HappyHorse10ReferenceRequest
    | HappyHorse10TextRequest
    | HeygenVideoAgentRequest
    | Kling26Request
    | KlingElementRequest
    | KlingMotionControlRequest
    | KlingO3EditRequest
    | KlingO3ImageRequest
    | KlingO3ReferenceRequest
    | KlingO3TextRequest
    | KlingO3VideoReferenceRequest
    | KlingV3ImageRequest
    | KlingV3TextRequest
    | KlingVoiceRequest
    | LegacyRequest
    | LipsyncRequest
    | LiveAvatarRequest
    | Omnihuman15Request
    | PixverseC1ImageRequest
    | PixverseC1ReferenceRequest
    | PixverseC1TextRequest
    | PixverseC1TransitionRequest
    | PixverseV6ExtendRequest
    | PixverseV6ImageRequest
    | PixverseV6TextRequest
    | PixverseV6TransitionRequest
    | Seedance20ImageRequest
    | Seedance20ReferenceRequest
    | Seedance20TextRequest
    | Seedance25ImageRequest
    | Seedance25ReferenceRequest
    | Seedance25TextRequest
    | Sora2CharacterRequest
    | Sora2RemixRequest
    | Sora2Request
    | TopazUpscaleRequest
    | VeedSubtitlesRequest
    | Veo31ExtendRequest
    | Veo31FramesRequest
    | Veo31ImageRequest
    | Veo31ReferenceRequest
    | Veo31Request
    | Veo31TextRequest
    | ViduQ3ImageRequest
    | ViduQ3ReferenceRequest
    | ViduQ3Request
    | ViduQ3TextRequest
    | Wan27EditRequest
    | Wan27ImageRequest
    | Wan27ReferenceRequest
    | Wan27TextRequest,
) -> Response[Any]:
    """Create a video generation task.

     Credits are reserved when the task is created. There is no idempotency key and no cancel endpoint: a
    repeated POST is a second paid task.

    Args:
        body (CreatifyAuroraRequest | FabricRequest | FabricTextRequest | GrokEditRequest |
            GrokExtensionRequest | GrokImageRequest | GrokReferenceRequest | GrokTextRequest |
            HappyHorse10EditRequest | HappyHorse10ImageRequest | HappyHorse10ReferenceRequest |
            HappyHorse10TextRequest | HeygenVideoAgentRequest | Kling26Request | KlingElementRequest |
            KlingMotionControlRequest | KlingO3EditRequest | KlingO3ImageRequest |
            KlingO3ReferenceRequest | KlingO3TextRequest | KlingO3VideoReferenceRequest |
            KlingV3ImageRequest | KlingV3TextRequest | KlingVoiceRequest | LegacyRequest |
            LipsyncRequest | LiveAvatarRequest | Omnihuman15Request | PixverseC1ImageRequest |
            PixverseC1ReferenceRequest | PixverseC1TextRequest | PixverseC1TransitionRequest |
            PixverseV6ExtendRequest | PixverseV6ImageRequest | PixverseV6TextRequest |
            PixverseV6TransitionRequest | Seedance20ImageRequest | Seedance20ReferenceRequest |
            Seedance20TextRequest | Seedance25ImageRequest | Seedance25ReferenceRequest |
            Seedance25TextRequest | Sora2CharacterRequest | Sora2RemixRequest | Sora2Request |
            TopazUpscaleRequest | VeedSubtitlesRequest | Veo31ExtendRequest | Veo31FramesRequest |
            Veo31ImageRequest | Veo31ReferenceRequest | Veo31Request | Veo31TextRequest |
            ViduQ3ImageRequest | ViduQ3ReferenceRequest | ViduQ3Request | ViduQ3TextRequest |
            Wan27EditRequest | Wan27ImageRequest | Wan27ReferenceRequest | Wan27TextRequest): A
            request to one of the models; `model` says which family's fields apply.

            The live list shows ids that name a provider or a billing tier as well, such as
            openai/sora-2 and
            veo-3.1[4k|audio]. A plain JSON Schema validator refuses such ids, because the schemas
            list the models' own ids
            only; x-model-id says how to find the model's own id inside. The client validates the
            request with that id and
            sends the id as given. A tier may set what a default would contradict: with a tier, no
            default is filled in, and
            no rule relies on a default (x-assumes).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)
