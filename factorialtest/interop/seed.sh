#!/bin/sh
# Runs the Python client factorialhr: every method of every endpoint, and the token file that it shares with package auth.
set -eu
. "$(dirname "$0")/lib.sh"
venv seed
fake -size 1800 # each call of clocking in needs another employee
failed=0
"$venv/bin/python" $interop/seed_client.py "$base" $key internal/apitable/api.json api/upstream $interop/seed_accepted.toml || failed=1
FACTORIALHR_TEST_PYTHON="$venv/bin/python" go test -count=1 -run '^TestATokenFileIsSharedWithPython$' ./auth || failed=1
exit $failed
