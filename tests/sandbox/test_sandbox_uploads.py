"""The sandbox keeps uploaded files for their time, serves them, and knows them again in requests; and the account."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import httpx
import pytest
from contract import contract, documented_schema
from jsonschema_rs import Draft202012Validator

from foxapi_video.sandbox import Fault, Sandbox

CONTRACT: dict[str, Any] = contract()
VIDEOS, STREAM, BASE64, URL = (
    "/v1/videos/generations",
    *(f"/v1/files/upload/{name}" for name in ("stream", "base64", "url")),
)
MODELS, CREDITS = "/v1/models", "/v1/account/credits"
OPERATIONS = {
    STREAM: "upload_file",
    BASE64: "upload_base64",
    URL: "upload_url",
    MODELS: "list_models",
    CREDITS: "get_credits",
}
IMAGES = {"model": "veo-3.1", "prompt": "A fox", "generation_type": "first-last-frame"}
BYTES = b'--\r\n--x--\r\n\r\n\0\xff\r\n-----\r\nContent-Disposition: form-data; name="file"\r\n\r\n\r\n--'
LIFETIME = CONTRACT["components"]["schemas"]["UploadedFile"]["x-lifetime"]
MEGABYTE = 1024 * 1024


def valid(answer: httpx.Response) -> None:
    """Check an answer of the API origin against the contract's schema for its operation and status."""
    answer.read()
    operation = CONTRACT["paths"][answer.request.url.path][answer.request.method.lower()]
    assert "application/json" == answer.headers["content-type"]
    assert 200 == answer.status_code or not answer.is_success
    schema = documented_schema(operation, answer.status_code, CONTRACT)
    Draft202012Validator({**schema, "components": CONTRACT["components"]}).validate(answer.json())


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(speed=0, share_renderings=True) as box:
        yield box


@pytest.fixture
def raw(box: Sandbox) -> Iterator[httpx.Client]:
    """A client with the key that leaves the answers alone."""
    headers = {"Authorization": f"Bearer {box.key}"}
    with httpx.Client(base_url=box.url, headers=headers, trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture
def api(raw: httpx.Client) -> httpx.Client:
    """A client with the key that holds every answer against the contract."""
    raw.event_hooks = {"response": [valid]}
    return raw


@pytest.fixture
def cdn() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=60) as client:
        yield client


def uploaded(client: httpx.Client, content: bytes = b"fox", name: str = "fox.png", **fields: str) -> dict[str, Any]:
    answer = client.post(STREAM, files={"file": (name, content)}, data=fields)
    assert 200 == answer.status_code, answer.text
    found: dict[str, Any] = answer.json()
    return found


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["message"]


def form(*parts: bytes, boundary: bytes = b"b") -> bytes:
    return b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + boundary + b"--\r\n"


def part(disposition: str, content: bytes = b"fox") -> bytes:
    return f"Content-Disposition: {disposition}\r\n\r\n".encode() + content


def post_form(client: httpx.Client, content: bytes, kind: str = "multipart/form-data; boundary=b") -> httpx.Response:
    return client.post(STREAM, content=content, headers={"Content-Type": kind})


# ---- what is kept


@pytest.mark.parametrize(
    "content", [BYTES, b"", b"\r\n", b"--", bytes(range(256)) * 20_480], ids=["lines", "empty", "end", "dashes", "5 MB"]
)
@pytest.mark.parametrize("path", [STREAM, BASE64])
def test_every_byte_arrives(api: httpx.Client, box: Sandbox, cdn: httpx.Client, path: str, content: bytes) -> None:
    """The answer, the record and the file agree, whatever the file holds; the address needs no key."""
    if path == STREAM:
        answer = api.post(STREAM, files={"file": ("photo.png", content)})
    else:
        data = "data:image/png;base64," + base64.b64encode(content).decode()
        answer = api.post(BASE64, json={"file_data": data, "file_name": "photo.png"})
    file = answer.json()
    created = int(box.clock.now())
    assert re.fullmatch(rf"file-{created}-[0-9a-f]{{6}}", file["id"])
    assert {
        "id": file["id"],
        "filename": "photo.png",
        "url": file["url"],
        "size": len(content),
        "created": created,
    } == file
    assert file["url"].startswith(f"{box.media_url}/uploads/{file['id']}/photo.png?")
    [record] = box.uploads
    assert (file["id"], "photo.png", len(content), file["url"], sha256(content).hexdigest(), content) == (
        *(record.id, record.filename, record.size, record.url, record.sha256, record.content),
    )
    assert (created, created + LIFETIME) == (int(record.created), int(record.expires))
    served = cdn.get(file["url"])
    assert (200, "application/octet-stream", content) == (
        served.status_code,
        served.headers["content-type"],
        served.content,
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("狐狸 é.png", "狐狸 é.png"),
        ('a "b" 100%; c=d?e#f&.png', 'a "b" 100%; c=d?e#f&.png'),
        ("/home/fox/../boat.mp4", "boat.mp4"),
        (r"C:\foxes\boat.mp4", "boat.mp4"),
        ("a\r\nb\tc.wav", "abc.wav"),
        ("..", "file"),
        ("foxes/", "file"),
        ("x" * 300 + ".png", "x" * 196 + ".png"),
    ],
)
@pytest.mark.parametrize("how", ["filename", "file_name", "base64", "url"])
def test_a_name_is_kept_without_what_an_address_cannot_hold(
    api: httpx.Client, cdn: httpx.Client, how: str, given: str, kept: str
) -> None:
    """Folders and control characters go, everything else stays, and the address works."""
    posts: dict[str, Callable[[], httpx.Response]] = {
        "filename": lambda: api.post(STREAM, files={"file": (given, b"")}),
        "file_name": lambda: api.post(STREAM, files={"file": ("other.png", b"")}, data={"file_name": given}),
        "base64": lambda: api.post(BASE64, json={"file_data": "data:;base64,", "file_name": given}),
        "url": lambda: api.post(URL, json={"url": "https://example.com/a.png", "file_name": given}),
    }
    file = posts[how]().json()
    assert kept == file["filename"]
    assert 200 == cdn.get(file["url"]).status_code


@pytest.mark.parametrize(
    ("path", "body", "name"),
    [
        (BASE64, {"file_data": "Zm94"}, "file"),
        (BASE64, {"file_data": "data:image/png;base64,Zm94"}, "file.png"),
        (BASE64, {"file_data": "DATA:Video/MP4;codecs=avc1;BASE64,Zm94"}, "file.mp4"),
        (BASE64, {"file_data": "data:;base64,Zm94"}, "file"),
        (URL, {"url": "https://example.com/a/b%C3%A9.png?c=/d.mp4#e/f"}, "bé.png"),
        (URL, {"url": "HTTPS://example.com"}, "file"),
        (URL, {"url": "https://[/x/"}, "file"),
    ],
)
def test_a_file_without_a_name_gets_one(api: httpx.Client, path: str, body: object, name: str) -> None:
    """The data URL's type or the address says what kind of file it is, where one does."""
    assert name == api.post(path, json=body).json()["filename"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\n\0\r\nWEBPVP8 ", "image/webp"),
        (b"\0\0\0 ftypisom", "video/mp4"),
        (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
        (b"ID3\4", "audio/mpeg"),
        (b"RIFF\n\0\r\nWAVEfmt ", "audio/wav"),
        *(
            (content, "application/octet-stream")
            for content in (
                *(b"", b"<!doctype html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
                *(b"<?xml version='1.0'?>", b"%PDF-1.7", b"alert(1)", b" \x89PNG\r\n\x1a\n", b"\0asm"),
            )
        ),
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.png"])
def test_no_browser_runs_an_upload(api: httpx.Client, cdn: httpx.Client, name: str, content: bytes, kind: str) -> None:
    """The content type follows the bytes, never the name, and the headers forbid to show, guess and run."""
    url = uploaded(api, content, name)["url"]
    ranged = {"Range": "bytes=0-0"}
    for answer in (cdn.get(url), cdn.head(url), cdn.get(url, headers=ranged), cdn.get(url + "0"), cdn.post(url)):
        headers = answer.headers
        assert ("nosniff", "attachment") == (headers["x-content-type-options"], headers["content-disposition"])
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers.get("content-type") in (None, kind, "application/xml")


def test_an_upload_by_address_copies_files_of_the_sandbox(api: httpx.Client, box: Sandbox, cdn: httpx.Client) -> None:
    """An upload and a result can be had a second time, under an address of their own."""
    task = api.post(VIDEOS, json={"model": "sora-2", "prompt": "x", "duration": 4}).json()["id"]
    box.clock.advance(600)
    result = box.tasks[0].url
    assert task == box.tasks[0].id
    for source in (uploaded(api, BYTES)["url"], str(result), str(result).replace("http", "HTTP")):
        copy = api.post(URL, json={"url": source}).json()
        assert source != copy["url"]
        assert cdn.get(source.replace("HTTP", "http")).content == cdn.get(copy["url"]).content
    assert ["fox.png", "fox.png", "video.mp4", "video.mp4"] == [upload.filename for upload in box.uploads]


def test_an_upload_by_another_address_is_empty(api: httpx.Client, box: Sandbox, cdn: httpx.Client) -> None:
    """Nothing is fetched: the sandbox talks to nobody."""
    box.faults.add("get_task", Fault.reset())
    for url in ("https://example.com/photo.png", f"{box.url}/v1/tasks/photo.png", f"{box.media_url}0/photo.png"):
        file = api.post(URL, json={"url": url, "auto_cleanup": False}).json()
        assert (0, "photo.png", b"") == (file["size"], file["filename"], cdn.get(file["url"]).content)
    assert 1 == box.faults.left("get_task")


@pytest.mark.parametrize("change", ["expired", "unknown", "forged", "elsewhere"])
def test_an_upload_by_a_dead_address_of_the_sandbox_is_422(api: httpx.Client, box: Sandbox, change: str) -> None:
    """What cannot be fetched is not kept, and the message says why."""
    url = damaged(uploaded(api)["url"], box, change)
    answer = api.post(URL, json={"url": url})
    assert (422, "invalid_image_url", 1) == (answer.status_code, answer.json()["error"]["code"], len(box.uploads))
    assert answer.json()["error"]["message"].startswith("url: the file is not available: ")


def damaged(url: str, box: Sandbox, change: str) -> str:
    """Make the address of an upload one that serves nothing."""
    if change == "expired":
        box.clock.advance(LIFETIME)
    return {
        "expired": url,
        "unknown": url.replace("/uploads/file-", "/uploads/file-9"),
        "forged": url[:-1] + ("0" if url[-1] != "0" else "1"),
        "elsewhere": f"{box.media_url}/uploads/x",
    }[change]


# ---- how it is served


def test_an_upload_is_served_in_parts_and_for_three_days(api: httpx.Client, box: Sandbox, cdn: httpx.Client) -> None:
    """Ranges and HEAD work as for results; the address is signed, and after its time it is 403."""
    url = uploaded(api, b"0123456789", "a.txt")["url"]
    part = cdn.get(url, headers={"Range": "bytes=2-4"})
    assert (206, "bytes 2-4/10", b"234") == (part.status_code, part.headers["content-range"], part.content)
    assert (200, "10", b"") == (
        cdn.head(url).status_code,
        cdn.head(url).headers["content-length"],
        cdn.head(url).content,
    )
    assert [403, 403, 403] == [
        cdn.get(address).status_code for address in (damaged(url, box, "forged"), url.partition("?")[0], url + "0")
    ]
    moved = [damaged(url, box, "unknown"), url.replace("a.txt", "b.txt"), url.replace("a.txt", "a.txt/b")]
    assert [404, 404, 404] == [cdn.get(address).status_code for address in moved]
    assert 405 == cdn.post(url).status_code
    box.clock.advance(LIFETIME - 1)
    assert 200 == cdn.get(url).status_code
    box.clock.advance(1)
    late = cdn.get(url)
    assert (403, "application/xml", None) == (late.status_code, late.headers["content-type"], box.uploads[0].content)
    assert "expired" in late.text


def test_an_upload_s_signature_is_good_for_it_alone(api: httpx.Client, cdn: httpx.Client) -> None:
    """The signature of one file does not open another."""
    one, other = uploaded(api)["url"], uploaded(api, b"other")["url"]
    assert 403 == cdn.get(one.partition("?")[0] + "?" + other.partition("?")[2]).status_code


def test_a_key_at_an_upload_is_counted(api: httpx.Client, box: Sandbox, cdn: httpx.Client) -> None:
    """The key belongs to the API alone."""
    assert 400 == cdn.get(uploaded(api)["url"], headers={"Authorization": "Bearer sk"}).status_code
    assert 1 == box.key_leaks


def test_the_oldest_files_give_way_when_the_storage_is_full(
    api: httpx.Client, box: Sandbox, cdn: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With auto_cleanup, which is the default; without it the upload is 403 and nothing is lost."""
    monkeypatch.setattr("foxapi_video.sandbox.service.stored_uploads.STORAGE", 10)
    first, second = uploaded(api, b"1234")["url"], uploaded(api, b"123456", auto_cleanup="false")["url"]
    answers = [
        api.post(STREAM, files={"file": b"1"}, data={"auto_cleanup": "false"}),
        api.post(BASE64, json={"file_data": "Zm94", "auto_cleanup": False}),
    ]
    assert [(403, "The storage is full, and auto_cleanup is false.")] * 2 == [refusal(answer) for answer in answers]
    assert [200, 200] == [cdn.get(url).status_code for url in (first, second)]
    third = uploaded(api, b"1", auto_cleanup="true")["url"]
    assert [404, 200, 200] == [cdn.get(url).status_code for url in (first, second, third)]
    box.clock.advance(LIFETIME)
    assert 200 == cdn.get(uploaded(api, b"1234567890", auto_cleanup="false")["url"]).status_code
    assert [403] * 3 == [cdn.get(url).status_code for url in (first, second, third)]


# ---- what is refused


@pytest.mark.parametrize("header", [None, "Bearer sk-other", "Basic sk-sandbox"])
@pytest.mark.parametrize("path", [STREAM, BASE64, URL, MODELS, CREDITS])
def test_a_wrong_key_is_401_also_with_a_large_body(box: Sandbox, path: str, header: str | None) -> None:
    """Nothing is kept, and the client gets to read the answer although nobody wants its body."""
    headers = {} if header is None else {"Authorization": header}
    method = "POST" if path in (STREAM, BASE64, URL) else "GET"
    content = bytes(5 * MEGABYTE) if method == "POST" else b""
    answer = httpx.request(method, box.url + path, headers=headers, content=content, trust_env=False)
    valid(answer)
    assert (401, "authentication_error", []) == (answer.status_code, answer.json()["error"]["type"], box.uploads)


def test_a_large_body_for_nobody_gets_its_answer(raw: httpx.Client) -> None:
    """A path that does not exist is 404, however much was sent to it."""
    assert 404 == raw.post("/v1/files/upload", content=bytes(5 * MEGABYTE)).status_code


@pytest.mark.parametrize(("path", "kind"), [(STREAM, "application/json"), (BASE64, "text/plain"), (URL, "")])
def test_another_content_type_is_400(api: httpx.Client, path: str, kind: str) -> None:
    """The message names the right one."""
    status, words = refusal(api.post(path, content=b"{}", headers={"Content-Type": kind}))
    right = "multipart/form-data" if path == STREAM else "application/json"
    assert (400, f"Content-Type must be {right} (got {kind or 'none'}).") == (status, words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the body does not start with its boundary"),
        (b"\r\n" + form(part('form-data; name="file"')), "the body does not start with its boundary"),
        (form(part('form-data; name="file"'))[:-5], "the last boundary is missing"),
        (form(part('form-data; name="file"')).replace(b"\r\n--b--", b"--b--"), "the last boundary is missing"),
        (form(part('form-data; name="file"', b"1\r\n--boat\r\n2")), "inside a part"),
        (b"--b", "a boundary is not followed by a line end"),
        (b"--b\r\nContent-Disposition: form-data", "the headers of a part have no end"),
        (form(b"\r\nfox"), "a part has no name"),
        (form(b"Content-Type: image/png\r\n\r\nfox"), "a part has no name"),
        (form(part("form-data")), "a part has no name"),
        (form(part('attachment; name="file"')), "a part has no name"),
        (form(part('form-data; name="file')), "a part has no name"),
        (form(part('form-data; name="file"; filename="a"b.png"')), "a part has no name"),
        (form(part('form-data; name="file"').replace(b"file", b"\xff")), "the headers of a part are not UTF-8"),
        (form(b"X: " + b"x" * 20_000 + b"\r\n\r\nfox"), "the headers of a part have no end"),
    ],
    ids=lambda value: repr(value[:40]) if isinstance(value, bytes) else None,
)
def test_a_broken_form_is_400(api: httpx.Client, box: Sandbox, content: bytes, words: str) -> None:
    """What is not well formed is refused with words, never guessed at."""
    status, message = refusal(post_form(api, content))
    assert (400, True, []) == (status, words in message, box.uploads), message


@pytest.mark.parametrize("boundary", ["", "; boundary=", "; boundary=é", "; boundary=" + "b" * 71])
def test_a_form_without_a_boundary_is_400(api: httpx.Client, boundary: str) -> None:
    """The boundary is 1 to 70 of the characters that RFC 2046 names."""
    kind = f"multipart/form-data{boundary}".encode().decode("latin-1")
    answer = api.post(
        STREAM, content=form(part('form-data; name="file"')), headers=[(b"content-type", kind.encode("latin-1"))]
    )
    assert (400, "Malformed multipart body: the Content-Type has no valid boundary.") == refusal(answer)


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("form-data; name=file; filename=fox.png", "fox.png"),
        ('Form-Data;NAME="file";FileName="fox.png"', "fox.png"),
        ('form-data; filename="a;b=\\"c\\".png"; name="file"', 'a;b="c".png'),
        ('form-data; name="file"; filename="_.png"; filename*=UTF-8\'\'%E7%8B%90%20b.png', "狐 b.png"),
        ('form-data; name="file"; filename="a.png"; filename*=latin-1\'\'b.png', "a.png"),
        ('form-data; name="file"; filename=""', "file"),
        ('form-data; name="file"', "file"),
    ],
)
def test_every_way_to_write_a_part_is_read(api: httpx.Client, box: Sandbox, disposition: str, name: str) -> None:
    """Quoted or not, escaped or extended, in any order and case; other headers of the part change nothing."""
    content = form(b"Content-Type: image/png\r\n" + part(disposition) + b"\r\n", boundary=b"a b=?'")
    answer = post_form(api, content + b"epilogue", 'Multipart/Form-Data; charset=utf-8; boundary="a b=?\'"')
    assert (200, name, b"fox\r\n") == (answer.status_code, answer.json()["filename"], box.uploads[0].content)


def test_an_empty_part_may_share_its_line_end(api: httpx.Client, box: Sandbox) -> None:
    """RFC 2046 allows a part that ends with its headers."""
    content = b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n--b--'
    assert (200, b"") == (post_form(api, content).status_code, box.uploads[0].content)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], "file: required"),
        (["file_name"], "file: required"),
        (["file", "file"], "file: duplicate field"),
        (["file", "Colour"], "Colour: is not a field of an upload"),
        (["file", "auto_cleanup"], 'auto_cleanup: must be one of true, false (got "fox")'),
        (["file", "color", "auto_cleanup"], "auto_cleanup: "),
    ],
)
def test_a_form_with_wrong_fields_is_422(api: httpx.Client, box: Sandbox, parts: list[str], words: str) -> None:
    """Missing, doubled and unknown fields and bad values are named, all at once."""
    answer = post_form(api, form(*(part(f'form-data; name="{name}"') for name in parts)))
    status, message = refusal(answer)
    assert (422, True, []) == (status, words in message, box.uploads), message


def test_fields_of_a_form_are_text(api: httpx.Client) -> None:
    """A name is UTF-8, and not empty."""
    bad = [form(part('form-data; name="file"'), part('form-data; name="file_name"', name)) for name in (b"\xff", b"")]
    messages = [refusal(post_form(api, content)) for content in bad]
    assert (422, "file_name: must be UTF-8 text") == messages[0]
    assert 422 == messages[1][0]
    assert re.fullmatch(r'file_name: must be .* \(got ""\)', messages[1][1])


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"file_data": NaN}', b"\xff", b'{"file_name": "\\ud800"}'])
@pytest.mark.parametrize("path", [BASE64, URL])
def test_a_body_that_is_no_json_object_is_400(api: httpx.Client, path: str, content: bytes) -> None:
    """As for a video."""
    answer = api.post(path, content=content, headers={"Content-Type": "application/json; charset=utf-8"})
    assert (400, "invalid_request_error") == (answer.status_code, answer.json()["error"]["type"])


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        (BASE64, {}, "file_data: required"),
        (BASE64, {"file_data": None}, "file_data: must be "),
        (BASE64, {"file_data": ""}, "file_data: must be "),
        (BASE64, {"file_data": "Zm94", "file_name": ""}, "file_name: must be "),
        (BASE64, {"file_data": "Zm94", "auto_cleanup": "true"}, 'auto_cleanup: must be true or false (got "true")'),
        (BASE64, {"file_data": "Zm94", "color": 1}, "color: is not a field of an upload"),
        (URL, {"file_data": "Zm94"}, "url: required"),
        (URL, {"file_data": "Zm94"}, "file_data: is not a field of an upload"),
        *(
            (URL, {"url": url}, "must be an absolute http or https URL")
            for url in ("", "photo.png", "/a/b.png", "file:///a.png", "ftp://a/b", "https://", "https://a b", "data:,a")
        ),
        *(
            (BASE64, {"file_data": data}, "base64, plain or as a data URL")
            for data in (
                *("Zm9", "Zm94=", "Zm9=x", "Zm-_", "Zm94\n", " Zm94", "é", "=", "====", "https://a/b.png"),
                *("data:image/png,fox", "data:image/png;base64", "data:image/png;base64,Zm9", "data:,;base64,Zm94"),
            )
        ),
    ],
)
def test_a_json_form_with_wrong_fields_is_422(
    api: httpx.Client, box: Sandbox, path: str, body: object, words: str
) -> None:
    """Missing and unknown fields and bad values are named."""
    status, message = refusal(api.post(path, json=body))
    assert (422, True, []) == (status, words in message, box.uploads), message


def test_a_file_that_is_too_large_is_413(api: httpx.Client, box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is the file's, in each form; a body that goes far beyond is not kept while it comes."""
    for module in ("upload_forms", "api"):
        monkeypatch.setattr(f"foxapi_video.sandbox.http.{module}.LARGEST_FILE", MEGABYTE)
    for size, status in ((MEGABYTE, 200), (MEGABYTE + 1, 413), (5 * MEGABYTE, 413)):
        encoded = base64.b64encode(bytes(size)).decode()
        answers = [api.post(STREAM, files={"file": bytes(size)}), api.post(BASE64, json={"file_data": encoded})]
        assert [status] * 2 == [answer.status_code for answer in answers]
    assert "file_too_large_error" == answers[0].json()["error"]["type"]
    assert 413 == api.post(URL, json={"url": "https://a/" + "b" * MEGABYTE}).status_code
    assert 2 == len(box.uploads)


# ---- uploads in requests


@pytest.mark.parametrize("change", ["expired", "unknown", "forged", "elsewhere"])
def test_a_task_cannot_use_an_upload_that_is_not_there(api: httpx.Client, box: Sandbox, change: str) -> None:
    """The answer is 422, names the field and its code is invalid_image_url; nothing is paid."""
    dead = damaged(uploaded(api)["url"], box, change)
    images = [uploaded(api)["url"], dead]
    answer = api.post(VIDEOS, json=IMAGES | {"image_urls": images})
    assert (422, "invalid_image_url") == (answer.status_code, answer.json()["error"]["code"])
    assert answer.json()["error"]["message"].startswith("image_urls[1]: the file is not available: ")
    assert ([], 0) == (box.tasks, balance(api)[1])


def test_a_task_uses_uploads_and_addresses_elsewhere(api: httpx.Client, box: Sandbox) -> None:
    """An upload that is there is fine, and nothing else is looked at."""
    images = [uploaded(api)["url"], f"{box.media_url}/results/none/video.mp4"]
    assert 200 == api.post(VIDEOS, json=IMAGES | {"image_urls": images}).status_code
    again = api.post(VIDEOS, json=IMAGES | {"image_urls": [images[0], "https://example.com/uploads/x"]})
    assert 200 == again.status_code


def test_an_upload_is_found_however_deep_it_stands(api: httpx.Client, box: Sandbox) -> None:
    """A free-form object can hold addresses as well."""
    body = {"model": "veo-3.1", "prompt": "x", "advanced": {"a": [1, {"b": f"{box.media_url}/uploads/x"}]}}
    assert (422, True) == (
        (answer := api.post(VIDEOS, json=body)).status_code,
        refusal(answer)[1].startswith("advanced.a[1].b: "),
    )
    deep: Any = "x"
    for _ in range(500):
        deep = [deep]
    assert 200 == api.post(VIDEOS, json=body | {"advanced": {"a": deep}}).status_code


# ---- the account


def balance(client: httpx.Client) -> tuple[float, float]:
    answer = client.get(CREDITS)
    assert 200 == answer.status_code
    user, token = answer.json()["data"]["user"], answer.json()["data"]["token"]
    assert {**user, "unlimited_credits": False} == token
    return user["remaining_credits"], user["used_credits"]


def test_tasks_are_paid_from_the_balance_until_it_is_spent() -> None:
    """What does not fit any more is 402 and costs nothing; a smaller task still fits."""
    with (
        Sandbox(speed=0, share_renderings=True, credits=25) as box,
        httpx.Client(base_url=box.url, headers={"Authorization": f"Bearer {box.key}"}, trust_env=False) as client,
    ):
        client.event_hooks = {"response": [valid]}
        seen = []
        for seconds in (12, 12, 8, 4, 4):
            answer = client.post(VIDEOS, json={"model": "sora-2", "prompt": "x", "duration": seconds})
            cost = answer.json()["usage"]["credits_reserved"] if answer.is_success else answer.json()["error"]["type"]
            seen.append((answer.status_code, cost, balance(client)))
        paid = [(200, 12, (13, 12)), (200, 12, (1, 24))]
        assert paid + [(402, "insufficient_quota", (1, 24))] * 3 == seen
        assert 2 == len(box.tasks)


def test_the_balance_lasts_for_thousands_of_tasks(api: httpx.Client, box: Sandbox) -> None:
    """It begins at a million credits, and a fresh start fills it up."""
    assert (1_000_000, 0) == balance(api)
    api.post(VIDEOS, json={"model": "sora-2", "prompt": "x", "duration": 8})
    assert (999_992, 8) == balance(api)
    uploaded(api)
    box.stop()
    assert 1 == len(box.uploads)
    with box:
        headers = {"Authorization": f"Bearer {box.key}"}
        answer = httpx.get(box.url + CREDITS, headers=headers, trust_env=False)
        assert (1_000_000, []) == (answer.json()["data"]["user"]["remaining_credits"], box.uploads)


def test_every_model_is_listed(api: httpx.Client) -> None:
    """The ids are the contract's, all of them."""
    listed = api.get(MODELS).json()["data"]
    assert list(CONTRACT["components"]["schemas"]["VideoRequest"]["discriminator"]["mapping"]) == [
        entry["id"] for entry in listed
    ]
    assert {"id", "owned_by", "supported_endpoint_types"} == set().union(*listed)


# ---- faults


@pytest.mark.parametrize("path", [STREAM, BASE64, URL])
def test_a_lost_answer_leaves_a_file(raw: httpx.Client, box: Sandbox, cdn: httpx.Client, path: str) -> None:
    """The connection breaks after the file was kept, also when it is large."""
    content = bytes(5 * MEGABYTE)
    box.faults.add(OPERATIONS[path], Fault.lost())
    with pytest.raises(httpx.ReadError):
        post(raw, path, content)
    [upload] = box.uploads
    assert ([("POST", path, None)], 200) == (box.requests, cdn.get(upload.url).status_code)
    assert upload.content == (b"" if path == URL else content)


def post(client: httpx.Client, path: str, content: bytes) -> httpx.Response:
    if path == STREAM:
        return client.post(path, files={"file": content})
    if path == BASE64:
        return client.post(path, json={"file_data": base64.b64encode(content).decode()})
    return client.post(path, json={"url": "https://example.com/a.png"})


@pytest.mark.parametrize("path", [STREAM, BASE64, URL])
def test_a_truncated_answer_leaves_a_file(raw: httpx.Client, box: Sandbox, path: str) -> None:
    """The file is kept, and half of the answer comes."""
    box.faults.add(OPERATIONS[path], Fault.truncate())
    with pytest.raises(httpx.RemoteProtocolError):
        post(raw, path, b"fox")
    assert 1 == len(box.uploads)


@pytest.mark.parametrize("path", [STREAM, BASE64, URL])
def test_a_reset_or_a_status_leaves_nothing(raw: httpx.Client, box: Sandbox, path: str) -> None:
    """The fault comes before anything is kept; the client can read an answer although its body was large."""
    box.faults.add(OPERATIONS[path], Fault.reset(), Fault.status(503, retry_after=1), Fault.body(b"null"))
    with pytest.raises(httpx.ReadError):
        post(raw, path, bytes(5 * MEGABYTE))
    answers = [post(raw, path, bytes(5 * MEGABYTE)) for _ in range(2)]
    assert ([503, 200], b"null", []) == (
        [answer.status_code for answer in answers],
        answers[1].content,
        box.uploads,
    )
    assert 200 == post(raw, path, b"fox").status_code


def test_a_stalled_upload_continues_in_the_end(api: httpx.Client, box: Sandbox) -> None:
    """The answer is late, and the usual one."""
    box.faults.add("upload_file", Fault.stall(0.05))
    assert "fox.png" == uploaded(api)["filename"]


@pytest.mark.parametrize("path", [MODELS, CREDITS])
def test_faults_of_the_account(raw: httpx.Client, box: Sandbox, path: str) -> None:
    """They are queued by operation, as everywhere."""
    box.faults.add(OPERATIONS[path], Fault.status(500), Fault.truncate())
    assert 500 == raw.get(path).status_code
    with pytest.raises(httpx.RemoteProtocolError):
        raw.get(path)
    assert 200 == raw.get(path).status_code


def test_the_media_origin_breaks_off_an_upload_as_it_does_a_result(
    api: httpx.Client, box: Sandbox, cdn: httpx.Client
) -> None:
    """The name "result" stands for the whole origin."""
    url = uploaded(api, BYTES)["url"]
    box.faults.add("result", Fault.truncate(), Fault.status(503, html=True))
    with pytest.raises(httpx.RemoteProtocolError):
        cdn.get(url)
    assert [503, 200] == [cdn.get(url).status_code for _ in range(2)]


def test_every_upload_has_an_id_of_its_own(api: httpx.Client, box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also within one second of the clock, when chance gives the same digits twice."""
    digits = iter(["aaaaaa", "aaaaaa", "bbbbbb"])
    monkeypatch.setattr("foxapi_video.sandbox.service.stored_uploads.secrets.token_hex", lambda _: next(digits))
    ids = [uploaded(api)["id"] for _ in range(2)]
    assert [f"file-{int(box.clock.now())}-{end}" for end in ("aaaaaa", "bbbbbb")] == ids


def test_a_record_shows_no_bytes(api: httpx.Client, box: Sandbox) -> None:
    """Five megabytes in a failure message help nobody; and the answer is plain JSON."""
    answer = uploaded(api, b"secret")
    assert "secret" not in repr(box.uploads)
    assert answer == json.loads(json.dumps(box.uploads[0].to_response()))
