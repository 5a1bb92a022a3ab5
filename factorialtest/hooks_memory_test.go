package factorialtest_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/teams"
)

// unreachable is a receiver that never responds.
type unreachable struct{}

func (unreachable) Do(*http.Request) (*http.Response, error) {
	return nil, errors.New("no connection")
}

// Webhooks that nobody takes do not fill the memory: the queue is bounded, and the log says which
// webhooks it lost.
func TestTheQueueOfWebhooksIsBounded(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Webhooks(unreachable{}), factorialtest.At(defaultsDay))
	if _, err := srv.Insert("api_public/webhook_subscriptions", properties{
		"type": "teams/team/create", "target_url": "https://hooks.test", "company_id": "1", "enabled": true,
	}); err != nil {
		t.Fatal(err)
	}
	event := teams.EventTeamCreate.Name()
	record := properties{"id": "1", "name": string(make([]byte, 100_000))}
	const sent = 100
	var before int
	for i := range 4 {
		for range sent {
			if err := srv.Emit(event, record); err != nil {
				t.Fatal(err)
			}
		}
		if err := srv.WaitDeliveries(t.Context()); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			before = heap()
		}
	}
	if held := heap() - before; held > 20<<20 {
		t.Errorf("%d webhooks of 600 KB hold %d bytes more than the first %d", 4*sent, held, sent)
	}
	tried, lost := 0, 0
	for _, d := range srv.Deliveries() {
		switch {
		case d.Attempt == 0 && !d.Delivered && d.Retry.IsZero() && d.Status == 0:
			lost++
		case d.Attempt == 1 && !d.Retry.IsZero():
			tried++
		default:
			t.Errorf("%+v", d)
		}
	}
	if tried+lost != 4*sent || lost == 0 || tried < 40 {
		t.Errorf("%d webhooks were tried, %d lost, of %d", tried, lost, 4*sent)
	}
}
