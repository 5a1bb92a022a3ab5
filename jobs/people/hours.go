package people

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/gen/contracts"
)

// hoursJSON is the JSON form of Hours. Week is for readers of the JSON that are not Go programs.
type hoursJSON struct {
	Agreed string `json:"agreed"`
	Per    string `json:"per,omitzero"`
	Days   int    `json:"days,omitzero"`
	Week   string `json:"week,omitzero"`
}

// MarshalJSON encodes durations as text, such as 37h30m0s, and adds the hours of a week if they
// are known.
func (h Hours) MarshalJSON() ([]byte, error) {
	out := hoursJSON{Agreed: h.Agreed.String(), Per: h.Per, Days: h.Days}
	if week, ok := h.Week(); ok {
		out.Week = week.String()
	}
	return json.Marshal(out)
}

// UnmarshalJSON decodes what MarshalJSON encodes.
func (h *Hours) UnmarshalJSON(data []byte) error {
	var in hoursJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	agreed, err := time.ParseDuration(in.Agreed)
	if err != nil {
		return errors.New("people: hours: want a duration such as 40h0m0s")
	}
	*h = Hours{Agreed: agreed, Per: in.Per, Days: in.Days}
	return nil
}

// hoursOf returns the hours of a contract version, nil if it has none.
func hoursOf(v *contracts.ContractVersion) *Hours {
	agreed, per, ok := v.WorkingTime()
	if !ok {
		return nil
	}
	return &Hours{Agreed: agreed, Per: per, Days: weekDays(v.WorkingWeekDays)}
}

// weekDays counts the days in a text such as "monday,tuesday". It returns 0 if a name is unknown.
func weekDays(text string) int {
	seen := map[string]bool{}
	for name := range strings.SplitSeq(text, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		switch name {
		case "":
		case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday":
			seen[name] = true
		default:
			return 0
		}
	}
	return len(seen)
}
