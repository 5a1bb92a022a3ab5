package serve

import (
	"net/http"

	"github.com/factorialhr-go/factorialhr/internal/fake/hook"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// subscriptionHint warns about a new or changed subscription whose webhooks cannot be delivered.
func (s *Server) subscriptionHint(op *spec.Operation, result *reply.Reply) string {
	if op.Resource.Path != hook.SubscriptionsPath || op.Method != http.MethodPost && op.Method != http.MethodPut {
		return ""
	}
	for _, r := range result.Records {
		if target := value.Plain(r.Get(result.Shape, "target_url")); target != "" {
			return s.Hooks.Hint(target)
		}
	}
	return ""
}
