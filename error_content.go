package factorialhr

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// parseErrorContent finds the texts in the body of an error. Nothing of it is documented; what has been seen is:
//
//	{"errors":null}
//	{"errors":["…"]}
//	{"errors":{"email":["…"]}}
//	{"errors":{"exception":["…"]}}, {"errors":{"errors":["…"]}}
//	{"error":"…"}, {"message":"…"}, {"error":"…","error_description":"…"}
//
// What is not JSON, as the HTML of a proxy, has no texts.
func parseErrorContent(content []byte) (messages []string, fields map[string][]string) {
	var object map[string]json.RawMessage
	if json.Unmarshal(content, &object) != nil {
		return nil, nil
	}
	for _, name := range []string{"message", "error", "error_description"} {
		messages = append(messages, texts(object[name], 0)...)
	}
	var byField map[string]json.RawMessage
	if json.Unmarshal(object["errors"], &byField) != nil {
		return append(messages, texts(object["errors"], 0)...), nil
	}
	for _, name := range slices.Sorted(maps.Keys(byField)) {
		found := texts(byField[name], 0)
		switch {
		case len(found) == 0:
		case slices.Contains([]string{"exception", "errors", "base"}, name): // not fields: where Rails puts the rest
			messages = append(messages, found...)
		default:
			if fields == nil {
				fields = make(map[string][]string)
			}
			fields[name] = append(fields[name], found...)
		}
	}
	return messages, fields
}

// texts collects the strings of a JSON value: of a string itself, of the elements of an array, of the properties of an
// object, some levels down.
func texts(raw json.RawMessage, depth int) (found []string) {
	if len(raw) == 0 || depth > 3 {
		return nil
	}
	switch raw[0] {
	case '"':
		var text string
		if json.Unmarshal(raw, &text) == nil && strings.TrimSpace(text) != "" {
			found = append(found, text)
		}
	case '[':
		var elements []json.RawMessage
		_ = json.Unmarshal(raw, &elements)
		for _, element := range elements {
			found = append(found, texts(element, depth+1)...)
		}
	case '{':
		var properties map[string]json.RawMessage
		_ = json.Unmarshal(raw, &properties)
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			found = append(found, texts(properties[name], depth+1)...)
		}
	}
	return found
}
