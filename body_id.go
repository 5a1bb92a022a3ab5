package factorialhr

import (
	"encoding/json"
	"fmt"
	"net/url"
)

// withID puts the id of a call into its body, where actions expect it and updates repeat it.
func withID(id ID, content any) (any, error) {
	if id == "" {
		return nil, errEmptyID
	}
	switch form := content.(type) {
	case FormBody:
		return FormFunc(func(f *Form) {
			f.ID("id", id)
			form.WriteForm(f)
		}), nil
	case url.Values:
		return merged(form, url.Values{"id": {id.String()}}), nil
	}
	text, err := json.Marshal(idBody{id})
	if err != nil || content == nil {
		return json.RawMessage(text), err
	}
	rest, err := marshal(content)
	if err != nil {
		return nil, err
	}
	if rest[0] != '{' {
		return nil, fmt.Errorf("%w: the body of type %T is not a JSON object, which an id could go into", ErrInvalidRequest, content)
	}
	if string(rest) == "{}" {
		return json.RawMessage(text), nil
	}
	text[len(text)-1] = ','
	return json.RawMessage(append(text, rest[1:]...)), nil
}

type idBody struct {
	ID ID `json:"id"`
}
