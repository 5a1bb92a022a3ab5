package keyringstore

import (
	"context"
	"errors"

	"github.com/zalando/go-keyring"

	"github.com/factorialhr-go/factorialhr/internal/cause"
)

// call makes a call of the keyring and waits for it until ctx ends. The keyring has no contexts, so
// an abandoned call goes on until the keyring responds, and keeps the turn of the next one. There
// is never more than one call, because a person can respond to one dialog.
func (s *Store) call(ctx context.Context, what string, f func() (string, error)) (string, error) {
	text, err, _ := s.begin(ctx, what, f)
	return text, err
}

// begin is call that also returns a channel, which is closed when the call has returned.
func (s *Store) begin(ctx context.Context, what string, f func() (string, error)) (string, error, <-chan struct{}) {
	ended := make(chan struct{})
	if err := s.take(ctx); err != nil {
		close(ended)
		return "", failed(what, err), ended
	}
	var text string
	var err error
	go func() { // ends with the call
		defer close(ended)
		defer func() { <-s.turn }()
		text, err = f()
	}()
	select {
	case <-ended:
		if err != nil {
			return "", failed(what, err), ended
		}
		return text, nil, ended
	case <-ctx.Done():
		return "", failed(what, ctx.Err()), ended
	}
}

// take waits for the turn.
func (s *Store) take(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// failed returns the error of a call. errors.Is and errors.As find err, but its text, which a
// program of the system wrote, is left out.
func failed(what string, err error) error {
	text := cause.Or(err, "the keyring failed").Error()
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		text = "there is no such entry"
	case errors.Is(err, keyring.ErrSetDataTooBig):
		text = "the token is too large for this keyring: keep it in a file"
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		text = "this system has no keyring"
	}
	return cause.New("keyringstore: "+what+": "+text, err)
}
