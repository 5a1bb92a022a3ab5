package factorialtest_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// The first request arrives as soon as the port is open, before Start returns.
func TestTheFirstRequestFindsACompleteServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	body := make(chan string, 1)
	go func() {
		for {
			r, _ := http.NewRequest(http.MethodPost, "http://"+address+"/api/2026-10-01/resources/documents/download_urls/bulk_create", strings.NewReader(`{"ids":["1"]}`))
			r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
			r.Header.Set("Content-Type", "application/json")
			resp, err := http.DefaultClient.Do(r)
			if err != nil {
				if t.Context().Err() != nil {
					return
				}
				continue
			}
			text, _ := io.ReadAll(resp.Body)
			resp.Body.Close()
			body <- string(text)
			return
		}
	}()
	srv := factorialtest.New(t, factorialtest.Loopback(address))
	if text := <-body; !strings.Contains(text, srv.FilesURL) {
		t.Errorf("got %s", text)
	}
}
