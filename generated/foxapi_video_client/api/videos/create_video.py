from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_body import ErrorBody
from ...models.seedance_20_reference_request import Seedance20ReferenceRequest
from ...models.sora_2_request import Sora2Request
from ...models.task import Task
from ...models.veo_31_request import Veo31Request
from ...models.wan_27_reference_request import Wan27ReferenceRequest
from ...types import Response


def _get_kwargs(
    *,
    body: Seedance20ReferenceRequest | Sora2Request | Veo31Request | Wan27ReferenceRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/videos/generations",
    }

    if isinstance(body, Sora2Request):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, Veo31Request):
        _kwargs["json"] = body.to_dict()
    elif isinstance(body, Seedance20ReferenceRequest):
        _kwargs["json"] = body.to_dict()
    else:
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorBody | Task | None:
    if response.status_code == 200:
        response_200 = Task.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ErrorBody.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ErrorBody.from_dict(response.json())

        return response_401

    if response.status_code == 402:
        response_402 = ErrorBody.from_dict(response.json())

        return response_402

    if response.status_code == 403:
        response_403 = ErrorBody.from_dict(response.json())

        return response_403

    if response.status_code == 413:
        response_413 = ErrorBody.from_dict(response.json())

        return response_413

    if response.status_code == 422:
        response_422 = ErrorBody.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = ErrorBody.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = ErrorBody.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = ErrorBody.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorBody | Task]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: Seedance20ReferenceRequest | Sora2Request | Veo31Request | Wan27ReferenceRequest,
) -> Response[ErrorBody | Task]:
    """Create a video generation task.

     Credits are reserved when the task is created. There is no idempotency key and no cancel endpoint: a
    repeated POST is a second paid task.

    Args:
        body (Seedance20ReferenceRequest | Sora2Request | Veo31Request | Wan27ReferenceRequest): A
            request to one of the models; `model` says which family's fields apply.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorBody | Task]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: Seedance20ReferenceRequest | Sora2Request | Veo31Request | Wan27ReferenceRequest,
) -> ErrorBody | Task | None:
    """Create a video generation task.

     Credits are reserved when the task is created. There is no idempotency key and no cancel endpoint: a
    repeated POST is a second paid task.

    Args:
        body (Seedance20ReferenceRequest | Sora2Request | Veo31Request | Wan27ReferenceRequest): A
            request to one of the models; `model` says which family's fields apply.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorBody | Task
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: Seedance20ReferenceRequest | Sora2Request | Veo31Request | Wan27ReferenceRequest,
) -> Response[ErrorBody | Task]:
    """Create a video generation task.

     Credits are reserved when the task is created. There is no idempotency key and no cancel endpoint: a
    repeated POST is a second paid task.

    Args:
        body (Seedance20ReferenceRequest | Sora2Request | Veo31Request | Wan27ReferenceRequest): A
            request to one of the models; `model` says which family's fields apply.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorBody | Task]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: Seedance20ReferenceRequest | Sora2Request | Veo31Request | Wan27ReferenceRequest,
) -> ErrorBody | Task | None:
    """Create a video generation task.

     Credits are reserved when the task is created. There is no idempotency key and no cancel endpoint: a
    repeated POST is a second paid task.

    Args:
        body (Seedance20ReferenceRequest | Sora2Request | Veo31Request | Wan27ReferenceRequest): A
            request to one of the models; `model` says which family's fields apply.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorBody | Task
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
