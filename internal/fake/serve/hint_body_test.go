package serve

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

// Every request with a body pays for the look at its first bytes.
func TestALookAtABodyAllocatesLittle(t *testing.T) {
	const (
		calls = 1000
		limit = 2 << 10 // bytes for each call
	)
	op := &spec.Operation{Operation: &apitable.Operation{}}
	requests := make([]*http.Request, calls)
	for i := range requests {
		requests[i] = httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(`{"name":"New"}`))
		requests[i].Header.Set("Content-Type", mediaJSON)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, r := range requests {
		if hint := mediaHint(r, op); hint != "" {
			t.Fatal(hint)
		}
	}
	runtime.ReadMemStats(&after)
	if n := (after.TotalAlloc - before.TotalAlloc) / calls; n > limit {
		t.Errorf("%d bytes for each request, more than %d", n, limit)
	}
}
