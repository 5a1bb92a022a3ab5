"""Calls every method of every endpoint class of the Python client factorialhr against the fake API.

    python seed_client.py BASE_URL API_KEY TABLES SPECS ACCEPTED

TABLES is internal/apitable/api.json, SPECS the folder of the published OpenAPI specs, and ACCEPTED a list of known findings.
The script knows the client only from its public names and signatures: it sends each call to a transport in memory first, to
learn the operation that the method calls, and then to the fake. A method passes if the client parses the response. If it
does not, the finding says whether the response matches the published spec of the client's version. A method whose operation
that version lacks is skipped and listed. The exit code is 1 if a method fails and its finding is not accepted.
"""

import asyncio
import collections
import importlib.metadata
import inspect
import json
import sys
import traceback
import urllib.parse

import factorialhr
import httpx
import jsonschema
import pydantic

from accepted import Accepted
from tables import Arguments, Tables, removals_last


class Probe:
    """A transport that keeps the last request."""

    def __init__(self):
        self.last = None
        self.transport = httpx.MockTransport(self.take)

    def take(self, request):
        self.last = request
        return httpx.Response(200, json={})

    async def operation(self, method):
        """The HTTP method and the path below /resources/ of the request that a method sends."""
        self.last = None
        try:
            await method(**placeholders(method))
        except Exception:  # the empty response fits no method
            pass
        if self.last is None:
            raise LookupError("the method sends no request")
        return self.last.method.lower(), self.last.url.path.split("/resources/", 1)[1]


def or_null(keyword):
    """Any property may be null, whatever the spec says: the permissions of a user blank it out."""
    def check(validator, expected, instance, schema):
        return () if instance is None else keyword(validator, expected, instance, schema)
    return check


STRICT = jsonschema.Draft202012Validator
Validator = jsonschema.validators.extend(STRICT, {k: or_null(STRICT.VALIDATORS[k]) for k in ("type", "enum")})


class Spec:
    """The published spec of a version. It keeps the last response of a client and compares it with the spec."""

    def __init__(self, folder, version):
        with open(f"{folder}/{version}.json", encoding="utf-8") as f:
            self.document = json.load(f, object_hook=without_unknown_types)
        self.prefix = f"/api/{version}/resources/"
        self.last = None

    async def keep(self, response):
        await response.aread()
        self.last = response

    def verdict(self, op):
        if self.last is None or self.last.is_error:
            return "there is no response to compare"
        responses = self.document["paths"][self.prefix + op["path"]][op["method"].lower()]["responses"]
        content = responses[str(self.last.status_code)]["content"]["application/json"]
        schema = {**content["schema"], "components": self.document["components"]}
        error = next(Validator(schema).iter_errors(self.last.json()), None)
        return f"the response contradicts the spec: {error.message[:200]}" if error else "the response matches the spec"


def without_unknown_types(schema):
    """The spec has properties of the type "unknown", which JSON Schema lacks."""
    return {k: v for k, v in schema.items() if (k, v) != ("type", "unknown")}


def endpoints():
    return [(n, c) for n, c in inspect.getmembers(factorialhr, inspect.isclass) if n.endswith("Endpoint")]


def methods(endpoint):
    found = inspect.getmembers(endpoint, inspect.isfunction)
    return [name for name, _ in sorted(found, key=lambda m: removals_last(m[0])) if not name.startswith("_")]


def parameters(method):
    every = inspect.signature(method).parameters.values()
    return [p.name for p in every if p.kind is not inspect.Parameter.VAR_KEYWORD]


def placeholders(method):
    """Arguments that fit the signature and nothing more."""
    return {n: {} if n == "data" else [1] if n.endswith("_ids") else 1 for n in parameters(method)}


def real(method, op, values):
    """The arguments of a method for a call to the operation. A read needs its required query parameters too."""
    arguments = {}
    for name in parameters(method):
        if name == "data":
            arguments[name] = values.body(op)
        elif name.endswith("_ids"):
            arguments[name] = [int(values.own_id(op))]
        else:
            arguments[name] = urllib.parse.quote(str(values.own_id(op)), safe="")  # some ids contain slashes
    if op["method"] == "GET" and values.query(op):
        arguments["params"] = values.query(op)
    return arguments


async def call(method, op, values):
    result = await method(**real(method, op, values))
    if hasattr(result, "data"):  # lists decode their records when asked
        result = list(result.data())
    if result is None and inspect.signature(method).return_annotation is not None:
        raise ValueError("the response was not parsed")


def cause(e):
    """An error of the client on one line: of a response that does not fit, the names and the kinds of the misfits."""
    if isinstance(e, pydantic.ValidationError):
        misfits = {f"{'.'.join(p for p in m['loc'] if isinstance(p, str)) or 'response'} {m['type']}" for m in e.errors()}
        return ", ".join(sorted(misfits))
    return "".join(traceback.format_exception_only(e)).strip().splitlines()[0]


class Run:
    def __init__(self, base_url, key, tables, specs, accepted):
        auth = factorialhr.ApiKeyAuth(key)
        self.probe = Probe()
        self.dry = factorialhr.ApiClient(base_url, auth=auth, transport=self.probe.transport)
        self.version = self.dry.api_version
        self.spec = Spec(specs, self.version)
        self.api = factorialhr.ApiClient(base_url, auth=auth, event_hooks={"response": [self.spec.keep]}, timeout=60)
        self.values = Arguments(Tables(tables, self.version), base_url, key)
        self.accepted = Accepted(accepted)
        self.passed, self.operations, self.lacking = 0, set(), collections.defaultdict(list)

    async def method(self, name, endpoint, method):
        verb, path = await self.probe.operation(getattr(endpoint(self.dry), method))
        template = self.values.tables.template(verb, path)
        if template is None:
            self.lacking[f"{verb.upper()} {path}"].append(name)
            return
        op = self.values.tables.operations[verb, template]
        self.values.calls += 1
        self.spec.last = None
        try:
            await call(getattr(endpoint(self.api), method), op, self.values)
        except Exception as e:  # report every failure
            self.accepted.take(f"{name}: {cause(e)}; {self.spec.verdict(op)}")
        else:
            self.passed += 1
            self.operations.add((verb, template))

    async def all(self):
        every = [(f"{c}.{m}", endpoint, m) for c, endpoint in endpoints() for m in methods(endpoint)]
        for each in every:
            await self.method(*each)
        await self.api.close()
        for missing, names in sorted(self.lacking.items()):
            print(f"  skipped: version {self.version} has no {missing}: {', '.join(names)}")
        good = self.accepted.report()
        print(f"factorialhr {importlib.metadata.version('factorialhr')} at version {self.version}: {len(every)} methods of "
              f"{len(endpoints())} endpoint classes: {self.passed} passed, {sum(self.accepted.counts.values())} findings "
              f"accepted, {sum(map(len, self.lacking.values()))} skipped; {len(self.operations)} operations")
        return 0 if good and self.passed else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(Run(*sys.argv[1:]).all()))
