package factorialhr

import (
	"encoding/json"
	"fmt"
	"net/url"
)

// bodyWithID encodes a body with the id of the call in it: actions expect it there, and updates
// repeat it.
func bodyWithID(id ID, content any) (body, error) {
	if id == "" {
		return body{}, errEmptyID
	}
	switch form := content.(type) {
	case FormBody:
		return formBody(FormFunc(func(f *Form) {
			f.ID("id", id)
			form.WriteForm(f)
		}))
	case url.Values:
		return valuesBody(merged(form, url.Values{"id": {id.String()}})), nil
	}
	object, err := json.Marshal(struct {
		ID ID `json:"id"`
	}{id})
	if err != nil || content == nil {
		return jsonBody(object), err
	}
	rest, err := marshal(content)
	switch {
	case err != nil:
		return body{}, err
	case rest[0] != '{':
		return body{}, fmt.Errorf("%w: the id cannot be added to a body of type %T, which is not a JSON object", ErrInvalidRequest, content)
	case string(rest) == "{}":
		return jsonBody(object), nil
	}
	whole := make([]byte, 0, len(object)+len(rest)-1)
	whole = append(whole, object[:len(object)-1]...)
	whole = append(whole, ',')
	return jsonBody(append(whole, rest[1:]...)), nil
}
