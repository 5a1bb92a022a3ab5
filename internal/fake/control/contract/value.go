package contract

import (
	"fmt"
	"math"
	"slices"
)

// annotations are the keywords that do not restrict a value.
var annotations = []string{
	"description", "example", "format", "default", "contentEncoding", "type", "enum", "const", "required", "properties",
	"additionalProperties", "items", "minimum", "maximum",
}

// value checks a value against a schema. place names the value in an error.
func (d *Document) value(schema, v any, place string) error {
	s := d.resolve(schema)
	for keyword := range s {
		if !slices.Contains(annotations, keyword) {
			return fmt.Errorf("%s: package contract does not know the keyword %s", place, keyword)
		}
	}
	if !isOf(s["type"], v) {
		return fmt.Errorf("%s: %v is not of type %v", place, v, s["type"])
	}
	if enum, ok := s["enum"].([]any); ok && !slices.Contains(enum, v) {
		return fmt.Errorf("%s: %v is not in the enum", place, v)
	}
	if n, ok := v.(float64); ok {
		if least, ok := s["minimum"].(float64); ok && n < least {
			return fmt.Errorf("%s: %v is below the minimum", place, v)
		}
		if most, ok := s["maximum"].(float64); ok && n > most {
			return fmt.Errorf("%s: %v is above the maximum", place, v)
		}
	}
	switch v := v.(type) {
	case []any:
		if s["items"] == nil {
			return nil
		}
		for i, element := range v {
			if err := d.value(s["items"], element, fmt.Sprintf("%s[%d]", place, i)); err != nil {
				return err
			}
		}
	case map[string]any:
		return d.object(s, v, place)
	}
	return nil
}

func (d *Document) object(s, v map[string]any, place string) error {
	required, _ := s["required"].([]any)
	for _, name := range required {
		if _, ok := v[name.(string)]; !ok {
			return fmt.Errorf("%s: the member %v is missing", place, name)
		}
	}
	properties, _ := s["properties"].(map[string]any)
	for name, member := range v {
		schema, known := properties[name]
		if !known {
			schema = s["additionalProperties"]
		}
		switch {
		case schema == nil:
		case schema == false:
			return fmt.Errorf("%s: the document has no member %s", place, name)
		default:
			if err := d.value(schema, member, place+"."+name); err != nil {
				return err
			}
		}
	}
	return nil
}

// isOf reports whether a value has one of the types of a schema.
func isOf(types, v any) bool {
	switch t := types.(type) {
	case nil:
		return true
	case []any:
		return slices.ContainsFunc(t, func(one any) bool { return isOf(one, v) })
	}
	switch v := v.(type) {
	case nil:
		return types == "null"
	case bool:
		return types == "boolean"
	case string:
		return types == "string"
	case float64:
		return types == "number" || types == "integer" && v == math.Trunc(v)
	case []any:
		return types == "array"
	}
	return types == "object"
}
