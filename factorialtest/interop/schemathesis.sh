#!/bin/sh
# Runs schemathesis with all of its checks, with valid and with invalid data, on api/openapi.yaml. schemathesis_hooks.py says
# what the fake promises beyond that document, and schemathesis_accepted.toml lists the findings that are accepted.
#
#	INTEROP_SECONDS=100 factorialtest/interop/schemathesis.sh
#
# Before Python 3.12, the ast module is not thread-safe, and schemathesis reports an error. There it gets one worker instead
# of two.
set -eu
. "$(dirname "$0")/lib.sh"
venv schemathesis
company
workers=$("$venv/bin/python" -c 'import sys; print(2 if sys.version_info >= (3, 12) else 1)')
root=$PWD
# It keeps examples in the working directory. The document has the notation of the newest version, in which ids are strings:
# what only 2026-04-01 has is left out, because ids are numbers there. It exits with 1 if there are findings.
(cd "$work" && SCHEMATHESIS_HOOKS=$root/$interop/schemathesis_hooks.py "$venv/bin/schemathesis" \
	--config-file "$root/$interop/schemathesis.toml" run "$root/api/openapi.yaml" \
	--url "$base" -H "x-api-key: $key" --no-color --seed 1 --mode all --checks all --continue-on-failure \
	--exclude-path-regex '^/api/2026-04-01/' -n 3 -w "$workers" --max-time "${INTEROP_SECONDS:-240}" \
	--report ndjson --report-ndjson-path "$work/events.ndjson" >"$work/schemathesis" 2>&1) || [ $? = 1 ] || {
	tail -n 40 "$work/schemathesis"
	exit 1
}
"$venv/bin/python" $interop/schemathesis_report.py "$work/events.ndjson" $interop/schemathesis_accepted.toml \
	internal/apitable/api.json
