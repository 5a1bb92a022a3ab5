package factorialtest

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// validate checks the body against the spec. It reports every invalid field with the messages of
// the real API's framework.
func (c *call) validate() error {
	problems := make(map[string][]string)
	c.validateObject(c.op.body.Properties, c.body, "", problems)
	if len(problems) > 0 {
		return invalid(problems)
	}
	return nil
}

func (c *call) validateObject(properties []apitable.Property, sent fields, prefix string, problems map[string][]string) {
	known := make(map[string]bool, len(properties))
	for i := range properties {
		p := &properties[i]
		if !has(c.version, p.Since, p.Until) {
			continue
		}
		name := strings.TrimSuffix(p.Name, "[]")
		known[name] = true
		v, ok := sent[name]
		switch {
		case !ok || isNull(v):
			// The id of an update comes from the path.
			if p.Required && !(name == "id" && c.id != "") {
				problems[prefix+name] = append(problems[prefix+name], "can't be blank")
			}
		default:
			c.validateValue(p.Value, v, prefix+name, problems)
			c.validateReference(name, v, prefix+name, problems)
		}
	}
	for name := range sent {
		if !known[name] && len(properties) > 0 {
			problems[prefix+name] = append(problems[prefix+name], "is unknown")
		}
	}
}

func (c *call) validateValue(v apitable.Value, raw json.RawMessage, name string, problems map[string][]string) {
	v = c.server.api.resolve(v)
	if !typed(v, raw) {
		problems[name] = append(problems[name], "is invalid")
		return
	}
	switch {
	case v.Type == "string" && strings.HasPrefix(v.Format, "date") && plain(raw) != "" && isNull(fitDate(v.Format, plain(raw))):
		problems[name] = append(problems[name], "is invalid")
	case len(v.Enum) > 0 && !hasEnum(v, plain(raw), c.version):
		problems[name] = append(problems[name], "is not included in the list")
	case v.Type == "array" && v.Items != nil:
		for i, e := range elements(raw) {
			c.validateValue(*v.Items, e, name+"."+strconv.Itoa(i), problems)
		}
	case v.Type == "object" && len(v.Properties) > 0:
		c.validateObject(v.Properties, members(raw), name+".", problems)
	}
}

// typed reports whether a value has its documented JSON type. An id may be a number, as before
// 2026-07-01.
func typed(v apitable.Value, raw json.RawMessage) bool {
	first := raw[0]
	isNumber := first == '-' || first >= '0' && first <= '9'
	switch v.Type {
	case "string":
		return first == '"' || v.Format == "id" && isNumber || v.Format == "decimal" && isNumber
	case "integer":
		_, err := strconv.ParseInt(string(raw), 10, 64)
		return err == nil
	case "number":
		_, err := strconv.ParseFloat(string(raw), 64)
		return isNumber && err == nil
	case "boolean":
		return first == 't' || first == 'f'
	case "array":
		return first == '['
	case "object":
		return first == '{'
	}
	return true
}
