package factorialhr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

// decodeHandler turns the answer into a Go value.
type decodeHandler struct {
	known sync.Map // the types that were compared with an answer, see news
	next  handler
}

func (h *decodeHandler) handle(ctx context.Context, x *exchange) error {
	if err := h.next.handle(ctx, x); err != nil {
		return err
	}
	if err := h.decode(ctx, x); err != nil {
		return newError(ctx, x, err)
	}
	return nil
}

func (h *decodeHandler) decode(ctx context.Context, x *exchange) error {
	if x.settings.keepRaw {
		x.raw = x.content
	}
	if x.out == nil {
		return nil
	}
	content := bytes.TrimSpace(x.content)
	if len(content) > 0 {
		var err error
		if x.mismatches, err = decodeContent(content, x.out); err != nil {
			return err
		}
	}
	if len(x.mismatches) > 0 {
		x.settings.observers.mismatch(ctx, x.op, x.mismatches)
		if x.settings.strict {
			return &mismatchError{x.mismatches}
		}
		// A zero value would be taken for what was read. What was written is written, whatever the answer to it.
		if whole := x.mismatches[0]; whole.Pointer == "" && x.op.Retry == RetrySafe {
			return fmt.Errorf("%w: JSON of another kind: %s", ErrUnexpectedResponse, whole.Got)
		}
	}
	if news := h.news(x, content); len(news) > 0 {
		x.settings.observers.mismatch(ctx, x.op, news)
	}
	if x.check != nil {
		return x.check()
	}
	return nil
}

// news lists the properties of an answer that its type does not have. It looks at the first answer for each type and
// only if somebody wants to know, since it takes another pass over the answer.
func (h *decodeHandler) news(x *exchange, content []byte) []Mismatch {
	if len(x.settings.observers) == 0 || len(content) == 0 {
		return nil
	}
	if _, looked := h.known.LoadOrStore(reflect.TypeOf(x.out), true); looked {
		return nil
	}
	properties, _ := lenient.Unknown(content, x.out)
	var news []Mismatch
	for _, p := range properties {
		news = append(news, Mismatch{Pointer: p.Pointer})
	}
	return news
}

// decodeContent reads JSON of the server into out.
func decodeContent(content []byte, out any) ([]Mismatch, error) {
	mismatches, err := lenient.Decode(content, out)
	if err == nil {
		return mismatches, nil
	}
	// The texts of encoding/json quote what they stumble over.
	text := "not JSON"
	if content[0] == '<' {
		text = "HTML instead of JSON"
	}
	return nil, newCause(ErrUnexpectedResponse.Error()+": "+text, errors.Join(ErrUnexpectedResponse, err))
}

// errNoList is the error of a list whose answer has no data: an empty page would end the list without a word.
var errNoList = fmt.Errorf("%w: a list without data", ErrUnexpectedResponse)

// mismatchError lists what [Strict] does not accept.
type mismatchError struct{ all []Mismatch }

func (e *mismatchError) Error() string {
	first := e.all[0]
	text := fmt.Sprintf("%v: %s: want %s, got %s", ErrMismatch, first.Pointer, first.Want, first.Got)
	if more := len(e.all) - 1; more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}

func (e *mismatchError) Is(target error) bool { return target == ErrMismatch }
