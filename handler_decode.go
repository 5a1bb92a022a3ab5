package factorialhr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
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
		x.raw = lenient.TrimMark(x.content)
	}
	if x.out == nil {
		return nil
	}
	content := bytes.TrimSpace(lenient.TrimMark(x.content))
	blank := isBlank(x.out)
	if len(content) > 0 {
		var err error
		if x.mismatches, err = decodeContent(content, x.out, x.memory()); err != nil {
			return err
		}
	}
	if len(x.mismatches) > 0 {
		x.settings.observers.mismatch(ctx, x.op, x.mismatches)
		if x.settings.strict {
			return &mismatchError{x.mismatches}
		}
	}
	if x.op.Retry == RetrySafe {
		if err := x.checkRead(content, blank); err != nil {
			return err
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

// memory returns how many bytes the value of a response may take: with what is kept of it raw, it must not pass
// [lenient.MemoryFor].
func (x *exchange) memory() int64 {
	return lenient.MemoryFor(len(x.content)) - int64(cap(x.raw))
}

// isBlank reports whether out points to a zero struct, which only a property of the response can change.
func isBlank(out any) bool {
	v := reflect.ValueOf(out)
	return v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct && v.Elem().IsZero()
}

// checkRead returns an error when the response to a read has nothing of what the caller asked for. The caller would take
// the zero value for the record. (A write has taken effect, whatever its response says.)
func (x *exchange) checkRead(content []byte, wasBlank bool) error {
	for _, whole := range x.mismatches {
		if whole.Pointer == "" && !whole.Kept {
			return fmt.Errorf("%w: JSON of another kind: %s", ErrUnexpectedResponse, whole.Got)
		}
	}
	switch {
	case x.check != nil: // a page has a check of its own
		return nil
	case x.status() == http.StatusNoContent && len(content) == 0: // the server says that there is nothing
		return nil
	case wasBlank && !isBlank(x.out): // a field that is set shows that its property came
		return nil
	}
	t := reflect.TypeOf(x.out).Elem()
	switch {
	case !lenient.HasNone(content, t):
		return nil
	case t.Kind() == reflect.Slice:
		return errNoList
	}
	return errNoRecord
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

// decodeContent reads JSON of the server into out, which may take as many bytes as memory says.
func decodeContent(content []byte, out any, memory int64) ([]Mismatch, error) {
	mismatches, err := lenient.DecodeWithin(content, out, memory)
	if err == nil {
		return mismatches, nil
	}
	if large, ok := errors.AsType[*lenient.MemoryError](err); ok {
		return nil, fmt.Errorf("%w: %v", ErrResponseTooLarge, large)
	}
	// The texts of encoding/json quote what they stumble over.
	text := "not JSON"
	if content[0] == '<' {
		text = "HTML instead of JSON"
	}
	return nil, newCause(ErrUnexpectedResponse.Error()+": "+text, errors.Join(ErrUnexpectedResponse, err))
}

// errNoRecord is the error of a read whose response has no property of the record: a zero record would be taken for one.
var errNoRecord = fmt.Errorf("%w: nothing of the record", ErrUnexpectedResponse)

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
