# Part of newcomer.sh: a webhook that a small program receives.
step "a webhook reaches a listener in Python"
"$venv/bin/python" $interop/newcomer/listener.py "$work/delivered" >"$work/listener" 2>&1 &
started="$started $!"
wait_for "the listener" "$work/listener" 'http://127[^ ]*'
expect 201 '"enabled":true' -H "x-api-key: $key" --json "{\"subscription_type\": \"teams/team/create\", \"company_id\": \"1\",
	\"target_url\": \"$found/team-created\", \"challenge\": \"challenge-of-a-newcomer\"}" "$api/api_public/webhook_subscriptions"
expect 201 . -H "x-api-key: $key" --json '{"name": "Belfry"}' "$api/teams/teams"
wait_for "the delivery" "$work/delivered" '.*Belfry.*'
if ! echo "$found" | grep -q '"path": "/team-created".*"challenge": "challenge-of-a-newcomer".*"name": "Belfry"'; then
	echo "an unexpected delivery: $found"
	exit 1
fi
expect 200 '"status": *200' "$base/_fake/deliveries"
