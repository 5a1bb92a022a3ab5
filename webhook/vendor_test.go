package webhook_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

// record is a subscription in the shape of the API.
type record map[string]any

// vendor is the part of the API that [webhook.Sync] calls. It enforces the rule of the API: one
// subscription for each type and company.
type vendor struct {
	mu      sync.Mutex
	records []record
	next    int
	writes  []string // method and type of each request that changes something
	race    func(v *vendor, r record)
	fail    map[string]int // response statuses, by method and type
	hide    bool           // omits the challenge
}

// newVendor returns the API and a client for it.
func newVendor(t testing.TB, records ...record) (*vendor, *factorialhr.Client) {
	t.Helper()
	v := &vendor{next: 100, records: records}
	network := memnet.New()
	const prefix = "/api/" + factorialhr.DefaultAPIVersion + "/resources/api_public/"
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+prefix+"credentials", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, 200, record{"data": []record{{"company_id": "55"}}, "meta": record{"has_next_page": false}})
	})
	mux.HandleFunc("GET "+prefix+"webhook_subscriptions", v.list)
	mux.HandleFunc("POST "+prefix+"webhook_subscriptions", v.create)
	mux.HandleFunc("PUT "+prefix+"webhook_subscriptions/{id}", v.update)
	mux.HandleFunc("DELETE "+prefix+"webhook_subscriptions/{id}", v.delete)
	network.Serve(t, "api.test:443", mux)
	client, err := factorialhr.New(auth.APIKey("key"), factorialhr.BaseURL("https://api.test"),
		factorialhr.HTTPClient(network.Client(t)), factorialhr.WithoutPacing(), factorialhr.Strict(), factorialhr.MaxAttempts(1))
	if err != nil {
		t.Fatal(err)
	}
	return v, client
}

// subscribed returns an up-to-date subscription of company 55.
func subscribed(id, event, target string) record {
	return record{
		"id": id, "type": event, "target_url": target, "company_id": "55", "enabled": true,
		"api_version": factorialhr.DefaultAPIVersion, "challenge": secret,
	}
}

// with returns a copy of r with one field changed.
func (r record) with(name string, value any) record {
	changed := record{name: value}
	for n, v := range r {
		if n != name {
			changed[n] = v
		}
	}
	return changed
}

func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// list responds with two records a page.
func (v *vendor) list(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	start, _ := strconv.Atoi(r.URL.Query().Get("after_id"))
	end := min(start+2, len(v.records))
	page := slices.Clone(v.records[start:end])
	for i := range page {
		if v.hide {
			page[i] = page[i].with("challenge", nil)
		}
	}
	if page == nil {
		page = []record{}
	}
	respond(w, 200, record{"data": page, "meta": record{"has_next_page": end < len(v.records), "end_cursor": strconv.Itoa(end)}})
}

// write records a request and reports whether it has already sent the response.
func (v *vendor) write(w http.ResponseWriter, method, event string) (responded bool) {
	v.writes = append(v.writes, method+" "+event)
	if status := v.fail[method+" "+event]; status != 0 {
		respond(w, status, record{"errors": record{"subscription_type": []string{"has already been taken"}}})
		return true
	}
	return false
}

func (v *vendor) create(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	var body record
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		respond(w, 400, nil)
		return
	}
	created := body.with("type", body["subscription_type"]).with("id", strconv.Itoa(v.next))
	delete(created, "subscription_type")
	v.next++
	if v.race != nil {
		v.race(v, created)
	}
	if v.write(w, "POST", created["type"].(string)) {
		return
	}
	if slices.ContainsFunc(v.records, func(r record) bool {
		return r["type"] == created["type"] && r["company_id"] == created["company_id"]
	}) {
		respond(w, 422, record{"errors": record{"subscription_type": []string{"has already been taken"}}})
		return
	}
	v.records = append(v.records, created)
	respond(w, 201, created)
}

func (v *vendor) update(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	i := v.index(r.PathValue("id"))
	if i < 0 {
		respond(w, 404, nil)
		return
	}
	if v.write(w, "PUT", v.records[i]["type"].(string)) {
		return
	}
	var body record
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body["id"] != r.PathValue("id") {
		respond(w, 400, nil)
		return
	}
	for name, value := range body {
		v.records[i] = v.records[i].with(name, value)
	}
	respond(w, 200, v.records[i])
}

func (v *vendor) delete(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	i := v.index(r.PathValue("id"))
	if i < 0 {
		respond(w, 404, nil)
		return
	}
	if v.write(w, "DELETE", v.records[i]["type"].(string)) {
		return
	}
	gone := v.records[i]
	v.records = slices.Delete(v.records, i, i+1)
	respond(w, 200, gone)
}

func (v *vendor) index(id string) int {
	return slices.IndexFunc(v.records, func(r record) bool { return r["id"] == id })
}

// targets returns the URL of each subscription of company 55 by type, with a mark if it is
// disabled.
func (v *vendor) targets() map[string]string {
	all := make(map[string]string)
	for _, r := range v.records {
		if r["company_id"] != "55" {
			continue
		}
		text := strings.TrimSpace(r["target_url"].(string))
		if r["enabled"] != true {
			text += " (disabled)"
		}
		all[r["type"].(string)] += text
	}
	return all
}
