package factorialtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// Many concurrent clients lose some of their responses. The log still agrees with the records.
func TestTheLogAgreesWithTheRecords(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0), factorialtest.Faults(
		factorialtest.Fault{Kind: factorialtest.ResetBefore, Rate: 0.05}, factorialtest.Fault{Kind: factorialtest.ResetAfter, Rate: 0.05},
		factorialtest.Fault{Kind: factorialtest.ServerError, Rate: 0.05, Acts: true}, factorialtest.Fault{Kind: factorialtest.RateLimit, Rate: 0.05},
	))
	var workers sync.WaitGroup
	var responses atomic.Int64
	for w := range 8 {
		workers.Go(func() {
			for i := range 100 {
				body := fmt.Sprintf(`{"name":"Team %d of %d"}`, i, w)
				r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+resources+"teams/teams", strings.NewReader(body))
				if err != nil {
					t.Error(err)
					return
				}
				r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
				resp, err := srv.HTTPClient().Do(r)
				if err != nil {
					continue
				}
				resp.Body.Close()
				if resp.StatusCode == http.StatusCreated {
					responses.Add(1)
				}
			}
		})
	}
	workers.Wait()
	srv.ClearFaults()
	created := make(map[string]bool)
	for _, c := range srv.Changes() {
		if created[c.ID] {
			t.Errorf("%s was created twice", c.ID)
		}
		created[c.ID] = true
	}
	if got := len(srv.Records("teams/teams")); got != len(created) || len(created) <= int(responses.Load()) {
		t.Errorf("%d records, %d in the log, %d responses", got, len(created), responses.Load())
	}
	if got := len(srv.Requests()); got != 800 {
		t.Errorf("%d requests in the log", got)
	}
}
