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

// decodeHandler turns the response into a Go value.
type decodeHandler struct {
	known sync.Map // the types that were compared with a response: see news
	next  requestHandler
}

func (h *decodeHandler) handle(ctx context.Context, r *request) callResult {
	res := h.next.handle(ctx, r)
	if res.err != nil {
		return res
	}
	if err := h.decode(ctx, r.call, &res); err != nil {
		e := newError(ctx, r.op, res.reply, err)
		e.Attempts, e.Waited = res.attempts, res.waited
		res.err = e
	}
	return res
}

func (h *decodeHandler) decode(ctx context.Context, c *call, res *callResult) (err error) {
	if c.settings.keepRaw {
		res.raw = lenient.TrimMark(res.content)
	}
	if c.out == nil {
		return nil
	}
	content := bytes.TrimSpace(lenient.TrimMark(res.content))
	out, wasBlank := c.out, isBlank(c.out)
	if len(content) > 0 {
		// The value, with what is kept of the response raw, must fit into the limit.
		memory := lenient.MemoryFor(len(res.content)) - int64(cap(res.raw))
		if res.mismatches, err = decodeContent(content, out, memory); err != nil {
			return err
		}
		if isOneRecord(c, res.mismatches, content) {
			out = onlyElement(c.out)
			if res.mismatches, err = decodeContent(content, out, memory); err != nil {
				return err
			}
		}
	}
	if len(res.mismatches) > 0 {
		c.settings.observers.mismatch(ctx, c.op, res.mismatches)
		if c.settings.strict {
			return &mismatchError{res.mismatches}
		}
	}
	if c.op.Retry == RetrySafe {
		if err := checkRead(c, res, content, wasBlank); err != nil {
			return err
		}
	}
	if news := h.news(c, content, out); len(news) > 0 {
		c.settings.observers.mismatch(ctx, c.op, news)
	}
	if c.check != nil {
		return c.check()
	}
	return nil
}

// decodeContent decodes JSON of the server into out, whose value may take so many bytes of memory.
func decodeContent(content []byte, out any, memory int64) ([]Mismatch, error) {
	mismatches, err := lenient.DecodeWithin(content, out, memory)
	if err == nil {
		return mismatches, nil
	}
	if large, ok := errors.AsType[*lenient.MemoryError](err); ok {
		return nil, fmt.Errorf("%w: %v", ErrResponseTooLarge, large)
	}
	// The texts of encoding/json quote the content.
	text := "not JSON"
	if content[0] == '<' {
		text = "HTML instead of JSON"
	}
	return nil, newCause(ErrUnexpectedResponse.Error()+": "+text, errors.Join(ErrUnexpectedResponse, err))
}

// isOneRecord reports whether the response to a write is one record, where its type is a list. The
// API sends one in older versions of work_schedule/day_configurations/bulk_cud. An object without a
// property of the record, or with errors, is no record.
func isOneRecord(c *call, mismatches []Mismatch, content []byte) bool {
	if len(mismatches) != 1 || mismatches[0].Pointer != "" || content[0] != '{' || c.op.Retry == RetrySafe || c.path != "" {
		return false
	}
	t := reflect.TypeOf(c.out).Elem()
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct &&
		!lenient.HasNone(content, t.Elem()) && lenient.HasNone(content, reflect.TypeFor[errorProperties]())
}

// errorProperties has the properties that tell an error from a record.
type errorProperties struct {
	Error  any `json:"error"`
	Errors any `json:"errors"`
}

// onlyElement makes a list of one of the slice that list points to, and returns a pointer to its
// element.
func onlyElement(list any) any {
	v := reflect.ValueOf(list).Elem()
	v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	return v.Index(0).Addr().Interface()
}

// isBlank reports whether out points to a zero struct, which only a property of the response can
// change.
func isBlank(out any) bool {
	v := reflect.ValueOf(out)
	return v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct && v.Elem().IsZero()
}

// checkRead returns an error if the response to a read holds nothing of what the caller asked for:
// the caller would take the zero value for the record. (A write has taken effect, whatever its
// response holds.)
func checkRead(c *call, res *callResult, content []byte, wasBlank bool) error {
	for _, whole := range res.mismatches {
		if whole.Pointer == "" && !whole.Kept {
			return fmt.Errorf("%w: not the expected kind of JSON: %s", ErrUnexpectedResponse, whole.Got)
		}
	}
	switch {
	case c.check != nil: // it checks a page
		return nil
	case res.status() == http.StatusNoContent && len(content) == 0: // the server says that there is nothing
		return nil
	case wasBlank && !isBlank(c.out): // a property set a field
		return nil
	}
	t := reflect.TypeOf(c.out).Elem()
	switch {
	case !lenient.HasNone(content, t):
		return nil
	case t.Kind() == reflect.Slice:
		return errNoList
	}
	return errNoRecord
}

// news lists the properties of a response that its type does not have. It looks at the first
// response for each type, and only for observers, since it takes another pass over the content.
func (h *decodeHandler) news(c *call, content []byte, out any) []Mismatch {
	if len(c.settings.observers) == 0 || len(content) == 0 {
		return nil
	}
	if _, looked := h.known.LoadOrStore(reflect.TypeOf(out), true); looked {
		return nil
	}
	properties, _ := lenient.Unknown(content, out)
	var news []Mismatch
	for _, p := range properties {
		news = append(news, Mismatch{Pointer: p.Pointer})
	}
	return news
}

// errNoRecord is the error of a read whose response has no property of the record. A zero record
// would be taken for a real one.
var errNoRecord = fmt.Errorf("%w: no property of the record", ErrUnexpectedResponse)

// errNoList is the error of a list whose response has no data. An empty page would end the list
// silently.
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
