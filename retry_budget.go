package factorialhr

import "sync"

const (
	// budgetSize is how many retries a client has at once, over all of its calls.
	budgetSize = 100
	// budgetReturn is what a call that succeeded at once gives back: in the long run one retry for every ten calls.
	budgetReturn = 0.1
)

// retryBudget keeps a client from multiplying its requests while a server is down: it is spent by retries and earned
// back by successes. An empty one means that calls fail with their first attempt until some succeed. It is safe for
// concurrent use.
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

// earn notes that a call succeeded. One whose last attempt was a retry that was paid for gets that back, since it was worth
// it.
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
