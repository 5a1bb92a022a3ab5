#!/bin/sh
# Runs what others wrote against the fake API: the vendor's own client, and schemathesis on api/openapi.yaml.
#
#	factorialtest/interop/run.sh [seconds for schemathesis, 240]
#
# It needs Go and Python 3.13 as $PYTHON or python3, and installs requirements.txt into a virtual environment below the
# directory of temporary files, or into $INTEROP_VENV. Python 3.11 runs it too, but its ast module is not safe between
# threads, and schemathesis reports that as an error.
set -eu
cd "$(dirname "$0")/../.."
interop=factorialtest/interop
seconds=${1:-240}
venv=${INTEROP_VENV:-${TMPDIR:-/tmp}/factorialhr-interop-venv}
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; fi; rm -rf "$work"' EXIT INT TERM

if [ ! -f "$venv/installed" ] || ! cmp -s "$venv/installed" $interop/requirements.txt; then
	"${PYTHON:-python3}" -m venv --clear "$venv"
	"$venv/bin/pip" install --quiet --disable-pip-version-check -r $interop/requirements.txt
	cp $interop/requirements.txt "$venv/installed"
fi
go build -o "$work/factorialhr" ./cmd/factorialhr

# start runs a fake of its own for each client and sets $base.
start() {
	if [ -n "$server" ]; then
		kill "$server"
		wait "$server" || true
	fi
	: >"$work/mock"
	"$work/factorialhr" mock -port 0 -size 50 >"$work/mock" &
	server=$!
	until base=$(grep -o 'http://127[^ ]*' "$work/mock" | head -1) && [ -n "$base" ]; do sleep 0.1; done
}

failed=0
start
"$venv/bin/python" $interop/vendor_client.py "$base" factorialtest internal/apitable/api.json || failed=1

# JSON Schema's "time" has an offset; the API's times of day have none.
sed 's/format: time$/format: time-local/' api/openapi.yaml >"$work/openapi.yaml"
start
"$venv/bin/schemathesis" run "$work/openapi.yaml" --url "$base" -H 'x-api-key: factorialtest' --no-color --seed 1 \
	--checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
	-n 1 -w 2 --max-time "$seconds" || failed=1
exit $failed
