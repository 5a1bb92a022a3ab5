"""Reads all employees with factorial-api-client, once for every line of its input."""

import json
import sys
import time

from factorial_api_client import FactorialClient

client = FactorialClient(api_key="key", base_url=sys.argv[1])
for _ in sys.stdin:
    start = time.perf_counter()
    staff = list(client.employees.employees.paginate())
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "records": len(staff), "first": staff[0].id, "last": staff[-1].id}), flush=True)
