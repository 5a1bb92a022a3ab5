package factorialhr

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

// Presence says whether a property is absent, null, empty or has another value. A plain field is
// zero in the first three cases.
type Presence uint8

const (
	// Absent is a property that does not exist, or whose parent does not exist.
	Absent Presence = iota
	// IsNull is a property that is null. Factorial returns null for properties that the user may
	// not see.
	IsNull
	// Empty is a property that is "", [] or {}.
	Empty
	// Present is a property with any other value, be it 0 or false.
	Present
)

// String returns absent, null, empty or present.
func (p Presence) String() string {
	switch p {
	case Absent:
		return "absent"
	case IsNull:
		return "null"
	case Empty:
		return "empty"
	default:
		return "present"
	}
}

// PresenceOf reports the presence of a property in a response that was kept with [KeepRaw]. The
// parameter raw is the RawData of a page or the Raw of a [ResponseInfo]; pointer is a JSON pointer
// (RFC 6901) such as /3/email. PresenceOf returns an error if raw is not JSON or the pointer is
// malformed.
func PresenceOf(raw json.RawMessage, pointer string) (Presence, error) {
	value, err := lenient.Find(raw, pointer)
	if err != nil {
		return Absent, fmt.Errorf("factorialhr: presence: %w", err)
	}
	if len(value) == 0 {
		return Absent, nil
	}
	switch inside := bytes.TrimSpace(value[1:]); value[0] {
	case 'n':
		return IsNull, nil
	case '"', '[', '{':
		if len(inside) == 1 {
			return Empty, nil
		}
	}
	return Present, nil
}
