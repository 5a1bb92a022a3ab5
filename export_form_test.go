package factorialhr

import "io"

// EncodeForm lets the tests see a form without a request around it.
func EncodeForm(body FormBody) (contentType string, length int64, open func() (io.ReadCloser, error), err error) {
	e, err := encodeForm(body)
	if err != nil {
		return "", 0, nil, err
	}
	return e.contentType, e.length(), e.open, nil
}
