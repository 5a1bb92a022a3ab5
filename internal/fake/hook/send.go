package hook

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/http"

	"github.com/factorialhr-go/factorialhr/internal/fake/capture"
	"github.com/factorialhr-go/factorialhr/internal/origin"
)

// send delivers once and returns the status of the response, or 0 and the reason if there was
// none.
func (h *Sender) send(d *delivery) (int, error) {
	ctx, cancel := context.WithTimeout(h.ctx, deliveryTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.url, bytes.NewReader(d.body))
	if err != nil {
		return 0, errNoURL
	}
	req.Header = d.header.Clone()
	resp, err := h.doer.Do(req)
	if err != nil {
		return 0, cmp.Or(checkTarget(req.URL), err)
	}
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10)
	_ = resp.Body.Close()
	return resp.StatusCode, nil
}

// ToHandler returns a Doer that passes requests to a handler in this process.
func ToHandler(h http.Handler) Doer { return passing{h} }

// passing passes requests to a handler in this process.
type passing struct{ handler http.Handler }

func (d passing) Do(r *http.Request) (*http.Response, error) {
	w := capture.New(make(http.Header))
	r.RequestURI, r.RemoteAddr, r.Host = r.URL.RequestURI(), "192.0.2.1:1234", r.URL.Host
	if err := d.serve(w, r); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: w.Status, Header: w.Header(), Body: io.NopCloser(bytes.NewReader(w.Body)), Request: r}, nil
}

var errAborted = errors.New("factorialtest: the receiver cut the connection")

// serve turns a panic into an error, as the client of an http.Server sees it.
func (d passing) serve(w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		if recover() != nil {
			err = errAborted
		}
	}()
	d.handler.ServeHTTP(w, r)
	return nil
}

var errNotLoopback = errors.New("factorialtest: webhooks are delivered to this machine only; see the option Webhooks")

// Loopback returns a Doer that delivers only to this machine: the target URL of a fixture may be a
// real one. It follows no redirect, which would lead a POST astray.
func Loopback() Doer {
	dialer := new(net.Dialer)
	return loopback{&http.Client{
		Transport: &http.Transport{
			DisableKeepAlives: true,
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				host, _, err := net.SplitHostPort(address)
				if err != nil {
					return nil, err
				}
				if err := checkLoopback(host); err != nil {
					return nil, err
				}
				return dialer.DialContext(ctx, network, address)
			},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// loopback delivers to this machine. Its check also serves Sender.Hint.
type loopback struct{ *http.Client }

func (loopback) check(host string) error { return checkLoopback(host) }

func checkLoopback(host string) error {
	if !origin.IsLoopback(host) {
		return errNotLoopback
	}
	return nil
}
