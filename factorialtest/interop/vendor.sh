#!/bin/sh
# Calls every method of both releases of Factorial's own Python client, each for a version of the API.
set -eu
. "$(dirname "$0")/lib.sh"
failed=0
for release in vendor-3 vendor-4; do
	venv $release
	company
	"$venv/bin/python" $interop/vendor_client.py "$base" $key internal/apitable/api.json || failed=1
	stop_all
done
exit $failed
