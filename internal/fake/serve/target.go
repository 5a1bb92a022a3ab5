package serve

import (
	"net/http"

	"github.com/factorialhr-go/factorialhr/internal/fake/fault"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

// targets lists the operations that a fault may strike, including the OAuth endpoints.
func targets(a *spec.API) []fault.Target {
	var all []fault.Target
	for _, name := range oauthOperations {
		method := http.MethodPost
		if name == authorize {
			method = http.MethodGet
		}
		all = append(all, fault.Target{Name: name, Method: method})
	}
	for _, res := range a.Order {
		for _, op := range res.Operations {
			all = append(all, fault.Target{Name: op.Name, Method: op.Method, List: op.Verb == "list"})
		}
	}
	return all
}

// Bind checks the faults of a plan against the operations, now and whenever the plan changes.
func (s Spec) Bind(plan *fault.Plan) error { return plan.Know(s.targets) }
