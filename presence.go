package factorialhr

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

// Presence tells apart what a plain field cannot: it is zero for a property that was absent, null or empty.
type Presence uint8

const (
	// Absent is a property that is not there, or whose owner is not.
	Absent Presence = iota
	// IsNull is a property that is null. The permissions of a user blank out what they may not see.
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

// PresenceOf tells how a property stands in an answer that was kept with [KeepRaw]: raw is the RawData of a page or the
// Raw of a [ResponseInfo], pointer a JSON pointer (RFC 6901) like /3/email. The error says that raw is not JSON, or that
// the pointer does not begin with a slash.
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
