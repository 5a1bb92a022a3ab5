package lenient_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

var update = flag.Bool("update", false, "write the golden files")

const matrixFile = "testdata/matrix.golden"

// matrixValues has each form of each JSON kind, and the errors that servers commonly make in each.
var matrixValues = []string{
	`null`, `true`, `false`,
	`""`, `" "`, `"x"`, `"n/a"`, `"12"`, `"-1.50"`, `"true"`, `"null"`, `"2026-12-24"`, `"2026-12-24T08:30:00.000Z"`, `"08:30"`, `"YQ=="`,
	`"\u00e9\n\"\\\/"`, `"\ud83d\ude00"`, `"\ud800"`, `"\udc00\ud800x"`, `"\u0000"`, "\"\xff\"", "\"a\xc3\"", "\"\ufeff\"",
	`0`, `-0`, `7`, `-7`, `0.0`, `-0.0`, `3.0`, `3.5`, `1e2`, `1E+2`, `100e-2`, `1e-1`, `0e999`, `1e400`, `-1e400`, `1e-400`, `12e999999999999999999`,
	`127`, `128`, `255`, `256`, `9007199254740993`, `9223372036854775807`, `9223372036854775808`, `18446744073709551615`, `18446744073709551616`,
	`9223372036854775807.0`, `9.223372036854775807e18`, `1.7976931348623157e308`, `1.7976931348623159e308`,
	`0.1000000000000000055511151231257827021181583404541015625`,
	`[]`, `[null]`, `[1]`, `["x"]`, `[1,"x",null,{},[],true,2.0]`, `[[1],["x"]]`, `[{"a":1,"b":"x"},{"a":"x","b":1},5,null]`,
	`{}`, `{"a":1}`, `{"a":"x"}`, `{"A":1,"a":"x","ａ":2}`, `{"a":1,"a":2}`, `{"a":1,"a":"x"}`, `{"a":"x","a":1}`, `{"a":1,"a":null}`,
	`{"b":"x","c":{"a":1,"b":2,"c":{"a":[]}}}`, `{"c":{"a":1},"c":{"b":"x"}}`, `{"c":{"a":1},"c":[1]}`, `{"c":[1],"c":{"b":"x"}}`,
	`{"l":[1,"x",2.0],"m":{"k":1,"l":"x","k":"y"}}`, `{"":1}`, `{"\u0061":"x","b":"\ud800"}`, `{"7":1,"x":2,"07":3}`, "{\"\xff\":\"x\",\"\\ud800\":1}",
}

type cell struct {
	A *int           `json:"a"`
	B string         `json:"b"`
	C *cell          `json:"c"`
	L []int          `json:"l"`
	M map[string]int `json:"m"`
}

// matrixTypes has each kind of field that records have.
var matrixTypes = []struct {
	name string // fixed, because versions of Go differ in that of json.RawMessage
	reflect.Type
}{
	{"string", reflect.TypeFor[string]()},
	{"bool", reflect.TypeFor[*bool]()},
	{"int", reflect.TypeFor[*int]()},
	{"int8", reflect.TypeFor[int8]()},
	{"uint64", reflect.TypeFor[uint64]()},
	{"float64", reflect.TypeFor[*float64]()},
	{"float32", reflect.TypeFor[float32]()},
	{"ID", reflect.TypeFor[factorialhr.ID]()},
	{"Date", reflect.TypeFor[factorialhr.Date]()},
	{"Decimal", reflect.TypeFor[factorialhr.Decimal]()},
	{"Opt[cell]", reflect.TypeFor[factorialhr.Opt[cell]]()},
	{"cell", reflect.TypeFor[*cell]()},
	{"[]int", reflect.TypeFor[[]int]()},
	{"[]cell", reflect.TypeFor[[]cell]()},
	{"[]ID", reflect.TypeFor[[]factorialhr.ID]()},
	{"map[string]int", reflect.TypeFor[map[string]int]()},
	{"map[int]string", reflect.TypeFor[map[int]string]()},
	{"map[ID]any", reflect.TypeFor[map[factorialhr.ID]any]()},
	{"any", reflect.TypeFor[any]()},
	{"RawMessage", reflect.TypeFor[json.RawMessage]()},
	{"[]byte", reflect.TypeFor[[]byte]()},
	{"Time", reflect.TypeFor[time.Time]()},
}

// The json packages of different Go versions report different errors at different places. The
// result of Decode for every value in every kind of field must not depend on that, so all versions
// share one golden file. It lists the values that fit, at least in part; any other value leaves its
// field zero and is reported as a whole, which needs no list.
func TestEveryValueInThePlaceOfEveryType(t *testing.T) {
	var b strings.Builder
	for _, typ := range matrixTypes {
		fmt.Fprintf(&b, "%s\n", typ.name)
		record := reflect.StructOf([]reflect.StructField{
			{Name: "Before", Type: reflect.TypeFor[string](), Tag: `json:"before"`},
			{Name: "V", Type: typ.Type, Tag: `json:"v"`},
			{Name: "After", Type: reflect.TypeFor[string](), Tag: `json:"after"`},
		})
		for _, value := range matrixValues {
			target := reflect.New(record)
			mismatches, err := lenient.Decode([]byte(`{"before":"kept","v":`+value+`,"after":"kept"}`), target.Interface())
			if err != nil || target.Elem().Field(0).String() != "kept" || target.Elem().Field(2).String() != "kept" {
				t.Errorf("%s as %s: %v, %+v", value, typ.name, err, target.Elem())
				continue
			}
			v := target.Elem().Field(1)
			if len(mismatches) == 1 && mismatches[0].Pointer == "/v" && !mismatches[0].Kept {
				if !v.IsZero() {
					t.Errorf("%s as %s is refused and leaves %v", value, typ.name, v)
				}
				continue
			}
			got, err := json.Marshal(v.Interface())
			if err != nil {
				t.Errorf("%s as %s: %v", value, typ.name, err)
				continue
			}
			fmt.Fprintf(&b, "  %s → %s", strings.Trim(strconv.QuoteToASCII(value), `"`), got)
			for _, m := range mismatches {
				what := "odd"
				if m.Kept {
					what = "kept"
				}
				fmt.Fprintf(&b, ", %s: %s at %s", what, m.Got, m.Pointer)
			}
			b.WriteByte('\n')
		}
	}
	if *update {
		if err := os.WriteFile(matrixFile, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(matrixFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
