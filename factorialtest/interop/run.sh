#!/bin/sh
# Runs what others wrote against the fake API: factorialhr, which shares a token file with package auth; the vendor's own
# client; and schemathesis on api/openapi.yaml.
#
#	factorialtest/interop/run.sh [seconds for schemathesis, 240]
#
# It needs Go and Python: $PYTHON, or the newest of 3.13, 3.12 and python3 that there is. It installs requirements.txt into
# a virtual environment below the directory of temporary files, or into $INTEROP_VENV. Before 3.12, Python's ast module is
# not safe between threads, which schemathesis reports as an error; there it gets one worker instead of two.
set -eu
cd "$(dirname "$0")/../.."
interop=factorialtest/interop
seconds=${1:-240}
venv=${INTEROP_VENV:-${TMPDIR:-/tmp}/factorialhr-interop-venv}
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; fi; rm -rf "$work"' EXIT INT TERM

python=${PYTHON:-}
for candidate in python3.13 python3.12 "$(pyenv prefix 3.13 2>/dev/null || echo none)/bin/python" python3; do
	if [ -z "$python" ] && "$candidate" -c '' 2>/dev/null; then python=$candidate; fi
done
if [ -z "$python" ]; then
	echo "interop: not run, there is no Python here"
	exit 0
fi
workers=$("$python" -c 'import sys; print(2 if sys.version_info >= (3, 12) else 1)')

if [ ! -f "$venv/installed" ] || ! cmp -s "$venv/installed" $interop/requirements.txt; then
	"$python" -m venv --clear "$venv"
	"$venv/bin/pip" install --quiet --disable-pip-version-check -r $interop/requirements.txt
	cp $interop/requirements.txt "$venv/installed"
fi
go build -o "$work/factorialhr" ./cmd/factorialhr

# start runs a fake of its own for each client and sets $base. Its company is large enough that each call of the vendor's
# client finds an employee who has not clocked in.
start() {
	if [ -n "$server" ]; then
		kill "$server"
		wait "$server" || true
	fi
	: >"$work/mock"
	"$work/factorialhr" mock -port 0 -size 5000 >"$work/mock" &
	server=$!
	until base=$(grep -o 'http://127[^ ]*' "$work/mock" | head -1) && [ -n "$base" ]; do sleep 0.1; done
}

failed=0
if "$venv/bin/python" -c 'import factorialhr'; then
	FACTORIALHR_TEST_PYTHON="$venv/bin/python" go test -count=1 -run '^TestATokenFileIsSharedWithPython$' ./auth || failed=1
else
	echo "interop: NOT TESTED: a token file shared with factorialhr, which this Python cannot run"
fi

start
"$venv/bin/python" $interop/vendor_client.py "$base" factorialtest internal/apitable/api.json || failed=1

start
"$venv/bin/schemathesis" run api/openapi.yaml --url "$base" -H 'x-api-key: factorialtest' --no-color --seed 1 \
	--checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
	-n 1 -w "$workers" --max-time "$seconds" || failed=1
exit $failed
