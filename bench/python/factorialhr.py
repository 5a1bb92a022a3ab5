"""Reads all employees with factorialhr, once for every line of its input."""

import asyncio
import json
import sys
import time

import factorialhr


async def main(url: str, typed: bool) -> None:
    async with factorialhr.ApiClient(url, auth=factorialhr.ApiKeyAuth("key")) as api:
        for _ in sys.stdin:
            start = time.perf_counter()
            if typed:
                staff = list((await factorialhr.EmployeesEndpoint(api).all()).data())
                ids = [e.id for e in staff]
            else:
                staff = await api.get_all("employees", "employees")
                ids = [e["id"] for e in staff]
            seconds = time.perf_counter() - start
            print(json.dumps({"seconds": seconds, "records": len(ids), "first": str(ids[0]), "last": str(ids[-1])}), flush=True)


asyncio.run(main(sys.argv[1], sys.argv[2] == "typed"))
