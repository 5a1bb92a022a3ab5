#!/bin/sh
# Puts prism as a proxy between Factorial's client and the fake. Prism compares each request and each response with
# api/openapi.yaml, and turns a violation into an error. Every method of the client goes through it.
set -eu
. "$(dirname "$0")/lib.sh"
venv vendor-3
node_modules prism
company
"$node_bin/prism" proxy api/openapi.yaml "$base" --errors --host 127.0.0.1 --port 0 >"$work/prism" 2>&1 &
started="$started $!"
wait_for prism "$work/prism" 'listening on http://127[^ ]*'
proxy=${found#listening on }
"$venv/bin/python" $interop/prism_client.py "$proxy" $key internal/apitable/api.json "$base" $interop/prism_accepted.toml
