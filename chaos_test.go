package factorialhr_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// chaos is a server that fails every tenth request in one of many ways, before or after it acts.
type chaos struct {
	mu    sync.Mutex
	rand  *rand.Rand
	acted map[string]int // by the name in the body or the path
	list  int            // number of records to read
}

// serve handles the requests of one connection until one of them breaks it.
func (s *chaos) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		fault := s.fault()
		if fault == "reset before" {
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		name := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		if r.Method == http.MethodPost {
			var in struct{ Name string }
			_ = json.Unmarshal(body, &in)
			name = in.Name
		}
		switch fault {
		case "429", "503":
			answer(conn, fault, "")
			continue
		case "422":
			answer(conn, fault, `{"errors":{"name":["no"]}}`)
			continue
		}
		known := s.act(r.Method, name)
		content := fmt.Sprintf(`{"id":%q}`, name)
		if r.URL.Path == "/api/"+factorialhr.DefaultAPIVersion+"/resources/things/things" && r.Method == http.MethodGet {
			content = s.page(r)
		}
		switch {
		case fault == "reset after":
			return
		case fault == "truncated":
			fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(content), content[:len(content)/2])
			return
		case fault != "":
			answer(conn, fault, "<html>")
		case r.Method == http.MethodDelete && !known:
			answer(conn, "404", "")
		default:
			answer(conn, "200", content)
		}
	}
}

func answer(conn net.Conn, status, content string) {
	fmt.Fprintf(conn, "HTTP/1.1 %s X\r\nContent-Length: %d\r\n\r\n%s", status, len(content), content)
}

// fault returns a fault, usually none.
func (s *chaos) fault() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rand.IntN(10) > 0 {
		return ""
	}
	return []string{"reset before", "reset after", "truncated", "422", "429", "500", "502", "503", "504"}[s.rand.IntN(9)]
}

// act executes a request and reports whether there was a record to delete.
func (s *chaos) act(method, name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.acted[method+" "+name]++
	return s.acted[method+" "+name] == 1
}

func (s *chaos) page(r *http.Request) string {
	after, _ := strconv.Atoi(r.URL.Query().Get("after_id"))
	end := min(after+10, s.list)
	var records []string
	for i := after; i < end; i++ {
		records = append(records, fmt.Sprintf(`{"id":"%d"}`, i))
	}
	return fmt.Sprintf(`{"data":[%s],"meta":{"total":%d,"has_next_page":%v,"end_cursor":"%d"}}`,
		strings.Join(records, ","), s.list, end < s.list, end)
}

func TestNothingIsLostAndNothingIsDoneTwice(t *testing.T) {
	operations := 20_000
	if testing.Short() {
		operations = 2_000
	}
	synctest.Test(t, func(t *testing.T) {
		s := &chaos{rand: rand.New(rand.NewPCG(1, 2)), acted: map[string]int{}, list: 95}
		network := memnet.New()
		l, err := network.Listen(productionAddress)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		var serving sync.WaitGroup
		serving.Go(func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				go s.serve(conn)
			}
		})
		c := newClient(t, network.Transport(t), factorialhr.WithoutPacing(), factorialhr.AttemptTimeout(time.Minute))

		var next atomic.Int32
		var outcomes [4]atomic.Int32 // unknown, not sent, rejected, success
		var running sync.WaitGroup
		for range 64 {
			running.Go(func() {
				for n := next.Add(1); n <= int32(operations); n = next.Add(1) {
					method, err := s.one(t.Context(), c, n)
					s.judge(t, method, n, err, &outcomes)
				}
			})
		}
		running.Wait()
		t.Logf("%d succeeded, %d rejected, %d not sent, %d unknown",
			outcomes[3].Load(), outcomes[2].Load(), outcomes[1].Load(), outcomes[0].Load())
	})
}

// one makes the nth call and returns its method.
func (s *chaos) one(ctx context.Context, c *factorialhr.Client, n int32) (method string, err error) {
	id := factorialhr.ID(fmt.Sprint(n))
	in := factorialhr.Input{ID: id, Body: map[string]string{"name": string(id)}}
	switch n % 10 {
	case 0:
		list, err := factorialhr.CallGetAll[thing](ctx, c, &listThings, nil)
		if err == nil {
			err = s.whole(list)
		}
		return http.MethodGet, err
	case 1, 2:
		_, err = factorialhr.Call[thing](ctx, c, &updateThing, in)
		return http.MethodPut, err
	case 3, 4:
		_, err = factorialhr.Call[thing](ctx, c, &deleteThing, factorialhr.Input{ID: id})
		return http.MethodDelete, err
	default:
		_, err = factorialhr.Call[thing](ctx, c, &createThing, in)
		return http.MethodPost, err
	}
}

// whole reports the records that a full read lost or duplicated.
func (s *chaos) whole(list []thing) error {
	if len(list) != s.list {
		return fmt.Errorf("%d records of %d", len(list), s.list)
	}
	for i, record := range list {
		if record.ID != factorialhr.ID(strconv.Itoa(i)) {
			return fmt.Errorf("record %d is %s", i, record.ID)
		}
	}
	return nil
}

// judge compares the result of a call with what the server did.
func (s *chaos) judge(t *testing.T, method string, n int32, err error, outcomes *[4]atomic.Int32) {
	s.mu.Lock()
	acted := s.acted[fmt.Sprintf("%s %d", method, n)]
	s.mu.Unlock()
	e, failed := errors.AsType[*factorialhr.Error](err)
	switch {
	case err == nil:
		outcomes[3].Add(1)
	case !failed:
		t.Errorf("%s %d: %v", method, n, err)
		return
	default:
		outcomes[e.Outcome].Add(1)
	}
	if method == http.MethodGet {
		return
	}
	switch certain := e != nil && e.Outcome != factorialhr.OutcomeUnknown; {
	case err == nil && acted == 0:
		t.Errorf("%s %d succeeded, and the server did nothing", method, n)
	case certain && acted > 0:
		t.Errorf("%s %d was carried out %d times: %v", method, n, acted, err)
	case method == http.MethodPost && acted > 1:
		t.Errorf("%s %d was carried out %d times: %v", method, n, acted, err)
	}
}
