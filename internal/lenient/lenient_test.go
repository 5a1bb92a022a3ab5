package lenient_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
	"github.com/factorialhr-go/factorialhr/paginate"
)

type status string

// A code decodes itself and accepts only strings.
type code struct{ text string }

func (c code) MarshalJSON() ([]byte, error) { return json.Marshal(c.text) }

func (c *code) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, &c.text) }

// A level decodes itself from a text.
type level int

func (l level) MarshalText() ([]byte, error) { return []byte(strings.Repeat("i", int(l))), nil }

func (l *level) UnmarshalText(text []byte) error {
	if strings.Trim(string(text), "i") != "" {
		return errors.New("not a level")
	}
	*l = level(len(text))
	return nil
}

// A stubborn value does not even accept null.
type stubborn struct{}

func (stubborn) UnmarshalJSON([]byte) error { return errors.New("no") }

type address struct {
	City string `json:"city,omitzero"`
	Zip  *int   `json:"zip,omitzero"`
}

type audit struct {
	By    string    `json:"by,omitzero"`
	At    time.Time `json:"at,omitzero"`
	Shade int       `json:"shade,omitzero"`
}

type Extra struct {
	Note string `json:"note,omitzero"`
	Deep int    `json:"deep,omitzero"`
}

type record struct {
	audit
	*Extra

	ID      string             `json:"id,omitzero"`
	Status  status             `json:"status,omitzero"`
	Salary  *int               `json:"salary,omitzero"`
	Age     int                `json:"age,omitzero"`
	Small   int8               `json:"small,omitzero"`
	Count   uint16             `json:"count,omitzero"`
	Rate    *float64           `json:"rate,omitzero"`
	Ratio   float32            `json:"ratio,omitzero"`
	Active  *bool              `json:"active,omitzero"`
	Plain   bool               `json:"plain,omitzero"`
	Home    *address           `json:"home,omitzero"`
	Place   address            `json:"place,omitzero"`
	Tags    []string           `json:"tags,omitzero"`
	Pets    []address          `json:"pets,omitzero"`
	Kids    []*record          `json:"kids,omitzero"`
	Pair    [2]int             `json:"pair,omitzero"`
	Hours   map[string]float64 `json:"hours,omitzero"`
	Years   map[int]string     `json:"years,omitzero"`
	Levels  map[level]int      `json:"levels,omitzero"`
	Code    code               `json:"code,omitzero"`
	Codes   []code             `json:"codes,omitzero"`
	Level   *level             `json:"level,omitzero"`
	Raw     json.RawMessage    `json:"raw,omitzero"`
	Any     any                `json:"any,omitzero"`
	Number  json.Number        `json:"number,omitzero"`
	Blob    []byte             `json:"blob,omitzero"`
	Quoted  int                `json:"quoted,string,omitzero"`
	Never   fmt.Stringer       `json:"never,omitzero"`
	Hidden  string             `json:"-"`
	Untyped int
	Shade   string `json:"shade,omitzero"` // hides the Shade of audit
}

type page struct {
	Data []record `json:"data"`
	Meta struct {
		Total int `json:"total,omitzero"`
	} `json:"meta,omitzero"`
}

func TestDecodeKeepsWhatFits(t *testing.T) {
	tests := []struct {
		name string
		in   string   // a record
		out  string   // the record after decoding and encoding
		want []string // mismatches: pointer, Go type, JSON kind
	}{
		{"everything fits", `{"id":"1","salary":5}`, `{"id":"1","salary":5,"Untyped":0}`, nil},
		{"a string for a pointer to an integer gives nil, not 0", `{"id":"1","salary":"n/a"}`, `{"id":"1","Untyped":0}`, []string{"/salary int string"}},
		{"a string for an integer", `{"age":"n/a","id":"1"}`, `{"id":"1","Untyped":0}`, []string{"/age int string"}},
		{"a number for a string", `{"id":17,"age":4}`, `{"id":"17","age":4,"Untyped":0}`, []string{"/id string number, kept"}},
		{"a boolean for an enum", `{"status":true}`, `{"Untyped":0}`, []string{"/status lenient_test.status bool"}},
		{"an object for a string", `{"id":{"a":"}"},"age":4}`, `{"age":4,"Untyped":0}`, []string{"/id string object"}},
		{"a list for an object", `{"home":[1,[2]],"age":4}`, `{"age":4,"Untyped":0}`, []string{"/home lenient_test.address array"}},
		{"an object for a list", `{"tags":{},"age":4}`, `{"age":4,"Untyped":0}`, []string{"/tags []string object"}},
		{"a string for a boolean", `{"active":"yes","plain":"no"}`, `{"Untyped":0}`, []string{"/active bool string", "/plain bool string"}},
		{"a string for a number", `{"rate":"12.5"}`, `{"rate":12.5,"Untyped":0}`, []string{"/rate float64 string, kept"}},
		{"a whole number with a point fits an integer", `{"age":1.0,"id":7}`, `{"id":"7","age":1,"Untyped":0}`, []string{"/id string number, kept"}},
		{"a whole number with an exponent fits an integer", `{"age":1e2,"salary":1.5E+1}`, `{"salary":15,"age":100,"Untyped":0}`, nil},
		{"a fraction does not fit an integer", `{"age":1.5,"salary":1e-1}`, `{"Untyped":0}`, []string{"/age int number", "/salary int number"}},
		{"a number too large for its type", `{"age":1e30,"small":128,"count":65536,"ratio":1e39,"rate":1e999}`, `{"Untyped":0}`,
			[]string{"/age int number", "/small int8 number", "/count uint16 number", "/ratio float32 number", "/rate float64 number"}},
		{"a negative number does not fit an unsigned integer", `{"count":-1}`, `{"Untyped":0}`, []string{"/count uint16 number"}},
		{"null is no mismatch in the place of a property", `{"id":null,"salary":null,"age":null,"home":null,"tags":null,"code":null,"level":null,"at":null,"never":null,"any":null,"number":null,"quoted":null,"pair":null,"hours":null,"small":"x"}`,
			`{"Untyped":0}`, []string{"/small int8 string"}},
		{"a property of an object in the record", `{"home":{"city":"Vigo","zip":"36201"}}`, `{"home":{"city":"Vigo","zip":36201},"Untyped":0}`, []string{"/home/zip int string, kept"}},
		{"an element of a list keeps its place as zero", `{"tags":["a",true,"b"]}`, `{"tags":["a","","b"],"Untyped":0}`, []string{"/tags/1 string bool"}},
		{"a property of an element", `{"pets":[{"city":"a"},{"city":[],"zip":3}]}`, `{"pets":[{"city":"a"},{"zip":3}],"Untyped":0}`, []string{"/pets/1/city string array"}},
		{"an element of a list of pointers becomes nil", `{"kids":[{"id":"2"},5]}`, `{"kids":[{"id":"2","Untyped":0},null],"Untyped":0}`, []string{"/kids/1 lenient_test.record number"}},
		{"an element of an array", `{"pair":[1,"two","not looked at"]}`, `{"pair":[1,0],"Untyped":0}`, []string{"/pair/1 int string"}},
		{"an entry of a map is left out", `{"hours":{"a":"x","b":1,"c":"y","d":"z"}}`, `{"hours":{"b":1},"Untyped":0}`, []string{"/hours/a float64 string", "/hours/c float64 string", "/hours/d float64 string"}},
		{"all entries of a map", `{"hours":{"a":"x", "b":"y" }}`, `{"Untyped":0,"hours":{}}`, []string{"/hours/a float64 string", "/hours/b float64 string"}},
		{"the first entries of a map", `{"hours":{"a":"x" , "b":"y" ,"c":1, "d":2}}`, `{"hours":{"c":1,"d":2},"Untyped":0}`, []string{"/hours/a float64 string", "/hours/b float64 string"}},
		{"the last entries of a map", `{"hours":{"a":1 , "b":"y" , "c":"z" }}`, `{"hours":{"a":1},"Untyped":0}`, []string{"/hours/b float64 string", "/hours/c float64 string"}},
		{"entries that go, that change and that stay", `{"hours":{"a":"x","b":"1","c":"y","d":"2","e":3,"f":"z"}}`, `{"hours":{"b":1,"d":2,"e":3},"Untyped":0}`,
			[]string{"/hours/a float64 string", "/hours/b float64 string, kept", "/hours/c float64 string", "/hours/d float64 string, kept", "/hours/f float64 string"}},
		{"an only entry that goes, in a record that goes on", `{"hours":{"a":"x"},"age":"7"}`, `{"hours":{},"age":7,"Untyped":0}`, []string{"/hours/a float64 string", "/age int string, kept"}},
		{"a key of a map", `{"years":{"2026":"a","next":"b"}}`, `{"years":{"2026":"a"},"Untyped":0}`, []string{"/years/next int string"}},
		{"a key of a map that decodes itself", `{"levels":{"ii":1,"x":2}}`, `{"levels":{"ii":1},"Untyped":0}`, []string{"/levels/x lenient_test.level string"}},
		{"a value that decodes itself", `{"code":7,"codes":["a",{},"b"]}`, `{"codes":["a","","b"],"Untyped":0}`, []string{"/code lenient_test.code number", "/codes/1 lenient_test.code object"}},
		{"a value that decodes itself from text", `{"level":"two"}`, `{"Untyped":0}`, []string{"/level lenient_test.level string"}},
		{"a number for a value that decodes itself from text", `{"level":2}`, `{"Untyped":0}`, []string{"/level lenient_test.level number"}},
		{"a time that is none", `{"at":"yesterday","by":"ana"}`, `{"by":"ana","Untyped":0}`, []string{"/at time.Time string"}},
		{"a field of an embedded struct", `{"by":true,"note":"n","deep":"x"}`, `{"note":"n","Untyped":0}`, []string{"/by string bool", "/deep int string"}},
		{"a field that hides one of an embedded struct", `{"shade":"red","age":""}`, `{"shade":"red","Untyped":0}`, []string{"/age int string"}},
		{"a field without a tag, in whatever case", `{"UNTYPED":"x","ID":"1"}`, `{"id":"1","Untyped":0}`, []string{"/UNTYPED int string"}},
		{"a field that has no JSON name is left alone", `{"Hidden":1,"hidden":1,"-":"d","age":""}`, `{"Untyped":0}`, []string{"/age int string"}},
		{"raw JSON takes anything", `{"raw":{"a":[1]},"age":""}`, `{"raw":{"a":[1]},"Untyped":0}`, []string{"/age int string"}},
		{"an interface takes anything but a number too large", `{"any":{"a":[1e999,2],"b":1e999,"c":"x"}}`, `{"any":{"a":[null,2],"c":"x"},"Untyped":0}`, []string{"/any/a/0 interface {} number", "/any/b interface {} number"}},
		{"an interface with methods takes nothing", `{"never":"x"}`, `{"Untyped":0}`, []string{"/never fmt.Stringer string"}},
		{"a json.Number takes numbers, also in a string", `{"number":"12","age":""}`, `{"number":12,"Untyped":0}`, []string{"/age int string"}},
		{"a json.Number takes no other text", `{"number":"twelve"}`, `{"Untyped":0}`, []string{"/number json.Number string"}},
		{"base64 that is none", `{"blob":"***","id":"1"}`, `{"id":"1","Untyped":0}`, []string{"/blob []uint8 string"}},
		{"a number that should have been in quotes", `{"quoted":7,"id":"1"}`, `{"id":"1","Untyped":0}`, []string{"/quoted int number"}},
		{"a text in quotes that should have been a number", `{"quoted":"x","id":"1"}`, `{"id":"1","Untyped":0}`, []string{"/quoted int string"}},
		{"a number in quotes", `{"quoted":"7","id":1}`, `{"quoted":"7","id":"1","Untyped":0}`, []string{"/id string number, kept"}},
		{"pointers are escaped", `{"hours":{"a/b~c":"x","ñ\u0022":"x"}}`, `{"Untyped":0,"hours":{}}`, []string{"/hours/a~1b~0c float64 string", `/hours/ñ" float64 string`}},
		{"white space everywhere", " {\n\t\"id\" : true ,\r\n \"age\" : 4 , \"tags\" : [ true , \"b\" ] , \"plain\" : 0 } ", `{"age":4,"tags":["","b"],"Untyped":0}`, []string{"/id string bool", "/tags/0 string bool", "/plain bool number"}},
		{"a property twice", `{"age":1,"age":"x","age":3}`, `{"age":3,"Untyped":0}`, []string{"/age int string"}},
		{"unknown properties do no harm", `{"new":{"a":[{}]},"age":"","newer":1}`, `{"Untyped":0}`, []string{"/age int string"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got record
			mismatches, err := lenient.Decode([]byte(tt.in), &got)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, list(mismatches)); diff != "" {
				t.Errorf("mismatches (-want +got):\n%s", diff)
			}
			wantSameJSON(t, got, tt.out)
		})
	}
}

func TestDecodeLosesNoRecordOfAPage(t *testing.T) {
	var got page
	mismatches, err := lenient.Decode([]byte(`{"data":[{"id":"1"},1,{"id":"3","salary":"n/a"},null,{"id":"5"},[]],"meta":{"total":"6"}}`), &got)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"/data/1 lenient_test.record number", "/data/2/salary int string", "/data/3 lenient_test.record null", "/data/5 lenient_test.record array", "/meta/total int string, kept"}
	if diff := cmp.Diff(want, list(mismatches)); diff != "" {
		t.Errorf("mismatches (-want +got):\n%s", diff)
	}
	var ids []string
	for _, r := range got.Data {
		ids = append(ids, r.ID)
	}
	if diff := cmp.Diff([]string{"1", "", "3", "", "5", ""}, ids); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	if got.Data[2].Salary != nil {
		t.Errorf("salary became %d", *got.Data[2].Salary)
	}
}

func TestDecodeAtTheRoot(t *testing.T) {
	tests := []struct {
		name   string
		target any
		in     string
		want   []string
	}{
		{"a list where an object is wanted", new(record), `[1]`, []string{" lenient_test.record array"}},
		{"a word where a list is wanted", new([]record), `"none"`, []string{" []lenient_test.record string"}},
		{"a fraction where an integer is wanted", new(int), `1.5`, []string{" int number"}},
		{"a whole number with a point where an integer is wanted", new(int), ` 2.0 `, nil},
		{"null where an object is wanted", new(record), `null`, nil},
		{"a pointer to a pointer", new(*record), `{"age":"x"}`, []string{"/age int string"}},
		{"a pointer in an interface", new(any(new(record))), `{"age":"x"}`, []string{"/age int string"}},
		{"an unnamed struct that embeds a value that decodes itself", new(struct{ code }), `{"text":1}`, []string{" struct { lenient_test.code } object"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mismatches, err := lenient.Decode([]byte(tt.in), tt.target)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, list(mismatches)); diff != "" {
				t.Errorf("mismatches (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeStartsFromZeroAfterAMismatch(t *testing.T) {
	got := record{ID: "old", Age: 9}
	if _, err := lenient.Decode([]byte(`{"id":true,"salary":2}`), &got); err != nil {
		t.Fatal(err)
	}
	if got.ID != "" || got.Age != 0 || got.Salary == nil || *got.Salary != 2 {
		t.Errorf("decoded %+v", got)
	}
}

func TestDecodeStillFailsWhereLeniencyCannotHelp(t *testing.T) {
	for _, tt := range []struct{ name, in string }{
		{"an empty answer", ``},
		{"a truncated answer", `{"data":[{"id":1,"age":2`},
		{"data behind the end", `{"id":1} {}`},
		{"a syntax error behind a mismatch", `{"id":1,"age":}`},
		{"HTML", `<html>`},
		{"nesting that would exhaust the stack", strings.Repeat(`{"kids":[`, 20_000)},
		{"complete nesting that would exhaust the stack", strings.Repeat(`[`, 20_000) + strings.Repeat(`]`, 20_000)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got record
			_, err := lenient.Decode([]byte(tt.in), &got)
			if _, ok := errors.AsType[*json.SyntaxError](err); !ok {
				t.Errorf("error %v, want a *json.SyntaxError", err)
			}
		})
	}
	t.Run("a target that is no pointer", func(t *testing.T) {
		for _, target := range []any{nil, record{}, (*record)(nil)} {
			_, err := lenient.Decode([]byte(`{}`), target)
			if _, ok := errors.AsType[*json.InvalidUnmarshalError](err); !ok {
				t.Errorf("%T: error %v, want a *json.InvalidUnmarshalError", target, err)
			}
		}
	})
	t.Run("a list of values that do not even take null", func(t *testing.T) {
		if _, err := lenient.Decode([]byte(`[1]`), new([]stubborn)); err == nil {
			t.Error("no error")
		}
	})
}

func TestDecodeLeavesOutValuesThatDoNotEvenTakeNull(t *testing.T) {
	var got struct {
		A stubborn
		B *stubborn
		C string
	}
	mismatches, err := lenient.Decode([]byte(`{"A":null,"B":1,"C":"c"}`), &got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/B lenient_test.stubborn number"}, list(mismatches)); diff != "" || got.B != nil || got.C != "c" {
		t.Errorf("decoded %+v, mismatches (-want +got):\n%s", got, diff)
	}
}

func TestDecodeSurvivesDeepNesting(t *testing.T) {
	const depth = 4_900 // of records; each is two levels of JSON
	in := strings.Repeat(`{"kids":[`, depth) + `{"age":"x"}` + strings.Repeat(`],"id":1}`, depth)
	var got record
	mismatches, err := lenient.Decode([]byte(in), &got)
	if err != nil {
		t.Fatal(err)
	}
	if first := mismatches[0].Pointer; first != strings.Repeat("/kids/0", depth)+"/age" {
		t.Errorf("first pointer has %d characters", len(first))
	}
	total := 0
	for _, m := range mismatches {
		total += len(m.Pointer)
	}
	if total > 2<<20 {
		t.Errorf("%d characters of pointers", total)
	}
}

func TestDecodeListsABoundedNumberOfMismatches(t *testing.T) {
	in := `[` + strings.Repeat(`1,`, 20_000) + `"last"]`
	var got []string
	mismatches, err := lenient.Decode([]byte(in), &got)
	if err != nil {
		t.Fatal(err)
	}
	if len(mismatches) != 10_000 || len(got) != 20_001 || got[20_000] != "last" {
		t.Errorf("%d mismatches, %d elements", len(mismatches), len(got))
	}
}

func list(mismatches []paginate.Mismatch) (lines []string) {
	for _, m := range mismatches {
		line := m.Pointer + " " + m.Want + " " + m.Got
		if m.Kept {
			line += ", kept"
		}
		lines = append(lines, line)
	}
	return lines
}

func wantSameJSON(t *testing.T, got any, want string) {
	t.Helper()
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var a, b any
	if err := errors.Join(json.Unmarshal(data, &a), json.Unmarshal([]byte(want), &b)); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("encoded %s\nwant    %s", data, want)
	}
}
