package factorialtest_test

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// check returns the differences between a response and the spec.
func (c contract) check(body []byte) []string {
	var records []json.RawMessage
	switch c.op.Answer {
	case "page":
		var page struct {
			Data []json.RawMessage
			Meta struct {
				Total       *int
				HasNextPage *bool `json:"has_next_page"`
			}
		}
		if err := json.Unmarshal(body, &page); err != nil || page.Data == nil || page.Meta.Total == nil || page.Meta.HasNextPage == nil {
			return []string{"not a page: " + string(body)}
		}
		records = page.Data
	case "array":
		if err := json.Unmarshal(body, &records); err != nil || records == nil {
			return []string{"not an array: " + string(body)}
		}
	default:
		records = []json.RawMessage{body}
	}
	if len(records) == 0 && c.op.Answer != "page" {
		return []string{"no records: the check proves nothing"}
	}
	var problems []string
	for _, r := range records {
		problems = append(problems, c.checkValue("", apitable.Value{Ref: c.op.Schema}, r)...)
	}
	return problems
}

func (c contract) checkValue(at string, v apitable.Value, raw json.RawMessage) []string {
	v = c.resolve(v)
	var decoded any
	if err := json.Unmarshal(raw, &decoded); err != nil {
		return []string{at + ": not JSON"}
	}
	if decoded == nil {
		return nil
	}
	ok := true
	var problems []string
	switch v.Type {
	case "string":
		var s string
		if s, ok = decoded.(string); !ok && v.IntegerUntil != "" && c.op.Until != "" && c.op.Until <= v.IntegerUntil {
			_, ok = decoded.(float64)
		}
		if ok && len(v.Enum) > 0 && !slices.Contains(v.Enum, s) {
			problems = append(problems, at+": "+s+" is no documented value")
		}
	case "integer", "number":
		_, ok = decoded.(float64)
	case "boolean":
		_, ok = decoded.(bool)
	case "array":
		var list []json.RawMessage
		ok = json.Unmarshal(raw, &list) == nil
		for i, e := range list {
			if v.Items != nil {
				problems = append(problems, c.checkValue(fmt.Sprintf("%s/%d", at, i), *v.Items, e)...)
			}
		}
	case "object":
		var members map[string]json.RawMessage
		ok = json.Unmarshal(raw, &members) == nil
		for _, p := range v.Properties {
			value, present := members[p.Name]
			if c.needs(p) && (!present || string(value) == "null") && !mayBeNull(c.op, p) {
				problems = append(problems, at+"/"+p.Name+": missing")
			}
			if present {
				problems = append(problems, c.checkValue(at+"/"+p.Name, p.Value, value)...)
			}
		}
		for name := range members {
			if len(v.Properties) > 0 && !slices.ContainsFunc(v.Properties, func(p apitable.Property) bool { return p.Name == name }) {
				problems = append(problems, at+"/"+name+": not documented")
			}
		}
	}
	if !ok {
		problems = append(problems, fmt.Sprintf("%s: %s is no %s", at, raw, v.Type))
	}
	return problems
}

// mayBeNull reports whether a required property is null on the real API too, or may have any value.
func mayBeNull(op apitable.Operation, p apitable.Property) bool {
	return op.Name == "apipublic.Credentials.List" && p.Name == "employee_id" || p.Ref == "" && p.Type == ""
}
