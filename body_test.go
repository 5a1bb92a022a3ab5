package factorialhr_test

import (
	"encoding/json"
	"io"
	"math"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/factorialhr-go/factorialhr"
)

// letter counts how often it is encoded.
type letter struct {
	text    string
	encoded *int
}

func (l letter) MarshalJSON() ([]byte, error) {
	*l.encoded++
	return json.Marshal(map[string]string{"text": l.text})
}

// However often a body is sent, it is encoded once, also if the id goes into it and if the client
// checks what it names.
func TestABodyIsEncodedOnce(t *testing.T) {
	selecting := updateThing
	selecting.Selectors = &factorialhr.Selectors{Lists: []string{"ids"}}
	for name, op := range map[string]*factorialhr.Operation{
		"a creation": &createThing, "an update": &updateThing, "an update with selectors": &selecting,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var bodies []string
				statuses := []int{429, 429, 200}
				c := newClient(t, transportFunc(func(r *http.Request) (*http.Response, error) {
					body, err := io.ReadAll(r.Body)
					if err != nil {
						return nil, err
					}
					bodies = append(bodies, string(body))
					resp := response(r, statuses[0])
					resp.Body = io.NopCloser(strings.NewReader(`{"id":"7"}`))
					statuses = statuses[1:]
					return resp, nil
				}))
				encoded := 0
				in := factorialhr.Input{ID: "7", Body: letter{"hello", &encoded}}
				_, err := factorialhr.Call[thing](t.Context(), c, op, in)
				if err != nil || encoded != 1 || len(bodies) != 3 || bodies[2] != bodies[0] {
					t.Errorf("encoded %d times, sent %q, %v", encoded, bodies, err)
				}
			})
		})
	}
}

// An update allocates its body twice: once to encode it, and once to put the id before it. To
// encode the result again would be a third time.
func TestAnUpdateKeepsNoThirdCopyOfItsBody(t *testing.T) {
	const size = 4 << 20
	body := map[string]string{"text": strings.Repeat("x", size)}
	c := newClient(t, transportFunc(func(r *http.Request) (*http.Response, error) {
		r.Body.Close()
		resp := response(r, http.StatusOK)
		resp.Body = io.NopCloser(strings.NewReader(`{"id":"7"}`))
		return resp, nil
	}))
	update := func() {
		if _, err := factorialhr.Call[thing](t.Context(), c, &updateThing, factorialhr.Input{ID: "7", Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	least := math.Inf(1) // in most rounds, encoding/json reuses the buffer of the round before
	for range 8 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		update()
		runtime.ReadMemStats(&after)
		least = min(least, float64(after.TotalAlloc-before.TotalAlloc)/size)
	}
	t.Logf("an update allocates %.2f times its body", least)
	if least > 2.5 {
		t.Errorf("an update allocates %.2f times its body, want about 2", least)
	}
}
