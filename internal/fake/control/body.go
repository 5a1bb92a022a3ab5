package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"
)

// The limits of a request's body. A fixture is a stream that the handler does not hold.
const (
	maxFixture = 256 << 20
	maxBody    = 1 << 20
)

// body reads the body of a request, without blanks around it.
func (c *call) body() ([]byte, error) {
	text, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, maxBody))
	if err != nil {
		return nil, err
	}
	return bytes.TrimSpace(text), nil
}

// record reads a body that is a JSON object.
func (c *call) record() (json.RawMessage, error) {
	text, err := c.body()
	switch {
	case err != nil:
		return nil, err
	case len(text) == 0:
		return nil, errors.New("the body is empty: send a record as a JSON object")
	case text[0] != '{' || !json.Valid(text):
		return nil, errors.New("the body is not a JSON object")
	}
	return text, nil
}

// decode reads a body that is a JSON object into the struct that v points to. Only its members are
// allowed. An empty body is an object without members.
func (c *call) decode(v any) error {
	text, err := c.body()
	if err != nil || len(text) == 0 {
		return err
	}
	return decodeObject(text, v)
}

// decodeObject decodes a JSON object into the struct that v points to. Unlike json.Unmarshal, it
// refuses unknown and repeated names, does not ignore case, and names the member of a wrong type.
func decodeObject(text []byte, v any) error {
	given, err := members(text)
	if err != nil {
		return err
	}
	target := reflect.ValueOf(v).Elem()
	var known []string
	for i := range target.NumField() {
		name, _, _ := strings.Cut(target.Type().Field(i).Tag.Get("json"), ",")
		known = append(known, name)
	}
	for _, m := range given {
		i := slices.Index(known, m.name)
		if i < 0 {
			return fmt.Errorf("unknown member %q; %s", m.name, theMembers(known))
		}
		if err := json.Unmarshal(m.value, target.Field(i).Addr().Interface()); err != nil {
			return fmt.Errorf("the member %q must be %s", m.name, kindOf(target.Field(i).Interface()))
		}
	}
	return nil
}

func theMembers(known []string) string {
	if len(known) == 0 {
		return "this request has no members"
	}
	return "the members are " + strings.Join(known, ", ")
}

// kindOf names the type of a member for an error.
func kindOf(v any) string {
	switch v.(type) {
	case Duration, *Duration:
		return `a duration such as "2s" or "48h"`
	case time.Time, *time.Time:
		return "a time such as \"2026-10-01T08:00:00Z\" (RFC 3339)"
	case bool, *bool:
		return "true or false"
	case int:
		return "an integer"
	case float64:
		return "a number"
	}
	return "a string"
}

// member is a member of a JSON object.
type member struct {
	name  string
	value json.RawMessage
}

// members returns the members of a JSON object in their order.
func members(text []byte) ([]member, error) {
	if len(text) == 0 || text[0] != '{' || !json.Valid(text) {
		return nil, errors.New("the body is not a JSON object")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	_, _ = decoder.Token() // the brace; the text is valid, so the errors below cannot occur
	var all []member
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		m := member{name: fmt.Sprint(name)}
		if err := decoder.Decode(&m.value); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all, func(other member) bool { return other.name == m.name }) {
			return nil, fmt.Errorf("the member %q occurs twice", m.name)
		}
		all = append(all, m)
	}
	return all, nil
}
