#!/bin/sh
# Puts prism as a proxy between Factorial's client and the fake. Prism compares each request and each response with
# api/openapi.yaml, and turns a violation into an error. Every method of the client goes through it. prism_spec.awk says
# which parts of requests prism cannot read.
set -eu
. "$(dirname "$0")/lib.sh"
venv vendor-3
node_modules prism
company
awk -v left_out="$work/left_out" -f $interop/prism_spec.awk api/openapi.yaml >"$work/openapi.yaml"
cat "$work/left_out"
"$node_bin/prism" proxy "$work/openapi.yaml" "$base" --errors --host 127.0.0.1 --port 0 >"$work/prism" 2>&1 &
started="$started $!"
wait_for prism "$work/prism" 'listening on http://127[^ ]*'
"$venv/bin/python" $interop/prism_client.py "${found#listening on }" $key internal/apitable/api.json "$base"
