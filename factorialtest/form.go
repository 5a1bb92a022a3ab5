package factorialtest

import (
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// readForm reads a multipart body into the members of the equivalent JSON body, and keeps its
// files. Lists are name[]=a&name[]=b, lists of objects name[][member]=a, as in Rails.
func (c *call) readForm(r *http.Request) error {
	if err := r.ParseMultipartForm(maxBody); err != nil {
		return badRequest("The form cannot be read")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	c.body = make(fields)
	objects := make(map[string][]fields)
	for name, values := range r.MultipartForm.Value {
		base, rest, nested := strings.Cut(name, "[")
		switch {
		case !nested:
			c.body[name] = c.formValue(base, values[0])
		case rest == "]":
			c.body[base] = c.formList(base, values)
		case strings.HasPrefix(rest, "]["):
			member := strings.TrimSuffix(strings.TrimPrefix(rest, "]["), "]")
			for len(objects[base]) < len(values) {
				objects[base] = append(objects[base], make(fields))
			}
			for i, v := range values {
				objects[base][i][member] = c.formMember(base, member, v)
			}
		}
	}
	for name, all := range objects {
		encoded := make([]json.RawMessage, len(all))
		for i, f := range all {
			encoded[i] = encode(f)
		}
		c.body[name] = list(encoded)
	}
	for name, parts := range r.MultipartForm.File {
		if err := c.formFile(strings.TrimSuffix(name, "[]"), parts); err != nil {
			return err
		}
	}
	return nil
}

// described returns the documented type of a field in the body, by its name without brackets.
func (c *call) described(name string) apitable.Value {
	for _, p := range c.op.body.Properties {
		if strings.TrimSuffix(p.Name, "[]") == name {
			return c.server.api.resolve(p.Value)
		}
	}
	return apitable.Value{Type: "string"}
}

func (c *call) formValue(name, value string) json.RawMessage {
	return fromText(c.described(name), value)
}

func (c *call) formList(name string, values []string) json.RawMessage {
	item := apitable.Value{Type: "string"}
	if v := c.described(name); v.Items != nil {
		item = *v.Items
	}
	var all []json.RawMessage
	for _, v := range values {
		if v != "" { // Rails sends an empty list as one empty value
			all = append(all, fromText(item, v))
		}
	}
	return list(all)
}

func (c *call) formMember(name, member, value string) json.RawMessage {
	v := c.described(name)
	if v.Items != nil {
		for _, p := range c.server.api.resolve(*v.Items).Properties {
			if p.Name == member {
				return fromText(p.Value, value)
			}
		}
	}
	return text(value)
}

// fromText returns the JSON value of a form field.
func fromText(v apitable.Value, value string) json.RawMessage {
	raw := json.RawMessage(value)
	switch v.Type {
	case "boolean":
		if b, err := strconv.ParseBool(value); err == nil { // some clients write True
			return boolean(b)
		}
	case "integer", "number", "array", "object":
		if len(raw) > 0 && json.Valid(raw) {
			return raw
		}
	}
	return text(value)
}

// formFile keeps the files of a field. In the body, the field has the name of the first file.
func (c *call) formFile(name string, parts []*multipart.FileHeader) error {
	for _, part := range parts {
		f, err := part.Open()
		if err != nil {
			return badRequest("The form cannot be read")
		}
		content, err := io.ReadAll(f)
		_ = f.Close()
		if err != nil {
			return badRequest("The form cannot be read")
		}
		kind := part.Header.Get("Content-Type")
		c.uploads = append(c.uploads, File{Field: name, Name: part.Filename, ContentType: kind, Content: content})
	}
	if v := c.described(name); v.Type == "array" {
		c.body[name] = list([]json.RawMessage{text(parts[0].Filename)})
	} else {
		c.body[name] = text(parts[0].Filename)
	}
	return nil
}
