package serve

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/files"
	"github.com/factorialhr-go/factorialhr/internal/fake/journal"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// readForm reads a multipart body into the members of the equivalent JSON body, and keeps its
// files.
func (c *incoming) readForm(r *http.Request) error {
	if err := r.ParseMultipartForm(maxBody); err != nil {
		return reply.BadRequest("The form cannot be read")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	if err := c.takeForm(inTurn(r.MultipartForm.Value)); err != nil {
		return err
	}
	for name, parts := range r.MultipartForm.File {
		if err := c.formFile(strings.TrimSuffix(name, "[]"), parts); err != nil {
			return err
		}
	}
	return nil
}

// readURLEncoded reads an application/x-www-form-urlencoded body, which Rails takes like JSON.
func (c *incoming) readURLEncoded(body io.Reader) error {
	raw, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	c.request.Body, c.request.BodySize = bytes.Clone(raw[:min(len(raw), journal.MaxBody)]), len(raw)
	var all []formField
	for pair := range strings.SplitSeq(string(raw), "&") {
		if pair == "" {
			continue
		}
		name, sent, _ := strings.Cut(pair, "=")
		name, nameErr := url.QueryUnescape(name)
		sent, sentErr := url.QueryUnescape(sent)
		if nameErr != nil || sentErr != nil {
			return reply.BadRequest("The form cannot be read")
		}
		all = append(all, formField{name, sent})
	}
	return c.takeForm(all)
}

// inTurn returns the fields of a form whose order is lost: the first value of each name, then the
// second ones. So the members of the nth object of a list belong together.
func inTurn(values map[string][]string) []formField {
	var all []formField
	names := slices.Sorted(maps.Keys(values))
	for i, more := 0, true; more; i++ {
		more = false
		for _, name := range names {
			if i < len(values[name]) {
				all = append(all, formField{name, values[name][i]})
				more = true
			}
		}
	}
	return all
}

// takeForm converts the fields of a form to the body.
func (c *incoming) takeForm(sent []formField) error {
	root, err := nest(sent)
	if err != nil {
		return err
	}
	properties := make([]apitable.Property, len(c.Op.Body.Properties))
	for i, p := range c.Op.Body.Properties {
		p.Name = strings.TrimSuffix(p.Name, "[]")
		properties[i] = p
	}
	c.Body = value.Members(c.formJSON(apitable.Value{Type: "object", Properties: properties}, root))
	return nil
}

// formJSON returns the JSON value of a part of a form. The spec gives the types.
func (c *incoming) formJSON(v apitable.Value, n *formNode) json.RawMessage {
	v = c.API.Resolve(v)
	switch {
	case n.members != nil:
		f := make(value.Fields, len(n.members))
		for name, member := range n.members {
			of := apitable.Value{Type: "string"}
			if i := slices.IndexFunc(v.Properties, func(p apitable.Property) bool { return p.Name == name }); i >= 0 {
				of = v.Properties[i].Value
			}
			f[name] = c.formJSON(of, member)
		}
		return value.Marshal(f)
	case n.elements != nil:
		item := apitable.Value{Type: "string"}
		if v.Items != nil {
			item = *v.Items
		}
		var all []json.RawMessage
		for _, e := range n.elements {
			if e.members != nil || e.text != "" { // Rails sends an empty list as one empty value
				all = append(all, c.formJSON(item, e))
			}
		}
		return value.List(all)
	}
	return fromText(v, n.text)
}

// fromText returns the JSON value of a form field. An empty field is null, unless it is a text.
func fromText(v apitable.Value, sent string) json.RawMessage {
	raw := json.RawMessage(sent)
	switch {
	case sent == "" && v.Type != "" && v.Type != "string":
		return value.Null
	case v.Type == "boolean":
		if b, err := strconv.ParseBool(sent); err == nil { // some clients write True
			return value.Bool(b)
		}
	case v.Type == "integer", v.Type == "number", v.Type == "array", v.Type == "object":
		if json.Valid(raw) {
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
	c.Body[name] = value.Text(parts[0].Filename)
	for _, p := range c.Op.Body.Properties {
		if strings.TrimSuffix(p.Name, "[]") == name && c.API.Resolve(p.Value).Type == "array" {
			c.Body[name] = value.List([]json.RawMessage{value.Text(parts[0].Filename)})
		}
	}
	return nil
}
