package call_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/call"
)

type thing struct {
	ID factorialhr.ID `json:"id"`
}

type page = factorialhr.Page[thing]

var (
	get  = factorialhr.Operation{Name: "things.Things.Get", Method: "GET", Path: "things/things/{id}", Retry: factorialhr.RetrySafe}
	bulk = factorialhr.Operation{Name: "things.Things.Bulk", Method: "POST", Path: "things/things/bulk"}
	list = factorialhr.Operation{Name: "things.Things.List", Method: "GET", Path: "things/things", Retry: factorialhr.RetrySafe}
)

// things serves a thing, the array of a bulk action, and a list of two pages.
func things(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path[len("/api/"+factorialhr.DefaultAPIVersion+"/resources/"):]; {
	case path == "things/things/bulk":
		fmt.Fprint(w, `[{"id":"1"},{"id":"2"}]`)
	case path == "things/things" && r.URL.Query().Get("after_id") == "":
		fmt.Fprint(w, `{"data":[{"id":"1"}],"meta":{"has_next_page":true,"end_cursor":"c1"}}`)
	case path == "things/things":
		fmt.Fprint(w, `{"data":[{"id":"2"}],"meta":{"has_next_page":false}}`)
	default:
		fmt.Fprint(w, `{"id":"7"}`)
	}
}

func refused(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }

// ways are the functions of the package. Each returns the ids that it reads, and whether it
// returns a value beside an error.
var ways = map[string]struct {
	ids  []factorialhr.ID
	call func(context.Context, *factorialhr.Client, ...factorialhr.RequestOption) (ids []factorialhr.ID, value bool, err error)
}{
	"Do": {
		[]factorialhr.ID{"7"},
		func(ctx context.Context, c *factorialhr.Client, opts ...factorialhr.RequestOption) ([]factorialhr.ID, bool, error) {
			one, err := call.Do(ctx, c, &get, factorialhr.Input{ID: "7"}, new(thing), opts)
			if one == nil {
				return nil, false, err
			}
			return []factorialhr.ID{one.ID}, true, err
		},
	},
	"Slice": {
		[]factorialhr.ID{"1", "2"},
		func(ctx context.Context, c *factorialhr.Client, opts ...factorialhr.RequestOption) ([]factorialhr.ID, bool, error) {
			all := []thing{}
			err := call.Slice(ctx, c, &bulk, factorialhr.Input{}, &all, opts)
			return ids(all), all != nil, err
		},
	},
	"Page": {
		[]factorialhr.ID{"1"},
		func(ctx context.Context, c *factorialhr.Client, opts ...factorialhr.RequestOption) ([]factorialhr.ID, bool, error) {
			p, err := call.Page(ctx, c, &list, url.Values{}, new(page), opts)
			if p == nil {
				return nil, false, err
			}
			return ids(p.Data), true, err
		},
	},
	"Pages": {
		[]factorialhr.ID{"1", "2"},
		func(ctx context.Context, c *factorialhr.Client, opts ...factorialhr.RequestOption) (got []factorialhr.ID, _ bool, _ error) {
			for p, err := range call.Pages(ctx, c, &list, nil, new(page), opts) {
				if err != nil {
					return got, p != nil, err
				}
				got = append(got, ids(p.Data)...)
			}
			return got, true, nil
		},
	},
	"All": {
		[]factorialhr.ID{"1", "2"},
		func(ctx context.Context, c *factorialhr.Client, opts ...factorialhr.RequestOption) ([]factorialhr.ID, bool, error) {
			return drain(call.All[*thing](ctx, c, &list, nil, new(page), opts))
		},
	},
	"GetAll": {
		[]factorialhr.ID{"1", "2"},
		func(ctx context.Context, c *factorialhr.Client, opts ...factorialhr.RequestOption) ([]factorialhr.ID, bool, error) {
			all := []thing{}
			err := call.GetAll(ctx, c, &list, nil, new(page), &all, opts)
			return ids(all), all != nil, err
		},
	},
}

func ids(list []thing) (got []factorialhr.ID) {
	for _, one := range list {
		got = append(got, one.ID)
	}
	return got
}

func drain(list iter.Seq2[*thing, error]) (got []factorialhr.ID, value bool, err error) {
	for one, err := range list {
		if err != nil {
			return got, one != nil, err
		}
		got = append(got, one.ID)
	}
	return got, true, nil
}

func newClient(t *testing.T, handler http.HandlerFunc) *factorialhr.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := factorialhr.New(auth.APIKey("key"), factorialhr.BaseURL(server.URL))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

func TestEachFunctionReturnsWhatTheServerSent(t *testing.T) {
	client := newClient(t, things)
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			got, value, err := way.call(t.Context(), client)
			if diff := cmp.Diff(way.ids, got); diff != "" || !value || err != nil {
				t.Errorf("%v, -want +got:\n%s", err, diff)
			}
		})
	}
}

func TestEachFunctionReturnsNothingBesideAnError(t *testing.T) {
	tests := map[string]struct {
		client *factorialhr.Client
		opts   []factorialhr.RequestOption
		is     error
	}{
		"a response that is an error": {newClient(t, refused), nil, factorialhr.ErrForbidden},
		"an option of the client":     {newClient(t, things), []factorialhr.RequestOption{factorialhr.MaxInFlight(1)}, factorialhr.ErrInvalidRequest},
		"a nil client":                {nil, nil, factorialhr.ErrInvalidRequest},
		"a zero client":               {new(factorialhr.Client), nil, factorialhr.ErrInvalidRequest},
	}
	for name, test := range tests {
		for function, way := range ways {
			t.Run(function+", "+name, func(t *testing.T) {
				got, value, err := way.call(t.Context(), test.client, test.opts...)
				if _, ok := errors.AsType[*factorialhr.Error](err); !ok || !errors.Is(err, test.is) || got != nil || value {
					t.Errorf("got %v, a value: %v, error %v", got, value, err)
				}
			})
		}
	}
}
