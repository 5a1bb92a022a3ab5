package control

import (
	"encoding/json"
	"errors"
	"time"
)

// Duration is a duration in the syntax of time.ParseDuration: "2s", "48h".
type Duration time.Duration

// MarshalJSON implements json.Marshaler. Zero is the empty string.
func (d Duration) MarshalJSON() ([]byte, error) {
	if d == 0 {
		return []byte(`""`), nil
	}
	return json.Marshal(time.Duration(d).String())
}

var errDuration = errors.New("not a duration")

// UnmarshalJSON implements json.Unmarshaler. It refuses a number, which has no unit.
func (d *Duration) UnmarshalJSON(text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return errDuration
	}
	if s == "" {
		*d = 0
		return nil
	}
	parsed, err := time.ParseDuration(s)
	if err != nil {
		return errDuration
	}
	*d = Duration(parsed)
	return nil
}
