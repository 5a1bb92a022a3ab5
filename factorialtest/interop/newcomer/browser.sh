# Part of newcomer.sh: a page of another origin, in Chromium. Debian and Ubuntu have one as chromium-headless-shell or chromium.
find_browser() {
	for candidate in ${CHROMIUM:-chromium-headless-shell chromium chromium-browser google-chrome}; do
		if command -v "$candidate" >/dev/null; then
			browser=$candidate
			return
		fi
	done
	browser=
}
find_browser
if [ -z "$browser" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
	if { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium-headless-shell; } >"$work/apt" 2>&1; then
		find_browser
	fi
fi
if [ -z "$browser" ]; then
	echo "NOT TESTED: a page in a browser: Chromium cannot be installed here"
else
	step "a page of another origin reads and creates, in $browser"
	mkdir "$work/site"
	sed "s#BASE_URL#$base#; s#API_KEY#$key#" $interop/newcomer/page.html >"$work/site/index.html"
	"$venv/bin/python" -m http.server --bind 127.0.0.1 --directory "$work/site" 0 >"$work/site.log" 2>&1 &
	started="$started $!"
	wait_for "the site" "$work/site.log" 'http://127[^ )]*'
	sandbox=
	if [ "$(id -u)" = 0 ]; then sandbox=--no-sandbox; fi
	timeout 60 "$browser" --headless --disable-gpu $sandbox --user-data-dir="$work/browser" --virtual-time-budget=20000 \
		--dump-dom "$found" >"$work/dom" 2>"$work/browser.log" || true
	if ! grep -q '<output>50 employees, team Beacon, 401, 422 name</output>' "$work/dom"; then
		cat "$work/dom"
		tail -n 5 "$work/browser.log"
		exit 1
	fi
	grep -o '<output>.*</output>' "$work/dom" | sed 's/<[^>]*>//g; s/^/     the page shows: /'
fi
