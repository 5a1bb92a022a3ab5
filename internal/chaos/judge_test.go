package chaos_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// judge compares the results of the calls with the log of the server.
func judge(t *testing.T, operations []*operation, log []factorialtest.Request) {
	t.Helper()
	requests := map[string][]factorialtest.Request{}
	met := map[factorialtest.FaultKind]int{}
	for _, r := range log {
		number := r.Query.Get(label)
		requests[number] = append(requests[number], r)
		met[r.Fault]++
	}
	told := map[string]int{}
	for _, o := range operations {
		told[o.name+": "+verdict(o.err)]++
		told[verdict(o.err)]++
		for _, problem := range o.problems(requests[strconv.Itoa(o.number)]) {
			t.Errorf("operation %d, %s: %s: %v", o.number, o.name, problem, o.err)
		}
	}
	for _, text := range slices.Sorted(maps.Keys(told)) {
		t.Logf("%6d %s", told[text], text)
	}
	for _, kind := range slices.Sorted(maps.Keys(met)) {
		t.Logf("%6d requests met %q", met[kind], kind)
	}
	// A case that did not occur was not tested.
	for _, text := range []string{"success", "unknown", "not sent", "rejected"} {
		if told[text] == 0 {
			t.Errorf("no operation ended with %s", text)
		}
	}
	for _, f := range faults() {
		if met[f.Kind] == 0 && f.Kind != factorialtest.Latency { // the log does not contain delays
			t.Errorf("no request met the fault %q", f.Kind)
		}
	}
	if good := told["success"]; good < len(operations)/2 {
		t.Errorf("%d of %d operations succeeded: too few to learn from", good, len(operations))
	}
}

// verdict returns the outcome of an operation in a word or two.
func verdict(err error) string {
	if err == nil {
		return "success"
	}
	if e, ok := errors.AsType[*factorialhr.Error](err); ok {
		return e.Outcome.String()
	}
	return "something else"
}

// problems lists where the requests of an operation contradict its result.
func (o *operation) problems(requests []factorialtest.Request) (all []string) {
	e, ok := errors.AsType[*factorialhr.Error](o.err)
	if o.err != nil && !ok {
		return []string{"not an *Error"} // including lost and duplicate records of a full read
	}
	slices.SortFunc(requests, func(a, b factorialtest.Request) int { return cmp.Compare(a.Number, b.Number) })
	var acted int
	for i, r := range requests {
		if len(r.Changes) > 0 {
			acted++
		}
		if o.effect != reads && i < len(requests)-1 && responded(r) {
			all = append(all, "sent again after a good answer")
		}
	}
	certain := e != nil && e.Outcome != factorialhr.OutcomeUnknown
	switch {
	case o.effect == reads && acted > 0:
		all = append(all, "it reads, and something changed")
	case o.effect == acts && acted > 1:
		all = append(all, fmt.Sprintf("the server acted %d times: %s", acted, history(requests)))
	case o.effect != reads && o.err == nil && acted == 0:
		all = append(all, "success, and the server did nothing: "+history(requests))
	case certain && acted > 0:
		all = append(all, "the server acted: "+history(requests))
	}
	return all
}

// responded reports whether the server sent a complete successful response.
func responded(r factorialtest.Request) bool {
	return r.Status >= 200 && r.Status < 300 && r.Fault != factorialtest.Truncate
}

// history lists the requests of an operation with their outcomes.
func history(requests []factorialtest.Request) string {
	var all []string
	for _, r := range requests {
		all = append(all, fmt.Sprintf("%s %d %s %v", r.Method, r.Status, r.Fault, r.Changes))
	}
	return strings.Join(all, "; ")
}
