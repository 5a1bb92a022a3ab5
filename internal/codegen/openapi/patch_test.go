package openapi_test

import (
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

const patchable = `{"info":{"version":"2027-01-01"},"paths":{"/api/2027-01-01/resources/a/b":{"get":{"parameters":[{"name":"x"},{"name":"y"}]}}},"end":{"a~b":1}}`

func TestPatchesChangeTheDocument(t *testing.T) {
	const get = `"#/paths/~1api~1{version}~1resources~1a~1b/get`
	tests := []struct{ name, patches, want string }{
		{"a merge into an object", `[{at: "#/info", why: w, merge: {title: T}}]`, `"info":{"version":"2027-01-01","title":"T"}`},
		{"a merge that removes a member", `[{at: "#/info", why: w, merge: {version: null, title: T}}]`, `"info":{"title":"T"}`},
		{"a new member", `[{at: "#/info/title", why: w, merge: T}]`, `"title":"T"`},
		{"the item of a list", `[{at: ` + get + `/parameters/1", why: w, merge: {name: z}}]`, `[{"name":"x"},{"name":"z"}]`},
		{"an item removed", `[{at: ` + get + `/parameters/0", why: w, remove: true}]`, `[{"name":"y"}]`},
		{"a member removed", `[{at: "#/end", why: w, remove: true}]`, `}]}}}}`},
		{"an escaped name", `[{at: "#/end/a~0b", why: w, merge: 2}]`, `"end":{"a~b":2}`},
		{"two patches in order", `[{at: ` + get + `/parameters/0", why: w, remove: true}, {at: ` + get + `/parameters/0/name", why: w, merge: q}]`, `[{"name":"q"}]`},
		{"of this version", `[{at: "#/end", why: w, since: 2027-01-01, until: 2027-01-01, remove: true}]`, `}]}}}}`},
		{"of an earlier version", `[{at: "#/nowhere/at/all", why: w, until: 2026-10-01, remove: true}]`, patchable},
		{"of a later version", `[{at: "#/nowhere/at/all", why: w, since: 2027-04-01, remove: true}]`, patchable},
		{"none", `[]`, patchable},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			list, err := openapi.ParsePatches([]byte("patches: " + test.patches))
			if err != nil {
				t.Fatal(err)
			}
			got, err := list.Apply([]byte(patchable), "2027-01-01")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(got), test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestPatchesAreRefusedWithTheirPlace(t *testing.T) {
	tests := []struct{ name, patches, want string }{
		{"one that changes nothing", `[{at: "#/end", why: w, merge: {"a~b": 1}}]`, "#/patches/0: changes nothing at #/end in 2027-01-01"},
		{"one that removes what is gone", `[{at: "#/end", why: w, remove: true}, {at: "#/end", why: w, remove: true}]`, "#/patches/1: #/end is not in 2027-01-01"},
		{"a place that is missing", `[{at: "#/end/a/b", why: w, merge: 1}]`, "#/patches/0: #/end/a/b is not in"},
		{"an item that is missing", `[{at: "#/paths/~1api~1{version}~1resources~1a~1b/get/parameters/2", why: w, merge: 1}]`, "parameters/2 is not in"},
		{"an item that is no number", `[{at: "#/paths/~1api~1{version}~1resources~1a~1b/get/parameters/x", why: w, merge: 1}]`, "parameters/x is not in"},
		{"a place inside a text", `[{at: "#/info/version/x", why: w, merge: 1}]`, "#/info/version/x is not in"},
		{"without a reason", `[{at: "#/end", remove: true}]`, "#/patches/0: needs a place"},
		{"without a pointer", `[{at: end, why: w, remove: true}]`, "#/patches/0: needs a place"},
		{"without an effect", `[{at: "#/end", why: w}]`, "#/patches/0: needs either"},
		{"with two effects", `[{at: "#/end", why: w, remove: true, merge: {}}]`, "#/patches/0: needs either"},
		{"a merge of null", `[{at: "#/end", why: w, merge: null}]`, "#/patches/0/merge: is null"},
		{"an unknown key", `[{at: "#/end", why: w, remvoe: true}]`, "#/patches/0/remvoe: not supported"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			list, err := openapi.ParsePatches([]byte("patches: " + test.patches))
			if err == nil {
				_, err = list.Apply([]byte(patchable), "2027-01-01")
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
