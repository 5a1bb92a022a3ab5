package factorialtest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// half delivers to every host but down.example.
type half struct{}

func (half) Do(r *http.Request) (*http.Response, error) {
	status := http.StatusNoContent
	if r.URL.Host == "down.example" {
		status = http.StatusServiceUnavailable
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
}

func TestOneReceiverThatIsDownDoesNotFillTheQueue(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Webhooks(half{}), factorialtest.At(time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)))
	subscribe(t, srv, "teams/team/create", "https://down.example/", "")
	if err := srv.Emit("teams/team/create", nil); err != nil {
		t.Fatal(err)
	}
	subscribe(t, srv, "teams/team/update", "https://up.example/", "")
	large := map[string]string{"id": "1", "name": strings.Repeat("x", 1<<20)}
	for range 40 {
		if err := srv.Emit("teams/team/update", large); err != nil {
			t.Fatal(err)
		}
		if err := srv.WaitDeliveries(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	delivered := 0
	for _, d := range srv.Deliveries() {
		if d.Delivered {
			delivered++
		}
	}
	if delivered != 40 {
		t.Errorf("%d of 40 webhooks were delivered: %+v", delivered, srv.Deliveries()[len(srv.Deliveries())-1])
	}
}

func TestAnAttemptInProgressLeavesNoTraceAfterReset(t *testing.T) {
	var srv *factorialtest.Server
	srv = factorialtest.New(t, factorialtest.Webhooks(half{}), factorialtest.At(time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)),
		factorialtest.ObserveDeliveries(func(factorialtest.Delivery) { _ = srv.Reset() }))
	subscribe(t, srv, "teams/team/update", "https://down.example/", "")
	if err := srv.Emit("teams/team/update", nil); err != nil {
		t.Fatal(err)
	}
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	if all := srv.Deliveries(); len(all) != 0 {
		t.Errorf("after the reset, the log has %+v", all)
	}
}
