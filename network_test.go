package factorialhr_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// secretKey is the credential of all tests. It must show up in no error, log line or event.
const secretKey = "key-5a1f00d"

const productionAddress = "api.factorialhr.com:443"

// serve answers the production host on a network in memory and returns a client for it.
func serve(t *testing.T, handler http.HandlerFunc, opts ...factorialhr.RequestOption) *factorialhr.Client {
	t.Helper()
	network := memnet.New()
	network.Serve(t, productionAddress, handler)
	return newClient(t, network.Transport(t), opts...)
}

// newClient returns a client that sends over transport.
func newClient(t *testing.T, transport http.RoundTripper, opts ...factorialhr.RequestOption) *factorialhr.Client {
	t.Helper()
	opts = append([]factorialhr.RequestOption{factorialhr.HTTPClient(&http.Client{Transport: transport})}, opts...)
	c, err := factorialhr.New(auth.APIKey(secretKey), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// transportFunc is a transport without a network.
type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// recorded is a request as it arrived.
type recorded struct {
	Method, Path string // Path as it was escaped
	Query        url.Values
	Header       http.Header
	Body         string
}

// recorder answers with what it is told and keeps the requests.
type recorder struct {
	answer http.HandlerFunc // nil: 200 and an empty object

	mu       sync.Mutex
	requests []recorded
}

func (rec *recorder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	rec.mu.Lock()
	rec.requests = append(rec.requests, recorded{r.Method, r.URL.EscapedPath(), r.URL.Query(), r.Header, string(body)})
	rec.mu.Unlock()
	if rec.answer == nil {
		io.WriteString(w, `{"id":"7"}`)
		return
	}
	rec.answer(w, r)
}

func (rec *recorder) all() []recorded {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return slices.Clone(rec.requests)
}

func (rec *recorder) last(t *testing.T) recorded {
	t.Helper()
	all := rec.all()
	if len(all) == 0 {
		t.Fatal("nothing arrived")
	}
	return all[len(all)-1]
}

// status answers with a status and a body.
func status(code int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		io.WriteString(w, body)
	}
}

// inTurn answers the first request with the first handler, and so on; the last one answers all that follow.
func inTurn(handlers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		next := handlers[0]
		if len(handlers) > 1 {
			handlers = handlers[1:]
		}
		mu.Unlock()
		next(w, r)
	}
}

// rawServer answers on a network in memory connection by connection, for what http.Server would not do. Each connection
// serves one request; conn is closed afterwards.
func rawServer(t *testing.T, network *memnet.Network, handle func(conn net.Conn, r *http.Request)) {
	t.Helper()
	l, err := network.Listen(productionAddress)
	if err != nil {
		t.Fatal(err)
	}
	serveConns(t, l, func(conn net.Conn) {
		if r, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
			handle(conn, r)
		}
	})
}

// serveConns hands each connection of l to serve, on a goroutine of its own, and closes it afterwards. The end of the test
// closes all of them, and waits.
func serveConns(t *testing.T, l net.Listener, serve func(conn net.Conn)) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				defer conn.Close()
				defer context.AfterFunc(ctx, func() { conn.Close() })()
				serve(conn)
			})
		}
	})
	t.Cleanup(func() {
		cancel()
		l.Close()
		running.Wait()
	})
}

// thing is a record.
type thing struct {
	ID    factorialhr.ID `json:"id"`
	Name  string         `json:"name"`
	Count *int           `json:"count"`
}

// Operations of each class.
var (
	listThings  = factorialhr.Operation{Name: "things.Things.List", Method: "GET", Path: "things/things", Retry: factorialhr.RetrySafe}
	getThing    = factorialhr.Operation{Name: "things.Things.Get", Method: "GET", Path: "things/things/{id}", Retry: factorialhr.RetrySafe}
	createThing = factorialhr.Operation{Name: "things.Things.Create", Method: "POST", Path: "things/things"}
	updateThing = factorialhr.Operation{Name: "things.Things.Update", Method: "PUT", Path: "things/things/{id}", Retry: factorialhr.RetryIdempotent, BodyID: true}
	deleteThing = factorialhr.Operation{Name: "things.Things.Delete", Method: "DELETE", Path: "things/things/{id}", Retry: factorialhr.RetryIdempotent}
	searchThing = factorialhr.Operation{Name: "things.Things.Search", Method: "POST", Path: "things/things/search", Retry: factorialhr.RetrySafe}
)

// call sends op with an id, and with a body where the method has one.
func call(ctx context.Context, c *factorialhr.Client, op *factorialhr.Operation, opts ...factorialhr.RequestOption) (*thing, error) {
	in := factorialhr.Input{ID: "7"}
	if op.Method == "POST" || op.Method == "PUT" {
		in.Body = map[string]string{"name": "secret-name"}
	}
	return factorialhr.Call[thing](ctx, c, op, in, opts...)
}
