#!/bin/sh
# Runs third-party software against the fake API, and prints the result and the time of each component.
#
#	factorialtest/interop/run.sh [seconds for schemathesis, 240]
#	COMPONENTS="seed oauth" factorialtest/interop/run.sh
#
# Each component has a script of its own, which also runs alone. It installs what it needs, with fixed versions, into a cache
# outside the repository. If it cannot, it prints NOT TESTED and passes.
set -eu
cd "$(dirname "$0")/../.."
interop=factorialtest/interop
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
go build -o "$bin/factorialhr" ./cmd/factorialhr
export INTEROP_BINARY="$bin/factorialhr" INTEROP_SECONDS="${1:-${INTEROP_SECONDS:-240}}"

failed=
for component in ${COMPONENTS:-newcomer seed vendor prism oauth schemathesis}; do
	echo "-- $component"
	began=$(date +%s)
	if ! "$interop/$component.sh"; then failed="$failed $component"; fi
	echo "-- $component took $(($(date +%s) - began)) seconds"
done
if [ -n "$failed" ]; then
	echo "interop: FAILED:$failed"
	exit 1
fi
