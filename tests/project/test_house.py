"""The design holds: which module may import which, where facts are typed, and that the two clients are one."""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import json
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from contract import contract

import foxapi_video
from foxapi_video import AsyncFoxAPI, FoxAPI, Problem, Task, TaskError, TaskResult, errors

ROOT = Path(__file__).resolve().parents[2]
WRAPPER = ROOT / "wrapper" / "foxapi_video"
GENERATED = ROOT / "generated" / "foxapi_video_client"
SPEC: dict[str, Any] = contract()
MODULES = {path.relative_to(WRAPPER).with_suffix("").as_posix(): path for path in sorted(WRAPPER.rglob("*.py"))}


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield each module that a file imports, absolute, and whether for type checkers only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = list(path.parent.relative_to(WRAPPER.parent if WRAPPER in path.parents else GENERATED.parent).parts)
    only_types = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in node.body
        for child in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node in only_types) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base, node in only_types
            yield from ((f"{base}.{alias.name}", node in only_types) for alias in node.names)


def own(module: str) -> set[str]:
    """Return the wrapper's modules that one of them imports when it runs."""
    found = {name.removeprefix("foxapi_video.") for name, types in imports(MODULES[module]) if not types}
    return {name.replace(".", "/") for name in found} & set(MODULES)


@cache
def roots(module: str) -> set[str]:
    """Return the top-level packages that a module imports when it runs."""
    return {name.partition(".")[0] for name, types in imports(MODULES[module]) if not types}


# ------------------------------------------------------------------ the arrows

ORDER = (
    {"_secret", "_log", "clock"},
    {"errors"},
    {"_contract"},
    {"values"},
    {"_media"},
    {"_requests", "_storage"},
    {"_steps"},
    {"_http"},
    {"async_client", "client"},
    {"mcp"},
    {"cli", "pytest_plugin"},
)
"""The packages and modules of the wrapper: each imports those above it. The sandbox stands beside them."""
RANKS = {name: rank for rank, names in enumerate(ORDER) for name in names}


def rank(module: str) -> int | None:
    """Return where a module stands in ORDER; None for the public names, the sandbox and the installer's hooks."""
    return RANKS.get(module.split("/")[0])


def test_every_module_has_its_place() -> None:
    """A new package or module is put into ORDER, so that the next test sees it."""
    outside = {module.split("/")[0] for module in MODULES if rank(module) is None}
    assert {"__init__", "sandbox", "_pyinstaller"} == outside


def test_imports_run_one_way() -> None:
    """Each package imports only those above it; not even a function imports the other way."""
    found = {(module, other) for module in MODULES for other in own(module) if None not in (rank(module), rank(other))}
    wrong = {
        (module, other)
        for module, other in found
        if rank(other) > rank(module)  # type: ignore[operator]
        or (rank(other) == rank(module) and other.split("/")[0] != module.split("/")[0])
    }
    assert (set(), True) == (wrong, len(found) > 150)


def test_no_imports_form_a_circle() -> None:
    """Each module of the core can be read after those that it imports."""
    core = {name for name in MODULES if not name.startswith(("cli/", "sandbox/")) and name != "__init__"}
    left = {name: own(name) & core - {name} for name in core}
    while ready := {name for name, needs in left.items() if not needs & left.keys()}:
        left = {name: needs for name, needs in left.items() if name not in ready}
    assert {} == left


def test_the_contract_package_imports_nothing_of_ours() -> None:
    """_contract says what the spec says: it knows no request, no task and no error but ours."""
    found = {other for module in MODULES if module.startswith("_contract/") for other in own(module)}
    assert set() == {other for other in found if not other.startswith("_contract/")} - {"errors", "values"}


def test_the_steps_know_neither_network_nor_clock() -> None:
    """_steps holds no httpx, no time and no asyncio: the drivers alone block or await."""
    outside = {"httpx", "time", "asyncio", "socket", "threading", "ssl"}
    steps = {module for module in MODULES if module.startswith("_steps/")}
    found = {(module, name) for module in steps for name in roots(module) & outside}
    # the locks of what threads share
    assert {("_steps/durations", "threading"), ("_steps/actions", "threading")} >= found
    assert set() == {other for module in steps for other in own(module) if other.startswith("_http")}


def test_the_generated_package_is_a_leaf() -> None:
    """It never imports the wrapper."""
    found = {
        path.name for path in GENERATED.rglob("*.py") for name, _ in imports(path) if "foxapi_video" in name.split(".")
    }
    assert set() == found


def test_the_sandbox_imports_the_contract_alone() -> None:
    """Nothing else of the wrapper, not even for types: the sandbox cannot share the client's mistakes."""
    found = {
        name
        for module in MODULES
        if module.startswith("sandbox/")
        for name, _ in imports(MODULES[module])
        if name.split(".")[0] == "foxapi_video" and not name.startswith("foxapi_video.sandbox")
    }
    assert {"foxapi_video", "foxapi_video._contract"} >= {
        name for name in found if not name.startswith("foxapi_video._contract.")
    }
    assert any(name.startswith("foxapi_video._contract.") for name in found)


OUTSIDERS = {
    "click": ("cli/",),
    "rich": ("cli/",),
    "starlette": ("sandbox/",),
    "uvicorn": ("sandbox/",),
    "av": ("sandbox/", "cli/commands/demo"),
    "PIL": ("sandbox/",),
    "pytest": ("pytest_plugin",),
    "aiohttp": ("_http/aiohttp",),
    "httpx_aiohttp": ("_http/aiohttp",),
    "httpx": ("_http/", "sandbox/"),
    "httpcore": ("_http/",),
    "jsonschema_rs": ("_contract/catalog", "sandbox/"),
    "asyncio": ("_http/async_", "clock", "mcp", "cli/commands/", "sandbox/"),
    "mcp": ("mcp",),
    "mcp_types": ("mcp",),
    "pydantic": ("mcp",),
    "foxapi_video_client": ("__init__", "values", "_requests/", "_storage/", "_steps/", "_http/"),
}


@pytest.mark.parametrize("package", sorted(OUTSIDERS))
def test_outside_packages_stay_where_they_belong(package: str) -> None:
    """An extra's packages are imported by that extra's part alone, and httpx where HTTP is."""
    using = {module for module in MODULES if package in roots(module)}
    assert set() == {module for module in using if not module.startswith(OUTSIDERS[package])}
    assert using


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("import foxapi_video", ["httpx", "jsonschema_rs", "foxapi_video_client", "click", "rich", "attrs"]),
        ("import foxapi_video.pytest_plugin", ["httpx", "jsonschema_rs", "foxapi_video_client", "click", "starlette"]),
        ("import foxapi_video.cli", ["httpx", "jsonschema_rs", "foxapi_video_client", "click", "rich"]),
        (
            "from foxapi_video import check; check({})",
            ["httpx", "starlette", "uvicorn", "av", "PIL", "pytest", "asyncio.runners"],
        ),
        (
            "from foxapi_video import Veo31Request; Veo31Request(prompt='x')",
            ["httpx", "jsonschema_rs", "foxapi_video_client.models.sora_2_request"],
        ),
        (
            "import os; from foxapi_video.cli.app import run; run(['check', os.devnull])",
            ["httpx", "ssl", "starlette", "foxapi_video_client.api"],
        ),
        (
            "from foxapi_video.sandbox import Sandbox; Sandbox()",
            ["httpx", "click", "starlette", "uvicorn", "av", "PIL"],
        ),
    ],
)
def test_an_import_costs_what_is_used(statement: str, unwanted: list[str]) -> None:
    """Nothing is imported before it is needed."""
    code = f"import sys, json; {statement}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [] == [name for name in unwanted if name in json.loads(done.stdout)]


# ------------------------------------------------------------------ facts are typed in the contract


def facts() -> set[str]:
    """Collect the contract's model ids and the values of its requests' enums."""
    schemas = SPEC["components"]["schemas"]
    found = set(schemas["VideoRequest"]["discriminator"]["mapping"])
    for variant in schemas["VideoRequest"]["oneOf"]:
        for prop in schemas[variant["$ref"].rpartition("/")[2]]["properties"].values():
            found |= {value for value in prop.get("enum", []) if isinstance(value, str)}
    return found | set(schemas["KnownTaskStatus"]["enum"]) - {"completed", "failed"}


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each text constant of a file that is no docstring, with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    shown = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in shown:
            yield node.lineno, node.value


def everyday_words() -> set[str]:
    """Collect what is a value or a field of some model and a word of the code's own as well.

    The words of x-media and x-role, the keys of what the API answers, and yes and no.
    """
    schemas = SPEC["components"]["schemas"]
    props = [prop for schema in schemas.values() for prop in schema.get("properties", {}).values()]
    own = {prop[word] for prop in props for word in ("x-media", "x-role") if word in prop}
    answers = {key for name in ("Task", "TaskResult", "UploadedFile") for key in schemas[name]["properties"]}
    return own | answers | {"yes", "no"}


def test_no_fact_of_the_contract_is_typed_in_the_wrapper() -> None:
    """No model id and no allowed value stands in the code: it comes from the contract.

    "completed" and "failed" are left out: they are also the words of x-states for what a status means.
    """
    known = facts() - everyday_words()
    assert {"veo-3.1", "16:9", "720p", "adaptive", "text-to-video", "processing"} <= known
    found = [
        (module, line, text)
        for module, path in MODULES.items()
        if not module.startswith("sandbox/")
        for line, text in strings(path)
        if text in known
    ]
    assert [] == found


def test_no_field_of_one_model_is_typed_in_the_wrapper() -> None:
    """Outside of `model` and everyday words, no field name of a request stands in the code."""
    schemas = SPEC["components"]["schemas"]
    names = {
        field
        for variant in schemas["VideoRequest"]["oneOf"]
        for field in schemas[variant["$ref"].rpartition("/")[2]]["properties"]
    }
    found = [
        (module, line, text)
        for module, path in MODULES.items()
        if not module.startswith("sandbox/")
        for line, text in strings(path)
        if text in names - everyday_words() - {"model"}
    ]
    assert [] == found


# ------------------------------------------------------------------ documentation


def test_every_public_name_has_a_docstring() -> None:
    """Each exported name, and each public member of each exported class, says what it is."""
    silent = []
    for name in [*foxapi_video.__all__, *importlib.import_module("foxapi_video_client.requests").__all__]:
        value = getattr(foxapi_video, name)
        if not (value.__doc__ or "").strip() or value.__doc__.startswith(f"{name}("):
            silent.append(name)
        members = vars(value).items() if inspect.isclass(value) and value.__module__.startswith("foxapi_video.") else ()
        silent += [
            f"{name}.{member}"
            for member, thing in members
            if not member.startswith("_") and (inspect.isfunction(thing) or isinstance(thing, property))
            if not (thing.__doc__ or "").strip()
        ]
    assert [] == silent


def test_every_module_opens_with_its_purpose() -> None:
    """The first statement of each module of the wrapper is a docstring of a sentence."""
    docs = {
        module: ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "" for module, path in MODULES.items()
    }
    assert [] == [module for module, doc in docs.items() if not re.match(r"\S.*[.:`]", doc)]


# ------------------------------------------------------------------ the two clients are one


def members(client: type) -> dict[str, Any]:
    """Return the public members of a client and its constructor, under the same names for both."""
    named = {name: value for name, value in vars(client).items() if not name.startswith("_") or name == "__init__"}
    pairs = {"__enter__": "enter", "__aenter__": "enter", "__exit__": "exit", "__aexit__": "exit"}
    return named | {pairs[name]: value for name, value in vars(client).items() if name in pairs}


def plain(text: str | None) -> str:
    """Leave out what may differ: the words of asyncio, and what shares a client."""
    text = re.sub(r"Threads can share\s+it|Tasks of one event loop can\s+share it", "SHARED", text or "")
    words = re.sub(r"\b(async|await)\s|Async", "", " ".join(text.split()))
    return words.replace(" an `with", " a `with")


def signature(function: Any) -> list[tuple[str, Any, Any, str]]:
    """Return each parameter's name, kind, default and type, and the returned type, without what is asynchronous."""
    found = inspect.signature(function)
    words = [(item.name, item.kind, item.default, str(item.annotation)) for item in found.parameters.values()]
    return [
        (name, kind, default, re.sub("Async", "", text))
        for name, kind, default, text in [*words, ("return", None, None, str(found.return_annotation))]
    ]


def test_the_two_clients_have_the_same_names() -> None:
    """What one can do the other can."""
    assert sorted(members(FoxAPI)) == sorted(members(AsyncFoxAPI))
    assert {"submit", "get", "wait", "download", "generate", "close"} <= set(members(FoxAPI))


@pytest.mark.parametrize("name", sorted(members(FoxAPI)))
def test_the_two_clients_have_the_same_signatures_and_docstrings(name: str) -> None:
    """Parameters, defaults, types and words agree, except for async and await and the transport's type."""
    one, other = members(FoxAPI)[name], members(AsyncFoxAPI)[name]
    assert signature(one) == signature(other)
    assert plain(one.__doc__) == plain(other.__doc__)
    # `batch` is iterated, not awaited
    awaited = name not in ("__init__", "batch")
    assert (awaited, False) == (inspect.iscoroutinefunction(other), inspect.iscoroutinefunction(one))


def test_the_two_clients_have_the_same_words() -> None:
    """The classes' docstrings agree, except for async and await."""
    assert plain(FoxAPI.__doc__) == plain(AsyncFoxAPI.__doc__)


# ------------------------------------------------------------------ errors

TASK = Task(
    "t_42", "failed", error=TaskError("generation_failed", "no"), results=(TaskResult("https://a/b"),), raw={"a": 1}
)
STATUS = {
    "status_code": 429,
    "body": "{}",
    "type": "rate_limit_error",
    "code": "c",
    "request_id": "r",
    "retry_after": 2.5,
    "task_id": "t_42",
}
ARGUMENTS: dict[str, dict[str, Any]] = {
    "FoxAPIError": {"task_id": "t_42"},
    "ConfigurationError": {"task_id": None},
    "ConnectionFailed": {"task_id": "t_42", "nothing_sent": True},
    "SubmissionUncertain": {"model": "veo-3.1", "sent_at": 1.5},
    "CreditLimitReached": {"spent": 8.0},
    "InvalidResponse": {"task_id": "t_42"},
    "TaskFailed": {"task": TASK, "code": "generation_failed"},
    "WaitTimeout": {"task_id": "t_42", "task": TASK},
    "ResultMissing": {"task": TASK},
    "DownloadFailed": {"task_id": "t_42", "url": "https://a/b", "transient": True},
}
CLASSES = {
    name: value for name, value in vars(errors).items() if inspect.isclass(value) and issubclass(value, Exception)
}


def made(name: str) -> errors.FoxAPIError:
    """Make an error with every attribute set to something that is not its default."""
    cls = CLASSES[name]
    if name == "InvalidRequest":
        error = cls([Problem("duration", "5 is not allowed"), Problem("", "x")])
    else:
        error = cls("what happened", **ARGUMENTS.get(name, STATUS))
    error.add_note("a note")
    error.task_id = "t_late"
    return error


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_an_error_survives_pickling_and_copying(name: str) -> None:
    """With its type, its message, its notes and all its attributes."""
    error = made(name)
    copies = [pickle.loads(pickle.dumps(error, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]
    for copied in [*copies, copy.copy(error), copy.deepcopy(error)]:
        assert (type(error), str(error), error.args) == (type(copied), str(copied), copied.args)
        assert vars(error) == vars(copied)
        assert "t_late" == copied.task_id
    assert str(error).strip()


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_an_error_sets_every_attribute(name: str) -> None:
    """Each keyword is an attribute, so that nothing that was given is lost."""
    given = ARGUMENTS.get(name, STATUS if name != "InvalidRequest" else {})
    error = made(name)
    expected = {key: value for key, value in given.items() if key != "task_id"}
    assert expected == {key: getattr(error, key) for key in expected}


def test_the_tree_that_is_drawn_is_the_tree_there_is() -> None:
    """The module's docstring shows every class under its parent, and the builtin that it is as well."""
    drawn: dict[str, tuple[str, str | None]] = {}
    above: list[str] = []
    for line in re.findall(r"```\n(.*?)```", errors.__doc__ or "", re.DOTALL)[0].splitlines():
        marks, name, builtin = re.match(r"([│├└─ ]*)(\w+)(?: \((\w+)\))?", line).groups()  # type: ignore[union-attr]
        depth = len(marks) // 4
        above[depth:] = [name]
        drawn[name] = (above[depth - 1] if depth else "Exception", builtin)
    expected = {}
    for name, cls in CLASSES.items():
        builtin = next((base.__name__ for base in cls.__bases__[1:]), None)
        expected[name] = (cls.__bases__[0].__name__, builtin)
    assert expected == drawn
    assert set(CLASSES) == {name for name in foxapi_video.__all__ if name in vars(errors)} - {"Problem", "Task"}
