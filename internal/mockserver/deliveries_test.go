package mockserver_test

import (
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/internal/mockserver"
)

func TestEachAttemptToDeliverIsPrintedWithItsHint(t *testing.T) {
	var out strings.Builder
	show := mockserver.DeliveryPrinter(&out)
	show(factorialtest.Delivery{Event: "teams/team/create", URL: "http://127.0.0.1:9000/hook?key=secret", Attempt: 1, Status: 204, Delivered: true})
	show(factorialtest.Delivery{Event: "teams/team/create", URL: "http://user:secret@127.0.0.1:9000/hook", Attempt: 2, Hint: "nothing listens at the target URL"})
	show(factorialtest.Delivery{Event: "teams/team/create", URL: "::secret", Attempt: 3})
	const want = `webhook teams/team/create to http://127.0.0.1:9000/hook, attempt 1: 204
webhook teams/team/create to http://127.0.0.1:9000/hook, attempt 2: no response
    nothing listens at the target URL
webhook teams/team/create to a URL that cannot be read, attempt 3: no response
`
	if out.String() != want {
		t.Errorf("got\n%s", &out)
	}
}
