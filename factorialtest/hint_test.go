package factorialtest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestHintsSayWhatIsWrong(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Lenient(),
		factorialtest.WithCredential(factorialtest.Credential{Key: "key"}),
		factorialtest.WithCredential(factorialtest.Credential{Key: "token", Bearer: true}),
		factorialtest.WithCredential(factorialtest.Credential{Key: "narrow", Scopes: []string{"teams"}}),
	)
	for _, test := range []struct {
		name, method, path, header, value string
		hint                              string // the whole hint, or a part of it after …
	}{
		{"nothing is wrong", "GET", "teams/teams?limit=1", "X-Api-Key", "key", ""},
		{"a record that is not there", "GET", "teams/teams/77", "X-Api-Key", "key", ""},
		{"no version in the path", "GET", "/employees/employees", "X-Api-Key", "key", "…paths have the form /api/" + factorialhr.DefaultAPIVersion + "/resources/<domain>/<resource>"},
		{"a version that is no date", "GET", "/api/2026-13-01/resources/employees/employees", "X-Api-Key", "key", "…the version in the path, 2026-13-01, is not a date such as "},
		{"a version that is a word", "GET", "/api/v1/resources/employees/employees/1", "X-Api-Key", "key", "…the version in the path, v1, is not a date such as "},
		{"an OAuth endpoint that is spelt wrong", "POST", "/oauth/tokens", "", "", "there is no /oauth/tokens; did you mean /oauth/token?"},
		{"an OAuth endpoint that is like none", "POST", "/oauth/introspection", "", "", "there is no /oauth/introspection; the endpoints are /oauth/authorize, /oauth/revoke and /oauth/token"},
		{"no resources in the path", "GET", "/api/" + factorialhr.DefaultAPIVersion + "/employees/employees", "X-Api-Key", "key", "…paths have the form /api/"},
		{"a resource that is spelt wrong", "GET", "employees/employee", "X-Api-Key", "key", "there is no resource employees/employee; did you mean employees/employees?"},
		{"a resource that is like none", "GET", "payroll/xylophones_and_drums", "X-Api-Key", "key", "there is no resource payroll/xylophones_and_drums"},
		{"a method that is not there", "PATCH", "timeoff/leaves/1", "X-Api-Key", "key", "…PUT timeoff/leaves/{id}"},
		{"no credential", "GET", "teams/teams", "", "", "…send the header x-api-key"},
		{"a key as a token", "GET", "teams/teams", "Authorization", "Bearer key", "this is an API key: send it as x-api-key"},
		{"a token as a key", "GET", "teams/teams", "X-Api-Key", "token", "this is an access token: send it as Authorization: Bearer"},
		{"another key", "GET", "teams/teams", "X-Api-Key", "secret-of-somebody", "the API key is unknown"},
		{"a key that may not", "GET", "timeoff/leaves", "X-Api-Key", "narrow", "the scope of the credential, teams, does not cover timeoff.Leaves.List, which is in the domain timeoff"},
		{"a parameter that is spelt wrong", "GET", "employees/employees?only_actve=true", "X-Api-Key", "key", "…only_actve: did you mean only_active?"},
		{"a list without brackets", "GET", "employees/employees?ids=1", "X-Api-Key", "key", "…ids: it is a list, ids[]"},
		{"a list with an index", "GET", "employees/employees?ids[0]=1", "X-Api-Key", "key", "…ids[0]: it is a list, ids[]"},
		{"a parameter like none", "GET", "teams/teams?xylophone=1", "X-Api-Key", "key", "…xylophone: the parameters are after_id, before_id"},
		{"a parameter without a rule", "GET", "timeoff/leaves?include_duration=true", "X-Api-Key", "key", "the fake ignores include_duration"},
		{"a parameter of no list", "GET", "teams/teams/1?limit=1", "X-Api-Key", "key", "…limit: only lists have parameters"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !strings.HasPrefix(test.path, "/") {
				test.path = resources + test.path
			}
			r, err := http.NewRequestWithContext(t.Context(), test.method, srv.URL+test.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if test.header != "" {
				r.Header.Set(test.header, test.value)
			}
			resp, err := srv.HTTPClient().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			log := srv.Requests()
			hint := log[len(log)-1].Hint
			part, isPart := strings.CutPrefix(test.hint, "…")
			if hint != test.hint && !(isPart && strings.Contains(hint, part)) {
				t.Errorf("got %q", hint)
			}
			if strings.Contains(hint, "somebody") {
				t.Error("the hint tells a secret")
			}
		})
	}
}
