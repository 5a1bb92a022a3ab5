package webhook

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// MemoryStore is a [Store] for a single process. It is safe for concurrent use.
type MemoryStore struct {
	limit int

	mu      sync.Mutex
	entries map[string]*list.Element // of *memory
	order   *list.List               // the oldest first
}

// memory is what is known of one key.
type memory struct {
	key   string
	state State
	until time.Time
}

// NewMemoryStore returns a store that remembers at most n deliveries, and beyond that forgets the oldest. One takes
// about 300 bytes.
func NewMemoryStore(n int) *MemoryStore {
	return &MemoryStore{limit: max(n, 1), entries: make(map[string]*list.Element), order: list.New()}
}

// Claim implements [Store]. It gives no error.
func (s *MemoryStore) Claim(_ context.Context, key string, lease time.Duration) (State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.entries[key]; ok {
		if m := e.Value.(*memory); time.Now().Before(m.until) {
			return m.state, nil
		}
	}
	s.put(key, StatePending, lease)
	return StateNew, nil
}

// Finish implements [Store]. It gives no error.
func (s *MemoryStore) Finish(_ context.Context, key string, window time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(key, StateDone, window)
	return nil
}

// Forget implements [Store]. It gives no error.
func (s *MemoryStore) Forget(_ context.Context, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(key)
	return nil
}

// put remembers key, with the lock held.
func (s *MemoryStore) put(key string, state State, d time.Duration) {
	s.drop(key)
	s.entries[key] = s.order.PushBack(&memory{key, state, time.Now().Add(d)})
	for s.order.Len() > s.limit {
		s.drop(s.order.Front().Value.(*memory).key)
	}
	// What is over goes as it comes to the front. Leases and windows differ in length, so some of it goes later.
	for front := s.order.Front(); front != nil; front = s.order.Front() {
		m := front.Value.(*memory)
		if time.Now().Before(m.until) {
			return
		}
		s.drop(m.key)
	}
}

// drop forgets key, with the lock held.
func (s *MemoryStore) drop(key string) {
	if e, ok := s.entries[key]; ok {
		s.order.Remove(e)
		delete(s.entries, key)
	}
}
