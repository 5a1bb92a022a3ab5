package factorialhr_test

import (
	"encoding/json"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

func TestPresenceTellsAbsentFromNullFromEmpty(t *testing.T) {
	const in = ` {"a":null,"b":"","c":[],"d":{ },"e":0,"f":false,"g":"x","h":[null,[1],{"i":null}],"j":{"k/l":{"~":""}},"m":1,"m":null,"\u006e":1,"":2, "o":[ ]} `
	tests := []struct {
		name    string
		pointer string
		want    factorialhr.Presence
	}{
		{"null", "/a", factorialhr.IsNull},
		{"an empty string", "/b", factorialhr.Empty},
		{"an empty list", "/c", factorialhr.Empty},
		{"an empty list with a space", "/o", factorialhr.Empty},
		{"an empty object with a space", "/d", factorialhr.Empty},
		{"zero is a value", "/e", factorialhr.Present},
		{"false is a value", "/f", factorialhr.Present},
		{"a text", "/g", factorialhr.Present},
		{"a list", "/h", factorialhr.Present},
		{"null in a list", "/h/0", factorialhr.IsNull},
		{"an element of a list in a list", "/h/1/0", factorialhr.Present},
		{"a property of an element", "/h/2/i", factorialhr.IsNull},
		{"an escaped name", "/j/k~1l/~0", factorialhr.Empty},
		{"the last of two properties with one name", "/m", factorialhr.IsNull},
		{"a name that is escaped in JSON", "/n", factorialhr.Present},
		{"the empty name", "/", factorialhr.Present},
		{"the root", "", factorialhr.Present},
		{"no such property", "/z", factorialhr.Absent},
		{"another case", "/A", factorialhr.Absent},
		{"a property of null", "/a/x", factorialhr.Absent},
		{"a property of a text", "/g/x", factorialhr.Absent},
		{"no such element", "/h/3", factorialhr.Absent},
		{"an index with a leading zero", "/h/00", factorialhr.Absent},
		{"an index below zero", "/h/-1", factorialhr.Absent},
		{"the element behind the last", "/h/-", factorialhr.Absent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := factorialhr.PresenceOf(json.RawMessage(in), tt.pointer)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("%s is %v, want %v", tt.pointer, got, tt.want)
			}
		})
	}
}

func TestPresenceRefusesWhatItCannotRead(t *testing.T) {
	for name, test := range map[string]struct{ raw, pointer string }{
		"broken JSON":               {`{"a":`, "/a"},
		"a pointer without a slash": {`{"a":1}`, "a"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := factorialhr.PresenceOf(json.RawMessage(test.raw), test.pointer); err == nil {
				t.Errorf("got %v, want an error", got)
			}
		})
	}
}

func TestPresenceIsPrintedInWords(t *testing.T) {
	for presence, want := range map[factorialhr.Presence]string{
		factorialhr.Absent: "absent", factorialhr.IsNull: "null", factorialhr.Empty: "empty", factorialhr.Present: "present",
	} {
		if presence.String() != want {
			t.Errorf("%d is %q, want %q", presence, presence, want)
		}
	}
}
