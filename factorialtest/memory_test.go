package factorialtest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/documents"
)

// heap returns the bytes that are in use after a garbage collection.
func heap() int {
	runtime.GC()
	runtime.GC() // the second one frees what pools kept through the first
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// serve sends a request to the handler, without a connection, and returns the status.
func serve(handler http.Handler, method, path, body string) int {
	r := httptest.NewRequest(method, "https://api.factorial.test"+resources+path, strings.NewReader(body))
	r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Code
}

// update returns the body of an update that sets one property to a long text.
func update(size int) string { return `{"address_line_2":"` + strings.Repeat("x", size) + `"}` }

// A company of any size has room: what one record takes is much less than its JSON.
func TestARecordTakesLessThanItsJSON(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(2000))
	before := heap()
	records, size := 0, 0
	for _, path := range srv.Resources() {
		all := srv.Records(path)
		records += len(all)
		for _, r := range all {
			size += len(r)
		}
	}
	held := heap() - before
	t.Logf("%d records with %d bytes of JSON hold %d bytes, %d a record", records, size, held, held/records)
	if records < 20_000 {
		t.Fatalf("only %d records", records)
	}
	if held > size*6/10 {
		t.Errorf("%d records hold %d bytes, more than 60%% of the %d bytes of their JSON", records, held, size)
	}
	runtime.KeepAlive(srv)
}

// A server of a large company that nobody asks for anything holds no record.
func TestAnUnusedCompanyTakesNoMemory(t *testing.T) {
	small := factorialtest.New(t, factorialtest.Seed(1))
	before := heap()
	large := factorialtest.New(t, factorialtest.Seed(1_000_000))
	if held := heap() - before; held > 1<<20 {
		t.Errorf("a company of 1,000,000 holds %d bytes before its first request", held)
	}
	runtime.KeepAlive(small)
	runtime.KeepAlive(large)
}

// The log of requests does not grow with the bodies: once it is full, old bodies go.
func TestTheLogOfLargeBodiesIsBounded(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(1))
	handler, body := srv.Handler(), update(100_000)
	send := func(n int) {
		for range n {
			if status := serve(handler, http.MethodPut, "employees/employees/1", body); status != http.StatusOK {
				t.Fatal(status)
			}
		}
	}
	send(1)
	before := heap()
	send(300)
	full := heap() - before
	send(400)
	if held := heap() - before; held > full*12/10 {
		t.Errorf("300 requests hold %d bytes, 700 requests %d", full, held)
	}
	if n := len(srv.Requests()); n != 701 {
		t.Errorf("the log has %d requests", n)
	}
	runtime.KeepAlive(srv)
}

// What the log keeps of a body does not keep the rest of the body.
func TestTheLogKeepsTheBeginningOfABody(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(1))
	handler := srv.Handler()
	before := heap()
	const requests, size = 10, 4_000_000
	for range requests {
		body := fmt.Sprintf(`{"name":"Night Watch"%s}`, strings.Repeat(" ", size))
		if status := serve(handler, http.MethodPost, "teams/teams", body); status != http.StatusCreated {
			t.Fatal(status)
		}
	}
	if held := heap() - before; held > requests*size/10 {
		t.Errorf("%d bodies of %d bytes hold %d bytes", requests, size, held)
	}
	log := srv.Requests()
	for _, r := range log {
		if len(r.Body) != 64<<10 || r.BodySize != size+len(`{"name":"Night Watch"}`) || cap(r.Body) > 2*len(r.Body) {
			t.Errorf("the log has %d bytes of a body of %d, in a slice of %d", len(r.Body), r.BodySize, cap(r.Body))
		}
	}
	srv.ForgetRequests()
	clear(log)
	if held := heap() - before; held > requests*size/100 {
		t.Errorf("without the log, %d small records hold %d bytes", requests, held)
	}
	runtime.KeepAlive(srv)
}

// The log keeps the last requests, and the bodies of the last of them.
func TestTheLogKeepsTheLastRequestsAndBodies(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(1))
	handler, body := srv.Handler(), update(60_000)
	const requests = 400
	for range requests {
		if status := serve(handler, http.MethodPut, "employees/employees/1", body); status != http.StatusOK {
			t.Fatal(status)
		}
	}
	log := srv.Requests()
	if len(log) != requests {
		t.Fatalf("%d requests", len(log))
	}
	with := 0
	for i, r := range log {
		switch {
		case r.BodySize != len(body):
			t.Fatalf("the body of request %d had %d bytes, not %d", i+1, r.BodySize, len(body))
		case len(r.Body) == len(body):
			with++
		case len(r.Body) != 0:
			t.Fatalf("request %d has %d bytes of its body", i+1, len(r.Body))
		case with > 0:
			t.Fatalf("request %d has no body, an older one has", i+1)
		}
	}
	if want := (8 << 20) / len(body); with != want {
		t.Errorf("%d requests have their body, want the last %d", with, want)
	}
}

// Long queries fill the log as bodies do.
func TestTheLogOfLongQueriesIsBounded(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(1), factorialtest.Lenient())
	handler, query := srv.Handler(), "teams/teams?x="+strings.Repeat("x", 500_000)
	send := func(n int) {
		for range n {
			if status := serve(handler, http.MethodGet, query, ""); status != http.StatusOK {
				t.Fatal(status)
			}
		}
	}
	send(1)
	before := heap()
	send(150)
	full := heap() - before
	send(150)
	if held := heap() - before; held > full*12/10 {
		t.Errorf("150 requests hold %d bytes, 300 requests %d", full, held)
	}
	log := srv.Requests()
	if last := log[len(log)-1].Number; last != 301 {
		t.Errorf("the last request in the log has the number %d", last)
	}
	runtime.KeepAlive(srv)
}

// The log has a length.
func TestTheLogHasItsDocumentedLength(t *testing.T) {
	if testing.Short() {
		t.Skip("70,000 requests")
	}
	srv := factorialtest.New(t, factorialtest.Seed(1))
	handler := srv.Handler()
	const length, requests = 65_536, 70_000
	for i := range requests {
		if status := serve(handler, http.MethodGet, "teams/teams/"+strconv.Itoa(i%2+2), ""); status != http.StatusNotFound {
			t.Fatal(status)
		}
	}
	log := srv.Requests()
	if len(log) != length || log[0].Number != requests-length+1 || log[length-1].Number != requests {
		t.Errorf("%d requests, from %d to %d", len(log), log[0].Number, log[len(log)-1].Number)
	}
}

// A deleted record takes its files with it.
func TestFilesGoWithTheirRecord(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(1))
	handler, docs := srv.Handler(), documents.New(srv.Client())
	before := heap()
	const uploads, size = 10, 1_000_000
	for range uploads {
		created, err := docs.Documents.Create(t.Context(), documents.DocumentCreateParams{
			File:  factorialhr.FileFromBytes("handbook.txt", []byte(strings.Repeat("x", size))),
			Space: "company_public", Public: true, AuthorID: "700001", CompanyID: "1", SigneeIDs: []factorialhr.ID{"1"},
		})
		if err != nil {
			t.Fatal(err)
		}
		id := string(created.ID)
		if files := srv.Files("documents/documents", id); len(files) != 1 || len(files[0].Content) != size || cap(files[0].Content) > size+size/10 {
			t.Fatalf("%d files", len(files))
		}
		if status := serve(handler, http.MethodDelete, "documents/documents/"+id, ""); status != http.StatusOK {
			t.Fatal(status)
		}
		if files := srv.Files("documents/documents", id); len(files) != 0 {
			t.Errorf("%d files of a deleted document", len(files))
		}
	}
	if held := heap() - before; held > uploads*size/4 {
		t.Errorf("%d deleted files of %d bytes hold %d bytes", uploads, size, held)
	}
	runtime.KeepAlive(srv)
}
