"""Calls every method of Factorial's own client through prism, which compares requests and responses with a spec.

    python prism_client.py PROXY_URL API_KEY TABLES BASE_URL

BASE_URL is the fake behind prism: there the script reads ids and creates the records that a call needs. It prints each
violation with its operation, and each other failure of a method. The exit code is 1 if there is one.
"""

import asyncio
import collections
import importlib.metadata
import json
import sys

import httpx
from factorial_api_client import FactorialClient

from tables import Arguments, Tables
from vendor_client import Caller, failure, methods, operation, path_of


def violations(e):
    """The violations in an error that prism made. Another error has none."""
    try:
        problem = json.loads(e.content)
        if "stoplight.io" not in problem["type"]:
            return []
        return problem.get("validation") or [{"location": [], "code": problem["title"], "message": problem["detail"]}]
    except (AttributeError, KeyError, TypeError, ValueError):
        return []


def watches(proxy_url, key):
    """Whether prism refuses a request with a violation, and a response with one, which a fault of the fake makes. A proxy that
    lets everything pass would prove nothing."""
    teams = proxy_url + "/api/2026-10-01/resources/teams/teams"
    request = httpx.get(teams + "?limit=many", headers={"x-api-key": key})
    response = httpx.get(teams, headers={"x-api-key": key, "X-Fake-Fault": "malformed"})
    return [r.status_code for r in (request, response) if "stoplight.io" in r.text] == [422, 500]


async def main(proxy_url, key, tables, base_url):
    if not watches(proxy_url, key):
        print("prism does not refuse violations")
        return 1
    client = FactorialClient(api_key=key, base_url=proxy_url)
    every = list(methods(client))
    caller = Caller(Arguments(Tables(tables, path_of(every[0][2]).split("/")[2]), base_url, key))
    passed, found, failures = 0, collections.Counter(), []
    for name, method, generated in every:
        try:
            await caller.call(method, generated)
            passed += 1
        except Exception as e:  # report every failure
            verb, path = operation(generated)
            for v in violations(e):
                found[f"{verb.upper()} {path}: {'.'.join(map(str, v['location']))}: {v['code']}: {v['message']}"] += 1
            if not violations(e):
                failures.append(f"{name}: {failure(e)}")
    for violation, n in sorted(found.items()):
        print(f"  violation, {n} times: {violation}")
    for each in failures:
        print(f"  {each}")
    print(f"factorial-api-client {importlib.metadata.version('factorial-api-client')} through prism: {passed} of {len(every)} "
          f"methods passed, {found.total()} violations, {len(failures)} other failures")
    return 0 if passed == len(every) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
