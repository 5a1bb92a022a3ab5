package fault_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/fault"
)

func TestARefusedFaultNamesTheMistake(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault fault.Fault
		want  string
	}{
		{"a kind that is spelt wrong", fault.Fault{Kind: "server-eror"}, `unknown kind of fault "server-eror"; the kinds are latency, rate-limit, server-error, `},
		{"the kind that it resembles", fault.Fault{Kind: "server-eror"}, "; did you mean server-error?"},
		{"a kind like none", fault.Fault{Kind: "gremlins-everywhere"}, "moving-total, ignore-page"},
		{"a rate that is too large", fault.Fault{Kind: fault.Truncate, Rate: 1.5}, `fault "truncate": the rate 1.5 is not from 0 to 1`},
		{"a rate that is not a number", fault.Fault{Kind: fault.Truncate, Rate: math.NaN()}, "the rate NaN is not from 0 to 1"},
		{"times below 0", fault.Fault{Kind: fault.Truncate, Times: -1}, "the times -1 are below 0"},
		{"a skip below 0", fault.Fault{Kind: fault.Truncate, Skip: -2}, "the skip -2 is below 0"},
		{"a delay below 0", fault.Fault{Kind: fault.Latency, Delay: -time.Second}, "the delay -1s is below 0"},
		{"a status that is none", fault.Fault{Kind: fault.ServerError, Status: 42}, "the status 42 is not from 200 to 599"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := new(fault.Plan).Add([]fault.Fault{test.fault}); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
