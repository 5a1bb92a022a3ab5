package lenient_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/lenient"
	"github.com/factorialhr-go/factorialhr/paginate"
)

func TestDecodeKnowsTheValueTypes(t *testing.T) {
	type leave struct {
		ID      factorialhr.ID                   `json:"id"`
		StartOn factorialhr.Date                 `json:"start_on"`
		At      *factorialhr.DateTime            `json:"at"`
		From    factorialhr.TimeOfDay            `json:"from"`
		Units   factorialhr.Decimal              `json:"units"`
		TeamIDs []factorialhr.ID                 `json:"team_ids"`
		PerDay  map[factorialhr.Date]int         `json:"per_day"`
		Name    factorialhr.Opt[string]          `json:"name"`
		Days    factorialhr.Opt[[]string]        `json:"days"`
		Extra   map[string]factorialhr.Decimal   `json:"extra"`
		Nested  struct{ On factorialhr.Date }    `json:"nested"`
		Lists   [][]factorialhr.TimeOfDay        `json:"lists"`
		Pointer map[string]*factorialhr.DateTime `json:"pointer"`
	}
	var got paginate.Page[leave]
	mismatches, err := lenient.Decode([]byte(`{"data":[
		{"id":1,"start_on":"soon","at":"2026-12-24T00:00:00Z","units":1.50,"team_ids":[2,"3"],"per_day":{"2026-12-24":1,"soon":2},"name":null},
		{"id":true,"start_on":20261224,"at":{},"from":830,"units":[],"team_ids":["2",{},"4"],"per_day":[],"name":7,"days":["a",1],
		 "extra":{"a":"1.0","b":false},"nested":{"On":1},"lists":[["08:30",1],"x"],"pointer":{"a":1,"b":null}}
	],"meta":{"limit":"none","total":2.0}}`), &got)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"/data/1/id factorialhr.ID bool",
		"/data/1/start_on factorialhr.Date number",
		"/data/1/at factorialhr.DateTime object",
		"/data/1/from factorialhr.TimeOfDay number",
		"/data/1/units factorialhr.Decimal array",
		"/data/1/team_ids/1 factorialhr.ID object",
		"/data/1/per_day map[factorialhr.Date]int array",
		"/data/1/name factorialhr.Opt[string] number",
		"/data/1/days factorialhr.Opt[[]string] array",
		"/data/1/extra/b factorialhr.Decimal bool",
		"/data/1/nested/On factorialhr.Date number",
		"/data/1/lists/0/1 factorialhr.TimeOfDay number",
		"/data/1/lists/1 []factorialhr.TimeOfDay string",
		"/data/1/pointer/a factorialhr.DateTime number",
		"/meta/limit int string",
	}
	if diff := cmp.Diff(want, list(mismatches)); diff != "" {
		t.Errorf("mismatches (-want +got):\n%s", diff)
	}
	first, second := got.Data[0], got.Data[1]
	if first.ID != "1" || first.StartOn.Raw() != "soon" || first.At == nil || first.Units.String() != "1.50" || len(first.PerDay) != 2 || !first.Name.IsNull() {
		t.Errorf("first record %+v", first)
	}
	if second.ID != "" || !second.StartOn.IsZero() || second.At != nil || !second.Name.IsZero() || second.TeamIDs[2] != "4" || len(second.Pointer) != 1 {
		t.Errorf("second record %+v", second)
	}
	if got.Meta.Total != 2 {
		t.Errorf("total %d", got.Meta.Total)
	}
}

type (
	left  struct{ Both, Left int }
	right struct{ Both, Right int }
	named struct {
		Tagged int `json:"both_tagged"`
		Same   int `json:"same"`
	}
	plainSame struct{ Same int }
	Loop      struct {
		*Loop
		Inner int
	}
	Word string
)

// encoding/json and Unknown must agree on the names that a struct has.
func TestFieldsAreThoseOfEncodingJSON(t *testing.T) {
	tests := []struct {
		name   string
		target any
		names  []string // names that the struct has
		others []string // names that it does not have
	}{
		{"names of equal depth cancel each other out", new(struct {
			left
			right
		}), []string{"Left", "Right", "left"}, []string{"Both"}},
		{"the outer name counts", new(struct {
			left
			right
			Both int
		}), []string{"Both"}, nil},
		{"of equal depth the tagged one counts", new(struct {
			named
			Other plainSame
		}), []string{"both_tagged", "same", "Other"}, []string{"Tagged"}},
		{"a name in the tag makes an embedded struct a property", new(struct {
			left `json:"left"`
		}), []string{"left"}, []string{"Both", "Right"}},
		{"an embedded type that is no struct has the name of the type", new(struct{ Word }), []string{"Word", "word"}, nil},
		{"a struct that embeds itself", new(Loop), []string{"Inner"}, nil},
		{"names with punctuation and accents", new(struct {
			B int `json:"b-c.d/e"`
			C int `json:"ünï"`
		}), []string{"b-c.d/e", "ünï", "ÜNÏ"}, []string{"B", "C"}},
		{"the Kelvin sign is a k", new(struct{ Kind int }), []string{"\u212aind"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, known := range []bool{true, false} {
				names := tt.others
				if known {
					names = tt.names
				}
				for _, name := range names {
					data, err := json.Marshal(map[string]any{name: []bool{}}) // fits no field above
					if err != nil {
						t.Fatal(err)
					}
					if fails := json.Unmarshal(data, tt.target) != nil; fails != known {
						t.Errorf("%s: encoding/json knows it: %v", name, fails)
					}
					properties, err := lenient.Unknown(data, tt.target)
					if err != nil || (len(properties) == 0) != known {
						t.Errorf("%s: unknown %v, %v", name, properties, err)
					}
					mismatches, err := lenient.Decode(data, tt.target)
					if err != nil || (len(mismatches) == 1) != known {
						t.Errorf("%s: mismatches %v, %v", name, list(mismatches), err)
					}
				}
			}
		})
	}
}

func TestDecodeReportsOddTypes(t *testing.T) {
	tests := []struct {
		name   string
		target any
		in     string
		want   []string
		kept   string // the encoded target; "" if it cannot be encoded
	}{
		{"a map with keys that JSON cannot have", new(struct{ M map[[1]int]int }), `{"M":{"1":2}}`, []string{"/M map[[1]int]int object"}, ""},
		{"a channel", new(struct {
			C chan int
			A int
		}), `{"C":1,"A":2}`, []string{"/C chan int number"}, ""},
		{"keys of an unsigned integer type", new(map[uint8]int), `{"255":1,"256":2,"-1":3}`, []string{"/256 uint8 string", "/-1 uint8 string"}, `{"255":1}`},
		{"keys of a signed integer type", new(map[int8]int), `{"-128":1,"128":2}`, []string{"/128 int8 string"}, `{"-128":1}`},
		{"bytes from a list", new(struct {
			B []byte
			A int
		}), `{"B":[1,2,300],"A":""}`, []string{"/B/2 uint8 number", "/A int string"}, `{"B":"AQIA","A":0}`},
		{"a full array takes no more", new([1]int), `[1,"x"]`, nil, `[1]`},
		{"a duration is a number", new(struct{ D time.Duration }), `{"D":"1h"}`, []string{"/D time.Duration string"}, `{"D":0}`},
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
			if tt.kept != "" {
				wantSameJSON(t, tt.target, tt.kept)
			}
		})
	}
	t.Run("a struct that cannot be decoded is an error, not a mismatch", func(t *testing.T) {
		if _, err := lenient.Decode([]byte(`{"Left":1}`), new(struct{ *left })); err == nil {
			t.Error("no error")
		}
	})
}

func TestDecodeReadsIntegersHoweverTheyAreWritten(t *testing.T) {
	tests := []struct {
		in   string
		want int64
		fits bool
	}{
		{"1.0", 1, true},
		{"-1.000", -1, true},
		{"1e2", 100, true},
		{"1E+2", 100, true},
		{"12.5e1", 125, true},
		{"100e-2", 1, true},
		{"0.0", 0, true},
		{"-0.0", 0, true},
		{"0e99999999999999999999", 0, true},
		{"0.000e-99999999999999999999", 0, true},
		{"9007199254740993.0", 9007199254740993, true},
		{"9.223372036854775807e18", 9223372036854775807, true},
		{"-9.223372036854775808e18", -9223372036854775808, true},
		{"9.223372036854775808e18", 0, false},
		{"1.5", 0, false},
		{"1e-1", 0, false},
		{"101e-2", 0, false},
		{"1e99999999999999999999", 0, false},
		{"1e-99999999999999999999", 0, false},
		{"1e9223372036854775807", 0, false},
		{"0.1e-9223372036854775808", 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			var got int64
			mismatches, err := lenient.Decode([]byte(tt.in), &got)
			if err != nil {
				t.Fatal(err)
			}
			if (len(mismatches) == 0) != tt.fits || got != tt.want {
				t.Errorf("decoded %d, mismatches %v", got, list(mismatches))
			}
		})
	}
}
