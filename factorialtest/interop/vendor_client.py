"""Calls every method of Factorial's own client against the fake API.

    python vendor_client.py BASE_URL API_KEY TABLES

TABLES is internal/apitable/api.json, which lists the required parameters of each operation. A method passes if the client
accepts its arguments and parses the response. The exit code is 1 if a method fails.
"""

import asyncio
import enum
import importlib
import inspect
import json
import sys
import traceback
import types
import typing

import httpx
from factorial_api_client import FactorialClient

GENERATED = "factorial_api_client.generated.api"


class Tables:
    """The operations of the OpenAPI spec."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            api = json.load(f)
        self.version = api["version"]
        api = self.of_the_version(api)
        self.schemas = api["schemas"]
        self.events = [e["name"] for e in api["events"]]
        self.operations = {}
        for op in api["operations"]:
            self.operations[op["method"].lower(), op["path"]] = op

    def has(self, since, until):
        return since <= self.version and (not until or until >= self.version)

    def of_the_version(self, value):
        """Leaves out what other versions of the API have."""
        if isinstance(value, list):
            return [self.of_the_version(v) for v in value
                    if not isinstance(v, dict) or self.has(v.get("since", ""), v.get("until", ""))]
        if not isinstance(value, dict):
            return value
        pruned = {k: self.of_the_version(v) for k, v in value.items()}
        if "enum" in pruned:
            since, until = value.get("enumSince", {}), value.get("enumUntil", {})
            pruned["enum"] = [v for v in value["enum"] if self.has(since.get(v, ""), until.get(v, ""))]
        return pruned

    def properties(self, value):
        if "ref" in value:
            value = self.schemas[value["ref"]]
        return value.get("properties") or []


class Caller:
    """Finds plausible arguments for the methods and calls them."""

    def __init__(self, base_url, key, tables):
        self.tables = tables
        self.http = httpx.Client(base_url=base_url, headers={"x-api-key": key})
        self.calls = 0

    # Records of the server.

    def resource(self, path):
        return f"/api/{self.tables.version}/resources/{path}"

    def first_id(self, collection):
        op = self.tables.operations.get(("get", collection))
        query = {p["name"]: self.value(p, op) for p in op.get("query") or [] if p.get("required") and p.get("enum")} if op else {}
        for params in ({"limit": 1}, {"limit": 1, **query}):  # one list enforces its required parameters
            response = self.http.get(self.resource(collection), params=params)
            data = response.json().get("data") if response.status_code == 200 else None
            if data:
                return data[0].get("id") or data[0].get("uuid") or "1"
        return "1"

    def post(self, path, body):
        self.http.post(self.resource(path), json=body).raise_for_status()

    # Values.

    def value(self, prop, op):
        name, kind, form = prop["name"], prop.get("type"), prop.get("format")
        if name == "subscription_type":
            return self.tables.events[self.calls % len(self.tables.events)]
        if name in ("now", "clock_time"):
            return "2026-10-05T09:00:00Z"
        if name == "email":
            return f"person-{self.calls}@interop.example"
        if prop.get("enum"):
            return prop["enum"][0]
        if "ref" in prop or kind == "object":
            return {p["name"]: self.value(p, op) for p in self.tables.properties(prop) if p.get("required")}
        if kind == "array":
            if any(p["name"] == "file" for p in self.tables.properties(prop.get("items") or {})):
                return []  # a file within JSON: this client requires bytes, which it cannot send as JSON
            return [self.value(dict(prop.get("items") or {}, name=name), op)]
        if name == "location_id":  # earlier calls may have deleted some
            return self.first_id("locations/locations")
        if name in ("id", "ids"):
            collection = "/".join(op["path"].split("/")[:2])
            return self.first_id({"documents/download_urls": "documents/documents"}.get(collection, collection))
        if kind == "file":
            return b"content"
        by_format = {"id": "700001" if "access_id" in name else "1", "date": "2026-10-05", "date-time": "2026-10-05T09:00:00Z", "time": "09:00", "decimal": "1.5"}
        by_kind = {"string": by_format.get(form, "something"), "integer": 1, "number": 1.5, "boolean": True}
        return by_kind.get(kind, {})

    def body(self, op):
        wanted = {"id", "ids"} if op["method"] == "POST" else set()
        sent = {
            p["name"]: self.value(p, op)
            for p in self.tables.properties(op["body"])
            if p.get("required") or p["name"] in wanted
        }
        if op["method"] == "POST" and op["path"].startswith("attendance/shifts/"):
            self.prepare_shift(op, sent)
        return sent

    def prepare_shift(self, op, sent):
        """Uses a new employee for each call, who is at work or on a break if the action requires it."""
        action = op["path"].rsplit("/", 1)[1]
        if action == "autofill":
            return
        sent["employee_id"] = employee = str(1000 + self.calls)
        if action in ("clock_out", "break_start", "break_end"):
            self.post("attendance/shifts/clock_in", {"now": "2026-10-05T07:00:00", "employee_id": employee})
        if action == "break_end":
            self.post("attendance/shifts/break_start", {"now": "2026-10-05T08:00:00", "employee_id": employee})

    # Calls.

    def arguments(self, method, generated):
        """The arguments of a method, from those of the generated function that it calls."""
        parameters = inspect.signature(generated.sync).parameters
        _, verb, path = self.operation(generated)
        op = self.tables.operations[verb, path]
        described = {p["name"].removesuffix("[]"): p for p in op.get("query") or []}
        arguments = {}
        for name in inspect.signature(method).parameters:
            if name == "id":
                arguments[name] = self.first_id("/".join(path.split("/")[:2]))
            elif name == "body":
                arguments[name] = model(parameters[name].annotation).from_dict(self.body(op))
            elif name in ("max_items", "limit"):
                arguments[name] = 3
            else:
                prop = described.get(name) or described.get(name.removesuffix("_"))
                if prop and prop.get("required"):
                    arguments[name] = as_annotated(parameters[name].annotation, self.value(prop, op))
        return arguments

    def operation(self, generated):
        name = generated.__name__.rsplit(".", 1)[1]
        source = inspect.getsource(generated._get_kwargs)
        verb = name.split("_", 1)[0]
        path = source.split("/resources/", 1)[1].split('"', 1)[0]
        return name, verb, path

    async def call(self, method, generated):
        self.calls += 1
        result = method(**self.arguments(method, generated))
        if inspect.isawaitable(result):
            result = await result
        if hasattr(result, "__aiter__"):
            return [item async for item in result]
        if inspect.isgenerator(result) or hasattr(result, "__next__"):
            return list(result)
        return result


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
            # Methods that remove records come last.
            for name, method in sorted(found, key=lambda m: any(w in m[0] for w in ("delete", "destroy", "unassign"))):
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


async def main(base_url, key, tables):
    caller = Caller(base_url, key, Tables(tables))
    client = FactorialClient(api_key=key, base_url=base_url)
    passed, failed, operations = 0, [], set()
    for name, method, generated in methods(client):
        try:
            if await caller.call(method, generated) is None:
                raise ValueError("the response was not parsed")
            passed += 1
            operations.add(caller.operation(generated)[0])
        except Exception as e:  # report every failure
            failed.append((name, e))
    for name, e in failed:
        print(f"{name}: {''.join(traceback.format_exception_only(e)).strip()[:300]}")
    print(f"{passed} methods of {passed + len(failed)} passed; {len(operations)} operations")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
