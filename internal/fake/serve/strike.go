package serve

import (
	"net/http"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/fault"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// strike finds the fault of a request: the fault in its header or, without one, a fault of the
// server. It returns the delay, and false if the header cannot be read.
func (s *Server) strike(r *http.Request, x *exchange) (delay time.Duration, ok bool) {
	verb := ""
	if x.op != nil {
		verb = x.op.Verb
	}
	values := r.Header.Values(fault.Header)
	switch {
	case len(values) > 0 && s.headerFaults:
		var err error
		if delay, x.fault, err = fault.ParseHeader(values, verb == "list"); err != nil {
			x.status, x.request.Hint = http.StatusBadRequest, err.Error()
			x.body = value.Marshal(map[string]string{"error": err.Error()})
			return 0, false
		}
	case len(values) > 0:
		x.request.Hint = "the server ignores " + fault.Header + ", because it has no control surface: see the option Control, or mock -control"
		fallthrough
	default:
		delay, x.fault = s.Faults.Strike(x.request.Operation, r.Method, verb)
	}
	if x.fault != nil {
		x.request.Fault = x.fault.Kind
	}
	return delay, true
}
