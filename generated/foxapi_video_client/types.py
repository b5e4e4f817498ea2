"""Contains some shared types for properties"""

from collections.abc import Iterator, MutableMapping
from os import PathLike
from typing import Generic, Literal, Protocol, SupportsIndex, TypeVar

from attrs import define


class Unset:
    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"  # the one there is: a copied or unpickled request is equal to the original


UNSET: Unset = Unset()

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

File = str | PathLike[str]
""" What a field for media takes: the URL of a file, or the path of a local file as a PathLike, such as a Path. """


class SequenceNotStr(Protocol[T_co]):
    """A list or tuple, but no str, which is a sequence of texts as well"""

    def __getitem__(self, index: SupportsIndex, /) -> T_co: ...

    def __contains__(self, value: object, /) -> bool: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[T_co]: ...

    def __reversed__(self) -> Iterator[T_co]: ...


Files = SequenceNotStr[File]
""" What a field for several media takes: a list[str], a list[Path] or a list of both. """


@define
class Response(Generic[T]):
    """A response from an endpoint"""

    status_code: int
    content: bytes
    headers: MutableMapping[str, str]
    parsed: T | None


__all__ = ["UNSET", "File", "Files", "Response", "SequenceNotStr", "Unset"]
