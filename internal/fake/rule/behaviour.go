package rule

import (
	"maps"

	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
)

// behaviour implements an operation that the general rules do not cover. It runs with the store
// locked for writing.
type behaviour func(*Call) (*reply.Reply, error)

// behaviours holds the operations with a behaviour of their own, by name. Names that a version of
// the API does not have are never looked up.
var behaviours = gathered(
	applicationBehaviours(), approvalBehaviours(), attendanceBehaviours(), destructiveBehaviours(), documentBehaviours(),
	employeeBehaviours(), financeBehaviours(), leaveBehaviours(), procurementBehaviours(), subscriptionBehaviours(), syncRunBehaviours(),
	taskBehaviours(), teamBehaviours(), trainingBehaviours(),
)

func gathered(groups ...map[string]behaviour) map[string]behaviour {
	all := make(map[string]behaviour)
	for _, group := range groups {
		maps.Copy(all, group)
	}
	return all
}
