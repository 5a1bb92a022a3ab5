package factorialhr

import "sync"

const (
	// budgetSize is how many retries a client can spend at once, over all of its calls.
	budgetSize = 100
	// budgetReturn is what a call that succeeds without a paid retry adds: in the long run, one
	// retry for every ten calls.
	budgetReturn = 0.1
)

// retryBudget keeps a client from multiplying its requests while a server is down: retries spend
// it, and successes earn it back. While it is empty, calls fail with their first attempt until some
// succeed. It is safe for concurrent use.
type retryBudget struct {
	mu   sync.Mutex
	left float64
}

func newRetryBudget() *retryBudget { return &retryBudget{left: budgetSize} }

// spend reports whether a retry may take place, and pays for it.
func (b *retryBudget) spend() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

// earn adds what a call that succeeded returns: the price of its last retry if it paid for that,
// since the retry was worth it, and otherwise a little.
func (b *retryBudget) earn(paid bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if paid {
		b.left++
	} else {
		b.left += budgetReturn
	}
	b.left = min(b.left, budgetSize)
}
