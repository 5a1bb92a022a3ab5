package factorialhr

import (
	"encoding/json"
	"fmt"
)

// withID puts the id of a call into its body, where actions expect it and updates repeat it.
func withID(id ID, content any) (any, error) {
	if id == "" {
		return nil, errEmptyID
	}
	if form, ok := content.(FormBody); ok {
		return FormFunc(func(f *Form) {
			f.ID("id", id)
			form.WriteForm(f)
		}), nil
	}
	text, err := json.Marshal(idBody{id})
	if err != nil || content == nil {
		return json.RawMessage(text), err
	}
	rest, err := json.Marshal(content)
	if err != nil || len(rest) < 2 || rest[0] != '{' {
		// The texts of encoding/json quote the value.
		return nil, &cause{text: fmt.Sprintf("the body of type %T cannot be encoded as a JSON object", content), err: ErrInvalidRequest}
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
