package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// serveCompany starts a fake API in this process and returns its address.
func serveCompany(t *testing.T) string {
	s, err := factorialtest.Start(factorialtest.Seed(companySize), factorialtest.WithCredential(factorialtest.Credential{Key: key}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return strings.TrimPrefix(s.URL, "http://")
}

func TestEveryKindOfRequestIsAccepted(t *testing.T) {
	address := serveCompany(t)
	kinds := append(speeds(), speed{"PUT of 60 KB", 200, put(60_000)}, speed{"POST in 60 KB", 201, padded(60_000)})
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			if err := send(t.Context(), address, kind.status, times(2*connections, kind.requests)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAWalkReadsEveryListWithoutADemandedFilterToItsEnd(t *testing.T) {
	lists, size, err := walk(t.Context(), serveCompany(t))
	if err != nil {
		t.Fatal(err)
	}
	if lists < 150 || size < 1000*companySize {
		t.Errorf("%d lists with %d bytes", lists, size)
	}
}

func TestAnotherStatusIsAnErrorThatNamesTheRequest(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	err := send(t.Context(), s.Listener.Addr().String(), 200, times(1, speeds()[0].requests))
	if err == nil || !strings.Contains(err.Error(), "employees/employees/1 HTTP/1.1: status 404, want 200") {
		t.Error(err)
	}
}

func TestTheNumberOfRequestsIsExact(t *testing.T) {
	var arrived atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { arrived.Add(1) }))
	defer s.Close()
	if err := send(t.Context(), s.Listener.Addr().String(), 200, times(777, speeds()[0].requests)); err != nil {
		t.Fatal(err)
	}
	if n := arrived.Load(); n != 777 {
		t.Errorf("%d requests", n)
	}
}

func TestAConnectionThatEndsIsAnError(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	if err := send(t.Context(), address, 200, times(1, speeds()[0].requests)); err == nil {
		t.Error("no error")
	}
}
