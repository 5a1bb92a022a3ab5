package auth

import (
	"context"
	"sync"
)

// MemoryStore is a TokenStore in the memory of the process. With it, several clients of one process
// can share a login.
type MemoryStore struct {
	mu     sync.Mutex
	tokens map[string]Secret        // not bytes, because a program may print its store
	locks  map[string]chan struct{} // each holds a value while its key is locked
}

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore {
	return &MemoryStore{tokens: make(map[string]Secret), locks: make(map[string]chan struct{})}
}

// Load implements TokenStore.
func (s *MemoryStore) Load(_ context.Context, key string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, ok := s.tokens[key]
	if !ok {
		return nil, ErrNotStored
	}
	return []byte(data.Reveal()), nil
}

// Lock implements TokenStore.
func (s *MemoryStore) Lock(ctx context.Context, key string) (TokenLock, error) {
	s.mu.Lock()
	held := s.locks[key]
	if held == nil {
		held = make(chan struct{}, 1)
		s.locks[key] = held
	}
	s.mu.Unlock()
	select {
	case held <- struct{}{}:
		return &memoryLock{store: s, key: key, held: held}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type memoryLock struct {
	store *MemoryStore
	key   string
	held  chan struct{}
	once  sync.Once
}

func (l *memoryLock) Save(_ context.Context, data []byte) error {
	l.store.mu.Lock()
	defer l.store.mu.Unlock()
	l.store.tokens[l.key] = NewSecret(string(data))
	return nil
}

func (l *memoryLock) Unlock(context.Context) error {
	l.once.Do(func() { <-l.held })
	return nil
}
