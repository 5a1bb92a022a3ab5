package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// resources returns the paths of all resources of the API.
func resources() ([]string, error) {
	s, err := factorialtest.Start(factorialtest.Seed(0))
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return s.Resources(), nil
}

// walk reads all pages of all lists, one after the other, and returns the number of lists and of
// bytes.
func walk(ctx context.Context, address string) (lists int, size int64, err error) {
	paths, err := resources()
	if err != nil {
		return 0, 0, err
	}
	client := &http.Client{Transport: new(http.Transport)}
	defer client.CloseIdleConnections()
resources:
	for _, path := range paths {
		cursor := ""
		for {
			query := url.Values{"limit": {"100"}, "country": {"es"}}
			if cursor != "" {
				query.Set("after_id", cursor)
			}
			status, n, tail, err := get(ctx, client, "http://"+address+"/api/"+version+"/resources/"+path+"?"+query.Encode())
			if err != nil {
				return 0, 0, err
			}
			size += n
			switch status {
			case http.StatusOK:
			case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusBadRequest:
				continue resources // it has no list, or a list that demands a filter
			default:
				return 0, 0, fmt.Errorf("%s: status %d", path, status)
			}
			var about struct {
				HasNext   bool   `json:"has_next_page"`
				EndCursor string `json:"end_cursor"`
			}
			_, meta, _ := bytes.Cut(tail, []byte(`"meta":`))
			if json.Unmarshal(bytes.TrimSuffix(meta, []byte("}")), &about) != nil || !about.HasNext {
				break
			}
			if about.EndCursor == "" {
				return 0, 0, fmt.Errorf("%s: a next page without a cursor", path)
			}
			cursor = about.EndCursor
		}
		lists++
	}
	return lists, size, nil
}

// get returns the status, the length and the end of a response.
func get(ctx context.Context, client *http.Client, url string) (status int, size int64, tail []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, 0, nil, err
	}
	req.Header.Set("X-Api-Key", key)
	resp, err := client.Do(req)
	if err != nil {
		return 0, 0, nil, err
	}
	defer resp.Body.Close()
	var last end
	size, err = io.Copy(&last, resp.Body)
	return resp.StatusCode, size, last.bytes, err
}

// end keeps the last bytes that were written to it.
type end struct{ bytes []byte }

const endSize = 512

func (e *end) Write(b []byte) (int, error) {
	e.bytes = append(e.bytes, b[max(0, len(b)-endSize):]...)
	e.bytes = e.bytes[max(0, len(e.bytes)-endSize):]
	return len(b), nil
}
