from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ... import errors
from ...models.error_body import ErrorBody
from ...models.task import Task
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    import httpx

    from ...client import AuthenticatedClient, Client


def _get_kwargs(
    task_id: str,
    *,
    sync_upstream: bool | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["sync_upstream"] = sync_upstream

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/tasks/{task_id}".format(
            task_id=quote(str(task_id), safe=""),
        ),
        "params": params or None,
    }

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

    if response.status_code == 403:
        response_403 = ErrorBody.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ErrorBody.from_dict(response.json())

        return response_404

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
    task_id: str,
    *,
    client: AuthenticatedClient,
    sync_upstream: bool | Unset = UNSET,
) -> Response[ErrorBody | Task]:
    """Read a task.

     A failed task is an HTTP 200 whose `error` is set. Result URLs are valid for 24 hours. A completed
    task can
    be without results for some seconds: poll again.

    Args:
        task_id (str):
        sync_upstream (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorBody | Task]
    """

    kwargs = _get_kwargs(
        task_id=task_id,
        sync_upstream=sync_upstream,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    task_id: str,
    *,
    client: AuthenticatedClient,
    sync_upstream: bool | Unset = UNSET,
) -> ErrorBody | Task | None:
    """Read a task.

     A failed task is an HTTP 200 whose `error` is set. Result URLs are valid for 24 hours. A completed
    task can
    be without results for some seconds: poll again.

    Args:
        task_id (str):
        sync_upstream (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorBody | Task
    """

    return sync_detailed(
        task_id=task_id,
        client=client,
        sync_upstream=sync_upstream,
    ).parsed


async def asyncio_detailed(
    task_id: str,
    *,
    client: AuthenticatedClient,
    sync_upstream: bool | Unset = UNSET,
) -> Response[ErrorBody | Task]:
    """Read a task.

     A failed task is an HTTP 200 whose `error` is set. Result URLs are valid for 24 hours. A completed
    task can
    be without results for some seconds: poll again.

    Args:
        task_id (str):
        sync_upstream (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorBody | Task]
    """

    kwargs = _get_kwargs(
        task_id=task_id,
        sync_upstream=sync_upstream,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    task_id: str,
    *,
    client: AuthenticatedClient,
    sync_upstream: bool | Unset = UNSET,
) -> ErrorBody | Task | None:
    """Read a task.

     A failed task is an HTTP 200 whose `error` is set. Result URLs are valid for 24 hours. A completed
    task can
    be without results for some seconds: poll again.

    Args:
        task_id (str):
        sync_upstream (bool | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorBody | Task
    """

    return (
        await asyncio_detailed(
            task_id=task_id,
            client=client,
            sync_upstream=sync_upstream,
        )
    ).parsed
