#!/bin/sh
# Does what a newcomer does who writes no Go: runs the binary, uses it with curl, with Factorial's Python client and from a page
# in a browser, makes it fail, and receives a webhook. Each step fails the script if the result is wrong.
set -eu
. "$(dirname "$0")/lib.sh"
command -v curl >/dev/null || not_tested "the newcomer's path needs curl"
venv vendor-3
steps=0
step() {
	steps=$((steps + 1))
	echo "  $steps. $1"
}

# expect compares the status and a part of the body of a request with curl. An empty pattern matches any body.
#
#	expect STATUS PATTERN CURL_ARGUMENTS…
expect() {
	status=$1 pattern=$2
	shift 2
	got=$(curl -sS -m 20 -o "$work/body" -w '%{http_code}' "$@")
	if [ "$got" != "$status" ] || { [ -n "$pattern" ] && ! grep -q -- "$pattern" "$work/body"; }; then
		echo "expected $status with $pattern, got $got: $(head -c 500 "$work/body")"
		echo "curl $*"
		exit 1
	fi
}

. $interop/newcomer/session.sh
. $interop/newcomer/faults.sh

step "a Python program with Factorial's client"
"$venv/bin/python" $interop/newcomer/client.py "$base" $key

. $interop/newcomer/webhook.sh
. $interop/newcomer/browser.sh
echo "newcomer: $steps steps passed"
