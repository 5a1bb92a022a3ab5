package factorialtest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestThePageIsWhereTheControlSurfaceIs(t *testing.T) {
	for _, test := range []struct {
		name           string
		options        []factorialtest.Option
		onAPI, onOther bool
	}{
		{"without the surface there is no page", nil, false, false},
		{"on the port of the API", []factorialtest.Option{factorialtest.Control()}, true, true},
		{"on a port of its own", []factorialtest.Option{factorialtest.ControlAt("")}, false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, append(test.options, factorialtest.Lenient())...)
			at := map[string]bool{srv.URL: test.onAPI}
			if root, ok := strings.CutSuffix(srv.ControlURL, "/_fake"); ok {
				at[root] = test.onOther
			}
			for base, there := range at {
				for _, path := range []string{"/", "/_fake/page/main.js"} {
					for _, method := range []string{"GET", "HEAD", "POST"} {
						want := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[there]
						if there && method == "POST" {
							want = http.StatusMethodNotAllowed
						}
						r, err := http.NewRequestWithContext(t.Context(), method, base+path, nil)
						if err != nil {
							t.Fatal(err)
						}
						response, err := srv.HTTPClient().Do(r)
						if err != nil {
							t.Fatal(err)
						}
						_ = response.Body.Close()
						if response.StatusCode != want {
							t.Errorf("%s %s%s: status %d, not %d", method, base, path, response.StatusCode, want)
						}
					}
				}
			}
			for _, r := range srv.Requests() {
				if test.onAPI {
					t.Errorf("%s %s entered the log", r.Method, r.Path)
				}
			}
		})
	}
}
