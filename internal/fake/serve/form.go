package serve

import (
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/files"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// readForm reads a multipart body into the members of the equivalent JSON body, and keeps its
// files. Lists are name[]=a&name[]=b, lists of objects name[][member]=a, as in Rails.
func (c *incoming) readForm(r *http.Request) error {
	if err := r.ParseMultipartForm(maxBody); err != nil {
		return reply.BadRequest("The form cannot be read")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	c.Body = make(value.Fields)
	objects := make(map[string][]value.Fields)
	for name, values := range r.MultipartForm.Value {
		base, rest, nested := strings.Cut(name, "[")
		switch {
		case !nested:
			c.Body[name] = c.formValue(base, values[0])
		case rest == "]":
			c.Body[base] = c.formList(base, values)
		case strings.HasPrefix(rest, "]["):
			member := strings.TrimSuffix(strings.TrimPrefix(rest, "]["), "]")
			for len(objects[base]) < len(values) {
				objects[base] = append(objects[base], make(value.Fields))
			}
			for i, v := range values {
				objects[base][i][member] = c.formMember(base, member, v)
			}
		}
	}
	for name, all := range objects {
		encoded := make([]json.RawMessage, len(all))
		for i, f := range all {
			encoded[i] = value.Marshal(f)
		}
		c.Body[name] = value.List(encoded)
	}
	for name, parts := range r.MultipartForm.File {
		if err := c.formFile(strings.TrimSuffix(name, "[]"), parts); err != nil {
			return err
		}
	}
	return nil
}

// described returns the documented type of a field in the body, by its name without brackets.
func (c *incoming) described(name string) apitable.Value {
	for _, p := range c.Op.Body.Properties {
		if strings.TrimSuffix(p.Name, "[]") == name {
			return c.API.Resolve(p.Value)
		}
	}
	return apitable.Value{Type: "string"}
}

func (c *incoming) formValue(name, sent string) json.RawMessage {
	return fromText(c.described(name), sent)
}

func (c *incoming) formList(name string, values []string) json.RawMessage {
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
	return value.List(all)
}

func (c *incoming) formMember(name, member, sent string) json.RawMessage {
	v := c.described(name)
	if v.Items != nil {
		for _, p := range c.API.Resolve(*v.Items).Properties {
			if p.Name == member {
				return fromText(p.Value, sent)
			}
		}
	}
	return value.Text(sent)
}

// fromText returns the JSON value of a form field.
func fromText(v apitable.Value, sent string) json.RawMessage {
	raw := json.RawMessage(sent)
	switch v.Type {
	case "boolean":
		if b, err := strconv.ParseBool(sent); err == nil { // some clients write True
			return value.Bool(b)
		}
	case "integer", "number", "array", "object":
		if len(raw) > 0 && json.Valid(raw) {
			return raw
		}
	}
	return value.Text(sent)
}

// formFile keeps the files of a field. In the body, the field has the name of the first file.
func (c *incoming) formFile(name string, parts []*multipart.FileHeader) error {
	for _, part := range parts {
		f, err := part.Open()
		if err != nil {
			return reply.BadRequest("The form cannot be read")
		}
		content := make([]byte, part.Size)
		_, err = io.ReadFull(f, content)
		_ = f.Close()
		if err != nil {
			return reply.BadRequest("The form cannot be read")
		}
		kind := part.Header.Get("Content-Type")
		c.Uploads = append(c.Uploads, files.File{Field: name, Name: part.Filename, ContentType: kind, Content: content})
	}
	if v := c.described(name); v.Type == "array" {
		c.Body[name] = value.List([]json.RawMessage{value.Text(parts[0].Filename)})
	} else {
		c.Body[name] = value.Text(parts[0].Filename)
	}
	return nil
}
