# Part of newcomer.sh: faults, the clock and the log, through the control surface.
step "one request fails, by a header"
expect 502 . -H "x-api-key: $key" -H "X-Fake-Fault: server-error" "$api/teams/teams"
expect 200 . -H "x-api-key: $key" "$api/teams/teams"

step "the next two requests fail"
expect 201 . --json '{"kind": "rate-limit", "times": 2, "retry_after": "1s"}' "$base/_fake/faults"
expect 429 . -H "x-api-key: $key" "$api/teams/teams"
expect 429 . -H "x-api-key: $key" "$api/teams/teams"
expect 200 . -H "x-api-key: $key" "$api/teams/teams"

step "a record that a user of Factorial adds"
expect 201 '"id"' --json '{"name": "Observatory"}' "$base/_fake/records/teams/teams"
expect 200 '"name":"Observatory"' -H "x-api-key: $key" "$api/teams/teams"

step "the log says what was wrong with a request"
expect 200 . -H "x-api-key: $key" "$api/teams/teams?nmae=x"
expect 200 nmae "$base/_fake/requests?hints=true"

step "the clock turns, and an access token expires"
expect 200 access_token -X POST "$base/_fake/tokens/login"
token=$(sed -n 's/.*"access_token": *"\([^"]*\)".*/\1/p' "$work/body")
expect 200 . -H "Authorization: Bearer $token" "$api/teams/teams"
expect 200 now --json '{"advance": "2h"}' "$base/_fake/clock"
expect 401 . -H "Authorization: Bearer $token" "$api/teams/teams"

step "the state of the start"
expect 204 "" -X POST "$base/_fake/reset"
expect 404 . -H "x-api-key: $key" "$api/teams/teams/$team"
