"""Calls every method of Factorial's own client against the fake API.

    python vendor_client.py BASE_URL API_KEY TABLES

TABLES is internal/apitable/api.json, which lists the required parameters of each operation. A method passes if the client
accepts its arguments and parses the response. The exit code is 1 if a method fails.
"""

import asyncio
import enum
import importlib
import importlib.metadata
import inspect
import re
import sys
import traceback
import types
import typing

import httpx
from factorial_api_client import FactorialClient

from tables import Arguments, Tables, removals_last

GENERATED = "factorial_api_client.generated.api"


STATUSES = []  # of the responses that the client received


def watch():
    """Keeps the status of each response in STATUSES."""
    send, send_async = httpx.Client.send, httpx.AsyncClient.send

    def watched(client, *arguments, **options):
        response = send(client, *arguments, **options)
        STATUSES.append(response.status_code)
        return response

    async def watched_async(client, *arguments, **options):
        response = await send_async(client, *arguments, **options)
        STATUSES.append(response.status_code)
        return response

    httpx.Client.send, httpx.AsyncClient.send = watched, watched_async


class Caller:
    """Calls methods with arguments of the types that they declare."""

    def __init__(self, arguments):
        self.values = arguments
        self.operations = arguments.tables.operations

    def arguments(self, method, generated):
        """The arguments of a method, from those of the generated function that it calls."""
        parameters = inspect.signature(generated.sync).parameters
        op = self.operations[operation(generated)]
        described = {p["name"].removesuffix("[]"): p for p in op.get("query") or []}
        arguments = {}
        for name in inspect.signature(method).parameters:
            if name == "id":
                arguments[name] = self.values.own_id(op)
            elif name == "body":
                arguments[name] = model(parameters[name].annotation).from_dict(self.values.body(op))
            elif name in ("max_items", "limit"):
                arguments[name] = 3
            else:
                prop = described.get(name) or described.get(name.removesuffix("_"))
                if prop and self.values.needed(prop, op):
                    arguments[name] = as_annotated(parameters[name].annotation, self.values.parameter(prop, op))
        return arguments

    async def call(self, method, generated):
        self.values.calls += 1
        arguments = self.arguments(method, generated)
        del STATUSES[:]
        result = method(**arguments)
        if inspect.isawaitable(result):
            result = await result
        if hasattr(result, "__aiter__"):
            result = [item async for item in result]
        elif inspect.isgenerator(result) or hasattr(result, "__next__"):
            result = list(result)
        if any(status >= 400 for status in STATUSES):  # a release returns some errors as a result, or as an empty list
            raise ValueError(f"status {STATUSES}: {result}")
        return result


def operation(generated):
    """The HTTP method and the path of the operation that a generated module calls."""
    verb = generated.__name__.rsplit(".", 1)[1].split("_", 1)[0]
    return verb, path_of(generated).split("/resources/", 1)[1]


def path_of(generated):
    return re.search(r'"(/api/[^"]*)"', inspect.getsource(generated._get_kwargs)).group(1)


def model(annotation):
    """The class in X | Unset."""
    for option in typing.get_args(annotation) or [annotation]:
        if hasattr(option, "from_dict"):
            return option
    raise TypeError(annotation)


def as_annotated(annotation, value):
    """The value as one of the types that a parameter accepts."""
    for option in typing.get_args(annotation) or [annotation]:
        if isinstance(option, type) and issubclass(option, enum.Enum):
            return option(value[0] if isinstance(value, list) else value)  # some lists are declared as one word
        if typing.get_origin(option) is list and isinstance(value, list):
            inner = typing.get_args(option)[0]
            return [as_annotated(inner, v) for v in value]
        if hasattr(option, "from_dict") and isinstance(value, dict):
            return option.from_dict(value)
    return value


def methods(client):
    """Every public method of every resource, with the generated module that it calls."""
    for name, namespace in vars(client).items():
        for resource in [] if name.startswith("_") else vars(namespace).values():
            if not type(resource).__name__.endswith("Resource"):
                continue
            found = inspect.getmembers(resource, inspect.ismethod)
            for name, method in sorted(found, key=lambda m: removals_last(m[0])):
                if not name.startswith("_"):
                    yield f"{type(resource).__name__}.{name}", method, module_of(resource, name)


def module_of(resource, name):
    source = inspect.getsource(getattr(type(resource), name))
    module = sys.modules[type(resource).__module__]
    for word in sorted(getattr(resource, name).__func__.__code__.co_names + inner_names(getattr(resource, name)), key=len, reverse=True):
        found = getattr(module, word, None)
        if isinstance(found, types.ModuleType) and found.__name__.startswith(GENERATED):
            return importlib.import_module(found.__name__)
    raise LookupError(source)


def inner_names(method):
    """The names in functions that a method defines."""
    names = ()
    for constant in method.__func__.__code__.co_consts:
        if isinstance(constant, types.CodeType):
            names += constant.co_names
    return names


def failure(e):
    return "".join(traceback.format_exception_only(e)).strip()[:300]


async def main(base_url, key, tables):
    watch()
    client = FactorialClient(api_key=key, base_url=base_url)
    every = list(methods(client))
    version = path_of(every[0][2]).split("/")[2]
    caller = Caller(Arguments(Tables(tables, version), base_url, key))
    passed, failed, operations = 0, [], set()
    for name, method, generated in every:
        try:
            if await caller.call(method, generated) is None:
                raise ValueError("the response was not parsed")
            passed += 1
            operations.add(operation(generated))
        except Exception as e:  # report every failure
            failed.append((name, e))
    for name, e in failed:
        print(f"{name}: {failure(e)}")
    release = importlib.metadata.version("factorial-api-client")
    print(f"factorial-api-client {release} at version {version}: "
          f"{passed} of {len(every)} methods passed, {len(operations)} operations")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
