"""Uses token files like a program with the Python client factorialhr. TestATokenFileIsSharedWithPython runs it.

Each line of the input is a command as JSON, and each line of the output is its result: {"file": PATH, "login": {…}} writes
a login to a token file, {"file": PATH} sends a request with the login in the file.

The script uses only the documented API of the package: RefreshTokenAuthFile, which is an httpx.Auth.
"""

import asyncio
import datetime
import json
import pathlib
import sys

import httpx
from factorialhr import RefreshTokenAuthFile


def write(path, login):
    created_at = datetime.datetime.fromtimestamp(login.pop("created_at"), datetime.timezone.utc)
    target_url = login.pop("target_url")
    RefreshTokenAuthFile(path, created_at=created_at, **login).to_file(target_url)
    return {}


async def request(path):
    auth, target_url = RefreshTokenAuthFile.from_file(path)
    report = {
        "target_url": target_url,
        "expired": auth.is_access_token_expired(),
        "access_token_expiration": auth.access_token_expiration.isoformat(),
        "refresh_token_expiration": auth.refresh_token_expiration.isoformat(),
    }
    if report["expired"]:
        # Requests refresh too, but at the default port of the host, where no test can listen.
        await auth.refresh_access_token(target_url)
    async with httpx.AsyncClient(base_url=target_url, auth=auth) as client:
        report["status"] = (await client.get("/api/things")).status_code
    return report


async def main():
    for line in sys.stdin:
        command = json.loads(line)
        path = pathlib.Path(command["file"])
        result = write(path, command["login"]) if "login" in command else await request(path)
        print(json.dumps(result), flush=True)


asyncio.run(main())
