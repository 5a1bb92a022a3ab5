#!/bin/sh
# Runs third-party software against the fake API: factorialhr, which shares a token file with package auth; Factorial's own
# client; and schemathesis on api/openapi.yaml.
#
#	factorialtest/interop/run.sh [seconds for schemathesis, 240]
#
# It needs Go and Python: $PYTHON, or the first available of 3.13, 3.12 and python3. It installs requirements.txt into a
# virtual environment below the directory of temporary files, or into $INTEROP_VENV. Before Python 3.12, the ast module is
# not thread-safe, and schemathesis reports an error. There it gets one worker instead of two.
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
	echo "interop: not run: no Python found"
	exit 0
fi
workers=$("$python" -c 'import sys; print(2 if sys.version_info >= (3, 12) else 1)')

if [ ! -f "$venv/installed" ] || ! cmp -s "$venv/installed" $interop/requirements.txt; then
	"$python" -m venv --clear "$venv"
	"$venv/bin/pip" install --quiet --disable-pip-version-check -r $interop/requirements.txt
	cp $interop/requirements.txt "$venv/installed"
fi
go build -o "$work/factorialhr" ./cmd/factorialhr

# start runs a new fake for each client and sets $base. Its company is large enough for each call of Factorial's client to
# find an employee who has not clocked in.
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
	echo "interop: NOT TESTED: sharing a token file with factorialhr, which this Python cannot run"
fi

start
"$venv/bin/python" $interop/vendor_client.py "$base" factorialtest internal/apitable/api.json || failed=1

# The document has the notation of the newest version, in which ids are strings. What only 2026-04-01 has is left out,
# because ids are numbers there.
start
"$venv/bin/schemathesis" run api/openapi.yaml --url "$base" -H 'x-api-key: factorialtest' --no-color --seed 1 \
	--checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
	--exclude-path-regex '^/api/2026-04-01/' -n 1 -w "$workers" --max-time "$seconds" || failed=1
exit $failed
