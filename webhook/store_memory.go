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

// memory is the entry of one key.
type memory struct {
	key   string
	state State
	until time.Time
}

// NewMemoryStore returns a store that remembers at most n deliveries; beyond that it forgets the
// oldest. A delivery takes about 300 bytes.
func NewMemoryStore(n int) *MemoryStore {
	return &MemoryStore{limit: max(n, 1), entries: make(map[string]*list.Element), order: list.New()}
}

// Claim implements [Store]. Its error is always nil.
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

// Finish implements [Store]. Its error is always nil.
func (s *MemoryStore) Finish(_ context.Context, key string, window time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(key, StateDone, window)
	return nil
}

// Forget implements [Store]. Its error is always nil.
func (s *MemoryStore) Forget(_ context.Context, key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(key)
	return nil
}

// put stores key. The caller holds the lock.
func (s *MemoryStore) put(key string, state State, d time.Duration) {
	s.drop(key)
	s.entries[key] = s.order.PushBack(&memory{key, state, time.Now().Add(d)})
	for s.order.Len() > s.limit {
		s.drop(s.order.Front().Value.(*memory).key)
	}
	// Drop expired entries at the front. Leases and windows differ in length, so some expired
	// entries stay until they reach the front.
	for front := s.order.Front(); front != nil; front = s.order.Front() {
		m := front.Value.(*memory)
		if time.Now().Before(m.until) {
			return
		}
		s.drop(m.key)
	}
}

// drop removes key. The caller holds the lock.
func (s *MemoryStore) drop(key string) {
	if e, ok := s.entries[key]; ok {
		s.order.Remove(e)
		delete(s.entries, key)
	}
}
