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

// body is what a request sends. It is opened anew for every attempt, so that nothing is ever sent from the middle.
// The zero body is none.
type body struct {
	contentType string
	size        int64                         // in bytes, -1 if it is not known
	open        func() (io.ReadCloser, error) // nil if there is no body
	streams     bool                          // it is read while it is sent, and may take its time
}

// newBody encodes the Body of an [Input].
func newBody(v any) (body, error) {
	switch v := v.(type) {
	case nil:
		return body{}, nil
	case url.Values:
		return bytesBody("application/x-www-form-urlencoded", []byte(v.Encode())), nil
	case FormBody:
		return formBody(v)
	case File:
		return fileBody(v)
	default:
		return jsonBody(v)
	}
}

func jsonBody(v any) (body, error) {
	content, err := marshal(v)
	if err != nil {
		return body{}, err
	}
	return bytesBody("application/json", content), nil
}

// marshal encodes a body, or a part of one, as JSON.
func marshal(v any) ([]byte, error) {
	switch v.(type) {
	case []byte, io.Reader: // encoding/json would make base64 of one, and {} of the other
		return nil, fmt.Errorf("%w: a body of type %T: JSON that is encoded goes as a json.RawMessage, all else as a File", ErrInvalidRequest, v)
	}
	content, err := json.Marshal(v)
	if err != nil {
		// The texts of encoding/json quote the value.
		return nil, newCause(fmt.Sprintf("the body of type %T cannot be encoded as JSON", v), errors.Join(ErrInvalidRequest, err))
	}
	return content, nil
}

func formBody(v FormBody) (body, error) {
	form, err := encodeForm(v)
	if err != nil {
		return body{}, fmt.Errorf("%w: %w", ErrInvalidRequest, err)
	}
	return body{contentType: form.contentType, size: form.length(), open: form.open, streams: true}, nil
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
