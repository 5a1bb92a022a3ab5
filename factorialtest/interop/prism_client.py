"""Calls every method of Factorial's own client through prism, which compares requests and responses with api/openapi.yaml.

    python prism_client.py PROXY_URL API_KEY TABLES BASE_URL ACCEPTED

A finding is a violation, with the operation that has it, or another failure of a method. The exit code is 1 if a finding is
not in the list ACCEPTED.
"""

import asyncio
import importlib.metadata
import json
import re
import sys

from factorial_api_client import FactorialClient

from accepted import Accepted
from tables import Arguments, Tables
from vendor_client import Caller, failure, methods, operation, path_of


def violations(e):
    """The violations in an error that prism made, or None for another error."""
    try:
        problem = json.loads(e.content)
        if "stoplight.io" not in problem["type"]:
            return None
        return problem.get("validation") or [{"location": [], "code": problem["title"], "message": problem["detail"]}]
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def place(violation):
    """Where a violation is, without the indices of lists."""
    return ".".join("N" if re.fullmatch(r"\d+", str(p)) else str(p) for p in violation["location"])


async def main(proxy_url, key, tables, base_url, accepted):
    client = FactorialClient(api_key=key, base_url=proxy_url)
    every = list(methods(client))
    caller = Caller(Arguments(Tables(tables, path_of(every[0][2]).split("/")[2]), base_url, key))
    findings = Accepted(accepted)
    passed, violated, found = 0, 0, 0
    for name, method, generated in every:
        try:
            await caller.call(method, generated)
            passed += 1
        except Exception as e:  # report every failure
            verb, path = operation(generated)
            every_violation = violations(e)
            if every_violation is None:
                findings.take(f"{name}: {failure(e)}")
                continue
            violated += 1
            found += len(every_violation)
            for v in every_violation:
                findings.take(f"{verb.upper()} {path}: {place(v)}: {v['code']}: {v['message']}")
    good = findings.report()
    print(f"factorial-api-client {importlib.metadata.version('factorial-api-client')} through prism: {passed} of {len(every)} "
          f"methods passed; {violated} methods with {found} violations")
    return 0 if good and passed else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
