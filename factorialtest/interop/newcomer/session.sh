# Part of newcomer.sh: the binary, and a session with curl.
step "the binary starts and says where it listens"
fake -size 50 -cors '*'
api=$base/api/2026-10-01/resources

step "a read"
expect 200 '"first_name":' -H "x-api-key: $key" "$api/employees/employees?limit=2"

step "a creation, read back"
expect 201 '"name":"Lighthouse"' -H "x-api-key: $key" --json '{"name": "Lighthouse"}' "$api/teams/teams"
team=$(sed -n 's/.*"id":"\([0-9]*\)".*/\1/p' "$work/body")
expect 200 '"name":"Lighthouse"' -H "x-api-key: $key" "$api/teams/teams/$team"

step "a body with a mistake"
expect 422 '"nmae":\["is unknown"\]' -H "x-api-key: $key" --json '{"nmae": "Lighthouse"}' "$api/teams/teams"

step "a wrong key, and no key"
expect 401 errors -H "x-api-key: wrong" "$api/teams/teams"
expect 401 errors "$api/teams/teams"

step "a form instead of JSON"
expect 201 '"name":"Harbour"' -H "x-api-key: $key" -d name=Harbour "$api/teams/teams"

step "health, the OpenAPI document, and a page to look at"
expect 200 . "$base/healthz"
expect 200 '"openapi"' "$base/openapi.json"
expect 200 '^<!doctype html>' "$base/"
