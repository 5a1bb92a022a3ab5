# Functions for the scripts of this folder, which run in the root of the repository. Source it after set -eu.
interop=factorialtest/interop
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
started=
trap 'stop_all; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cache=${INTEROP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/factorialhr-go/interop}
key=factorialtest
export PYTHONDONTWRITEBYTECODE=1

# not_tested ends a script whose component cannot be installed here.
not_tested() {
	echo "NOT TESTED: $1"
	exit 0
}

# find_python sets $python: $PYTHON, or the first of 3.13, 3.12 and python3 that has Python 3.11 or a later version.
find_python() {
	python=
	for candidate in ${PYTHON:-python3.13 python3.12 "$(pyenv prefix 3.13 2>/dev/null || echo none)/bin/python" python3}; do
		if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
			python=$candidate
			return
		fi
	done
	not_tested "$1 needs Python 3.11 or later"
}

# venv makes the virtual environment of requirements/$1.txt in the cache and sets $venv.
venv() {
	find_python "$1"
	venv=$cache/$1-$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
	if cmp -s "$venv/installed" "$interop/requirements/$1.txt"; then return; fi
	if ! { mkdir -p "$cache" && "$python" -m venv --clear "$venv" &&
		"$venv/bin/pip" install --quiet --disable-pip-version-check -r "$interop/requirements/$1.txt"; }; then
		not_tested "the packages of $interop/requirements/$1.txt cannot be installed"
	fi
	cp "$interop/requirements/$1.txt" "$venv/installed"
}

# node_modules installs package-lock.json into the cache and sets $node_bin.
node_modules() {
	command -v npm >/dev/null || not_tested "$1 needs npm"
	node_bin=$cache/node/node_modules/.bin
	if cmp -s "$cache/node/installed" "$interop/package-lock.json"; then return; fi
	mkdir -p "$cache/node" && cp "$interop/package.json" "$interop/package-lock.json" "$cache/node"
	if ! npm ci --prefix "$cache/node" --no-audit --no-fund --loglevel=error >"$work/npm" 2>&1; then
		tail -n 3 "$work/npm"
		not_tested "npm cannot install $interop/package.json"
	fi
	cp "$interop/package-lock.json" "$cache/node/installed"
}

# binary builds the command unless run.sh has, and sets $factorialhr.
binary() {
	factorialhr=${INTEROP_BINARY:-$work/factorialhr}
	if [ -z "${INTEROP_BINARY:-}" ]; then go build -o "$factorialhr" ./cmd/factorialhr; fi
}

# fake starts a fake API with the given flags and sets $base, its URL.
fake() {
	binary
	: >"$work/mock"
	"$factorialhr" mock -port 0 "$@" >"$work/mock" 2>&1 &
	started="$started $!"
	wait_for "the fake API" "$work/mock" 'https*://127[^ ]*'
	base=$found
}

# company starts a fake that is large enough for each call of a client to find an employee who has not clocked in.
company() { fake -size 3000 "$@"; }

# wait_for waits up to a minute until the file $2 contains the pattern $3, and sets $found to the match.
wait_for() {
	for _ in $(seq 600); do
		found=$(grep -o "$3" "$2" | head -1)
		if [ -n "$found" ]; then return; fi
		sleep 0.1
	done
	echo "$1 did not start:"
	tail -n 5 "$2"
	exit 1
}

# stop_all ends the programs that the script started.
stop_all() {
	for pid in $started; do kill "$pid" 2>/dev/null || true; done
	for pid in $started; do wait "$pid" 2>/dev/null || true; done
	started=
}
