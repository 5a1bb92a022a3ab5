package factorialtest

import "maps"

// behaviour is what an operation does that no rule tells. It runs with the store locked for writing.
type behaviour func(*call) (*reply, error)

// behaviours are the operations with a behaviour of their own, by name. A name that a version of the API does not have
// is never looked up.
var behaviours = gathered(
	attendanceBehaviours(), documentBehaviours(), employeeBehaviours(), leaveBehaviours(), subscriptionBehaviours(),
	syncRunBehaviours(), taskBehaviours(), teamBehaviours(),
)

func gathered(groups ...map[string]behaviour) map[string]behaviour {
	all := make(map[string]behaviour)
	for _, group := range groups {
		maps.Copy(all, group)
	}
	return all
}
