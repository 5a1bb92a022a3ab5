package factorialhr_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

func TestIDDecodes(t *testing.T) {
	tests := []struct {
		name string
		json string
		want factorialhr.ID
		out  string
	}{
		{"a string", `"12"`, "12", `"12"`},
		{"a number as the API wrote it before 2026-07-01", `12`, "12", `"12"`},
		{"a number beyond 2^53 digit by digit", `9007199254740993`, "9007199254740993", `"9007199254740993"`},
		{"a number beyond int64 digit by digit", `123456789012345678901234567890`, "123456789012345678901234567890", `"123456789012345678901234567890"`},
		{"a negative number", `-1`, "-1", `"-1"`},
		{"a composed id with a date", `"2_2026-12-21"`, "2_2026-12-21", `"2_2026-12-21"`},
		{"a composed id with slashes", `"1/2/2023-10-01"`, "1/2/2023-10-01", `"1/2/2023-10-01"`},
		{"a UUID", `"0199e6ea-20c0-73d3-9782-8267dc96773a"`, "0199e6ea-20c0-73d3-9782-8267dc96773a", `"0199e6ea-20c0-73d3-9782-8267dc96773a"`},
		{"an escaped string", `"\u0061\"b"`, `a"b`, `"a\"b"`},
		{"null as absent", `null`, "", `null`},
		{"an empty string as absent", `""`, "", `null`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id := factorialhr.ID("old")
			if err := json.Unmarshal([]byte(tt.json), &id); err != nil {
				t.Fatal(err)
			}
			if id != tt.want {
				t.Errorf("decoded %q, want %q", id, tt.want)
			}
			if id.IsZero() != (tt.want == "") {
				t.Errorf("IsZero() = %v", id.IsZero())
			}
			wantJSON(t, id, tt.out)
		})
	}
}

func TestIDIsAMapKey(t *testing.T) {
	var m map[factorialhr.ID]int
	if err := json.Unmarshal([]byte(`{"12":1}`), &m); err != nil {
		t.Fatal(err)
	}
	if m["12"] != 1 {
		t.Errorf("decoded %v", m)
	}
	wantJSON(t, m, `{"12":1}`)
}

func FuzzID(f *testing.F) {
	for _, s := range []string{`"12"`, `12`, `9007199254740993`, `1e2`, `"1/2/2023-10-01"`, `null`, `""`, `"\ud800"`, `{}`, `[1]`, `true`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var id factorialhr.ID
		if json.Unmarshal(data, &id) != nil {
			return
		}
		out, err := json.Marshal(id)
		if err != nil {
			t.Fatal(err)
		}
		var again factorialhr.ID
		if err := json.Unmarshal(out, &again); err != nil || again != id {
			t.Errorf("%q became %q, %v", id, again, err)
		}
	})
}

func ExampleID() {
	var old, current struct{ ID factorialhr.ID }
	_ = json.Unmarshal([]byte(`{"id": 9007199254740993}`), &old)       // until 2026-04-01
	_ = json.Unmarshal([]byte(`{"id": "9007199254740993"}`), &current) // since 2026-07-01
	fmt.Println(old.ID == current.ID, current.ID)
	// Output: true 9007199254740993
}
