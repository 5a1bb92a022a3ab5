#!/bin/sh
# Runs a session with the OAuth endpoints of the fake: a collection for Postman, which newman executes.
set -eu
. "$(dirname "$0")/lib.sh"
node_modules newman
fake -size 20
"$node_bin/newman" run $interop/oauth.postman_collection.json --env-var "base=$base" --color off --disable-unicode \
	--timeout-request 10000 --reporters cli --reporter-cli-no-success-assertions --reporter-cli-no-banner >"$work/newman" 2>&1 || {
	cat "$work/newman"
	exit 1
}
# newman passes without an assertion, so the script compares their number with the collection's.
count() { sed -n "s/^| *$1 | *\([0-9]*\) |.*/\1/p" "$work/newman"; }
expected=$(grep -c 'pm\.test(' $interop/oauth.postman_collection.json)
if [ "$(count assertions)" != "$expected" ]; then
	cat "$work/newman"
	echo "newman ran $(count assertions) of $expected assertions"
	exit 1
fi
echo "newman: $(count requests) requests of an OAuth session, $expected assertions passed"
