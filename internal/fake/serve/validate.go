package serve

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// validate checks the body against the spec. It reports every invalid field with the messages of
// the real API's framework.
func (c *incoming) validate() error {
	problems := make(map[string][]string)
	c.validateObject(c.Op.Body.Properties, c.Body, "", problems)
	if len(problems) > 0 {
		return reply.Invalid(problems)
	}
	return nil
}

func (c *incoming) validateObject(properties []apitable.Property, sent value.Fields, prefix string, problems map[string][]string) {
	known := make(map[string]bool, len(properties))
	for i := range properties {
		p := &properties[i]
		if !spec.InVersion(c.Version, p.Since, p.Until) {
			continue
		}
		name := strings.TrimSuffix(p.Name, "[]")
		known[name] = true
		v, ok := sent[name]
		switch {
		case !ok || value.IsNull(v):
			// The id of an update comes from the path.
			if p.Required && !(name == "id" && c.ID != "") {
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

func (c *incoming) validateValue(v apitable.Value, raw json.RawMessage, name string, problems map[string][]string) {
	v = c.API.Resolve(v)
	if !spec.Typed(v, raw) {
		problems[name] = append(problems[name], "is invalid")
		return
	}
	switch {
	case v.Type == "string" && strings.HasPrefix(v.Format, "date") && value.Plain(raw) != "" && value.IsNull(record.FitDate(v.Format, value.Plain(raw))):
		problems[name] = append(problems[name], "is invalid")
	case len(v.Enum) > 0 && !spec.HasEnum(v, value.Plain(raw), c.Version):
		problems[name] = append(problems[name], "is not included in the list")
	case v.Type == "array" && v.Items != nil:
		for i, e := range value.Elements(raw) {
			c.validateValue(*v.Items, e, name+"."+strconv.Itoa(i), problems)
		}
	case v.Type == "object" && len(v.Properties) > 0:
		c.validateObject(v.Properties, value.Members(raw), name+".", problems)
	}
}
