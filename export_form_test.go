package factorialhr

import "io"

// EncodeForm exposes a form to the tests without a request.
func EncodeForm(body FormBody) (contentType string, length int64, open func() (io.ReadCloser, error), err error) {
	e, err := encodeForm(body)
	if err != nil {
		return "", 0, nil, err
	}
	return e.contentType, e.length(), e.open, nil
}
