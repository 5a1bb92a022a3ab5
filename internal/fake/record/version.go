package record

import (
	"encoding/json"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// At writes a record, or a list of records, in the form of a version.
func At(a *spec.API, version string, s *spec.Shape, body json.RawMessage) json.RawMessage {
	one := apitable.Value{Type: "object", Properties: s.Properties}
	if len(body) > 0 && body[0] == '[' {
		return ValueAt(a, version, apitable.Value{Type: "array", Items: &one}, body, 0)
	}
	return ValueAt(a, version, one, body, 0)
}

// ValueAt writes a value in the form of a version: without the properties that the version lacks,
// and with numeric ids as numbers where the version has integers.
func ValueAt(a *spec.API, version string, v apitable.Value, raw json.RawMessage, depth int) json.RawMessage {
	if value.IsNull(raw) || depth > spec.MaxDepth {
		return raw
	}
	v = a.Resolve(v)
	switch {
	case a.WritesNumber(v, version):
		if id := value.Plain(raw); id != "" && value.Digits(id) == len(id) && (id == "0" || id[0] != '0') {
			return json.RawMessage(id)
		}
	case v.Type == "array" && v.Items != nil && raw[0] == '[':
		all := value.Elements(raw)
		for i := range all {
			all[i] = ValueAt(a, version, *v.Items, all[i], depth+1)
		}
		return value.List(all)
	case v.Type == "object" && len(v.Properties) > 0 && raw[0] == '{':
		f, kept := value.Members(raw), spec.PropertiesAt(v.Properties, version)
		for _, p := range kept {
			f[p.Name] = ValueAt(a, version, p.Value, f[p.Name], depth+1)
		}
		return Encode(spec.NewShape("", apitable.Value{Properties: kept}), "", f).Data
	}
	return raw
}
