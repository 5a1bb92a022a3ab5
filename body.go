package factorialhr

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
)

// body is what a request sends. Every attempt opens it anew, so that nothing is ever sent from the
// middle. The zero body is none.
type body struct {
	contentType string
	size        int64                         // in bytes, -1 if unknown
	open        func() (io.ReadCloser, error) // nil if there is no body
	streams     bool                          // it is read while it is sent, and may take its time
	json        []byte                        // the content of a JSON body
	fields      []formField                   // of a form
}

// encodeBody encodes the body of an input, with the id in it where the operation repeats it there.
func encodeBody(op *Operation, in Input) (body, error) {
	if op.BodyID {
		return bodyWithID(in.ID, in.Body)
	}
	switch v := in.Body.(type) {
	case nil:
		return body{}, nil
	case url.Values:
		return valuesBody(v), nil
	case FormBody:
		return formBody(v)
	case File:
		return fileBody(v)
	default:
		content, err := marshal(v)
		if err != nil {
			return body{}, err
		}
		return jsonBody(content), nil
	}
}

// marshal encodes a body, or a part of one, as JSON.
func marshal(v any) ([]byte, error) {
	switch v.(type) {
	case []byte, io.Reader: // encoding/json would make base64 of one, and {} of the other
		return nil, fmt.Errorf("%w: a body of type %T: pass encoded JSON as a json.RawMessage, anything else as a File", ErrInvalidRequest, v)
	}
	content, err := json.Marshal(v)
	if err != nil {
		// The texts of encoding/json quote the value.
		return nil, newCause(fmt.Sprintf("the body of type %T cannot be encoded as JSON", v), errors.Join(ErrInvalidRequest, err))
	}
	return content, nil
}

func jsonBody(content []byte) body {
	b := bytesBody("application/json", content)
	b.json = content
	return b
}

func valuesBody(v url.Values) body {
	b := bytesBody("application/x-www-form-urlencoded", []byte(v.Encode()))
	for name, values := range v {
		for _, value := range values {
			b.fields = append(b.fields, formField{name, value})
		}
	}
	return b
}

func formBody(v FormBody) (body, error) {
	form, err := encodeForm(v)
	if err != nil {
		return body{}, fmt.Errorf("%w: %w", ErrInvalidRequest, err)
	}
	return body{contentType: form.contentType, size: form.length(), open: form.open, streams: true, fields: form.fields}, nil
}

func fileBody(f File) (body, error) {
	switch {
	case f.IsZero():
		return body{}, nil
	case !isHeaderValue(f.ContentType):
		return body{}, fmt.Errorf("%w: %w", ErrInvalidRequest, errControl)
	}
	return body{
		contentType: cmp.Or(f.ContentType, "application/octet-stream"),
		size:        f.length(),
		open:        func() (io.ReadCloser, error) { return f.open("", 1) },
		streams:     true,
	}, nil
}

func bytesBody(contentType string, content []byte) body {
	return body{
		contentType: contentType,
		size:        int64(len(content)),
		open:        func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	}
}
