package main

import (
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
)

// something is a path with a small response.
const something = "things/things/7"

// requestByHand measures one request with net/http that reads the response but does not decode it.
func requestByHand(url string) func(b *testing.B) {
	return func(b *testing.B) {
		c := newByHand(url)
		defer c.client.CloseIdleConnections()
		b.ReportAllocs()
		for b.Loop() {
			if err := c.fetch(b.Context(), url); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func (c *byHand) fetch(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/api/2026-10-01/resources/"+something, nil)
	if err != nil {
		return err
	}
	req.Header.Set("X-Api-Key", "key")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "by hand")
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.ReadAll(resp.Body)
	return err
}

// requestBySDK measures the same with this module.
func requestBySDK(url string) func(b *testing.B) {
	return func(b *testing.B) {
		client, err := factorialhr.New(auth.APIKey("key"), factorialhr.BaseURL(url))
		if err != nil {
			b.Fatal(err)
		}
		defer client.Close()
		b.ReportAllocs()
		for b.Loop() {
			if err := client.Get(b.Context(), something, nil); err != nil {
				b.Fatal(err)
			}
		}
	}
}
