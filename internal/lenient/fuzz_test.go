package lenient_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// One wrong value next to any data makes Decode take the slow path, which must find only that value
// and leave the rest as json.Unmarshal decodes it.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`{}`, `null`, `{"id":"1","age":2,"salary":null}`, `{"age":"x","salary":1e2,"small":1.0}`, `{"tags":["a",1],"pair":[1,2,3]}`,
		`{"kids":[{"id":"2"},5],"pets":[{"city":1}]}`, `{"hours":{"a":1,"b":"x"},"years":{"1":"a","b":"c"}}`, `{"levels":{"ii":1,"x":2}}`,
		`{"code":7,"codes":["a",{}],"level":"ii","at":"2026-12-24T00:00:00Z"}`, `{"blob":"YQ==","number":"1","any":[1e999]}`,
		`{"age":1,"age":"x","AGE":3}`, `{"quoted":"7"}`, `{"ratio":-0.0e-0,"count":-0}`, "{\"id\":\"\\ud800\xff\",\"\\u0069d\":1}", `[`, `{"a":`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var want, got record
		wantErr := json.Unmarshal(data, &want)
		mismatches, err := lenient.Decode(data, &got)
		if json.Valid(data) != (err == nil) {
			t.Fatalf("error %v", err)
		}
		if err != nil {
			return
		}
		odd := slices.ContainsFunc(mismatches, func(m paginate.Mismatch) bool { return !m.Kept && m.Got != "null" })
		if wantErr == nil && (odd || !reflect.DeepEqual(want, got)) {
			t.Fatalf("mismatches %v\n%s", list(mismatches), cmp.Diff(want, got, cmp.AllowUnexported(record{}, code{})))
		}
		for _, m := range mismatches {
			value, err := lenient.Find(data, m.Pointer)
			if err != nil || value == nil {
				t.Errorf("nothing stands at %q: %v", m.Pointer, err)
			}
			if index := m.Pointer[strings.LastIndexByte(m.Pointer, '/')+1:]; m.Got == "null" && strings.Trim(index, "0123456789") != "" {
				t.Errorf("null is reported at %s, which is no element", m.Pointer)
			}
		}

		var beside struct {
			Record record
			Odd    *int
		}
		forced, err := lenient.Decode([]byte(`{"Odd":"x","Record":`+string(data)+`}`), &beside)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(list(mismatches), under("/Record", forced[1:])); diff != "" {
			t.Errorf("mismatches with and without another one (-without +with):\n%s", diff)
		}
		if beside.Odd != nil || !reflect.DeepEqual(got, beside.Record) {
			t.Errorf("decoded with and without another mismatch:\n%+v\n%+v", got, beside.Record)
		}
		if _, err := lenient.Unknown(data, &got); err != nil {
			t.Error(err)
		}
	})
}

// under returns the lines of mismatches below a pointer, relative to it.
func under(pointer string, mismatches []paginate.Mismatch) (lines []string) {
	for _, line := range list(mismatches) {
		lines = append(lines, strings.TrimPrefix(line, pointer))
	}
	return lines
}

func FuzzFind(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b/c":null}]}`), "/a/1/b~1c")
	f.Add([]byte(` [[],{}] `), "/0")
	f.Add([]byte(`{"":""}`), "/")
	f.Fuzz(func(t *testing.T, data []byte, pointer string) {
		value, err := lenient.Find(data, pointer)
		if err == nil && value != nil && !json.Valid(value) {
			t.Errorf("found %q", value)
		}
	})
}
