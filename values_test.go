package factorialhr_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// A value is the interface of all value types.
type value interface {
	comparable
	String() string
	IsZero() bool
	json.Marshaler
	encoding.TextMarshaler
	driver.Valuer
}

// A target is a pointer to a value.
type target[T any] interface {
	*T
	json.Unmarshaler
	encoding.TextUnmarshaler
	sql.Scanner
}

func wantJSON(t *testing.T, v any, want string) {
	t.Helper()
	got, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("encoded %s, want %s", got, want)
	}
}

func TestEveryValueType(t *testing.T) {
	t.Run("ID", func(t *testing.T) { testValue(t, factorialhr.ID("12"), `{}`, `[1]`, `true`, `false`) })
	t.Run("Date", func(t *testing.T) {
		testValue(t, factorialhr.NewDate(2026, time.December, 24), `{}`, `["2026-12-24"]`, `true`, `20261224`)
	})
	t.Run("DateTime", func(t *testing.T) {
		at := time.Date(2026, time.December, 24, 8, 30, 0, 0, time.UTC)
		testValue(t, factorialhr.NewDateTime(at), `{}`, `[]`, `false`, `1782288000`)
	})
	t.Run("TimeOfDay", func(t *testing.T) {
		testValue(t, factorialhr.NewTimeOfDay(8, 30, 0), `{"hour":8}`, `[]`, `false`, `830`)
	})
	t.Run("Decimal", func(t *testing.T) {
		testValue(t, factorialhr.NewDecimal(1250, 2), `{}`, `[1]`, `true`, `false`)
	})
}

func testValue[T value, P target[T]](t *testing.T, v T, wrongKinds ...string) {
	var zero T
	record := struct {
		V T `json:"v,omitzero"`
	}{}

	t.Run("is absent when zero", func(t *testing.T) {
		if !zero.IsZero() || zero.String() != "" {
			t.Errorf("zero value: IsZero() = %v, String() = %q", zero.IsZero(), zero.String())
		}
		wantJSON(t, zero, `null`)
		wantJSON(t, record, `{}`)
	})
	t.Run("becomes absent by null and by an empty string", func(t *testing.T) {
		for _, data := range []string{`null`, `""`} {
			got := v
			if err := json.Unmarshal([]byte(data), &got); err != nil || got != zero {
				t.Errorf("%s decoded to %v, %v", data, got, err)
			}
		}
	})
	t.Run("is not absent when set", func(t *testing.T) {
		record.V = v
		if v.IsZero() {
			t.Error("IsZero() = true")
		}
		wantJSON(t, record, `{"v":"`+v.String()+`"}`)
	})
	t.Run("keeps a text that it cannot read", func(t *testing.T) {
		for _, data := range []string{`"n/a"`, `"30 Feb"`, `" "`, `"a\"\\b"`, `"ñandú 日"`, `"\u0000"`, `"\u003cb\u003e"`} {
			var got T
			if err := json.Unmarshal([]byte(data), &got); err != nil {
				t.Errorf("%s: %v", data, err)
			}
			if valid, ok := any(got).(interface{ Valid() bool }); ok && valid.Valid() {
				t.Errorf("%s: Valid() = true", data)
			}
			wantJSON(t, got, data)
		}
	})
	t.Run("refuses what is no text and keeps what it held", func(t *testing.T) {
		for _, data := range wrongKinds {
			got := v
			err := json.Unmarshal([]byte(data), &got)
			mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err)
			if !ok {
				t.Errorf("%s: error %v, want *json.UnmarshalTypeError", data, err)
				continue
			}
			if mismatch.Type != reflect.TypeFor[T]() {
				t.Errorf("%s: error names type %v", data, mismatch.Type)
			}
			if got != v {
				t.Errorf("%s: value became %v", data, got)
			}
		}
	})
	t.Run("survives a column, a text and a map key", func(t *testing.T) {
		stored, err := v.Value()
		if err != nil {
			t.Fatal(err)
		}
		var scanned T
		if err := P(&scanned).Scan(stored); err != nil || scanned != v {
			t.Errorf("scanned %v, %v", scanned, err)
		}
		if err := P(&scanned).Scan([]byte(v.String())); err != nil || scanned != v {
			t.Errorf("scanned %v from bytes, %v", scanned, err)
		}
		text, err := v.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var read T
		if err := P(&read).UnmarshalText(text); err != nil || read != v {
			t.Errorf("read %v, %v", read, err)
		}
		wantJSON(t, map[T]int{v: 1}, `{"`+v.String()+`":1}`)
	})
	t.Run("is NULL in a column when absent", func(t *testing.T) {
		if stored, err := zero.Value(); stored != nil || err != nil {
			t.Errorf("Value() = %v, %v", stored, err)
		}
		got := v
		if err := P(&got).Scan(nil); err != nil || got != zero {
			t.Errorf("scanned %v, %v", got, err)
		}
	})
	t.Run("names the column type that it cannot scan", func(t *testing.T) {
		var got T
		if err := P(&got).Scan(true); err == nil || !strings.Contains(err.Error(), "bool") {
			t.Errorf("error %v", err)
		}
	})
}

func TestValuesScanDriverTypes(t *testing.T) {
	at := time.Date(2026, time.December, 24, 8, 30, 15, 0, time.UTC)
	var (
		id      factorialhr.ID
		date    factorialhr.Date
		moment  factorialhr.DateTime
		clock   factorialhr.TimeOfDay
		integer factorialhr.Decimal
		float   factorialhr.Decimal
	)
	for _, err := range []error{id.Scan(int64(12)), date.Scan(at), moment.Scan(at), clock.Scan(at), integer.Scan(int64(7)), float.Scan(12.5)} {
		if err != nil {
			t.Error(err)
		}
	}
	// A driver decodes the date 0000-00-00 as the zero Time, which is not a day of year 1 here.
	var never factorialhr.Date
	if err := never.Scan(time.Time{}); err != nil || !never.IsZero() {
		t.Errorf("the zero Time became %q, %v", never, err)
	}
	for _, tt := range []struct{ name, got, want string }{
		{"an id from an integer", id.String(), "12"},
		{"a date from a timestamp", date.String(), "2026-12-24"},
		{"a date-time from a timestamp", moment.String(), "2026-12-24T08:30:15.000Z"},
		{"a time of day from a timestamp", clock.String(), "08:30:15"},
		{"a decimal from an integer", integer.String(), "7"},
		{"a decimal from a float", float.String(), "12.5"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

// A parse error states the expected format and repeats nothing of its input.
func TestParseErrorsNameTheFormatOnly(t *testing.T) {
	const private = "2026-13-77secret"
	_, date := factorialhr.ParseDate(private)
	_, moment := factorialhr.ParseDateTime(private)
	_, clock := factorialhr.ParseTimeOfDay(private)
	_, decimal := factorialhr.ParseDecimal(private)
	for format, err := range map[string]error{"YYYY-MM-DD": date, "T": moment, "HH:MM": clock, "-12.50": decimal} {
		if err == nil {
			t.Errorf("no error where %s is wanted", format)
			continue
		}
		if !strings.Contains(err.Error(), format) || strings.Contains(err.Error(), "secret") {
			t.Errorf("error %q", err)
		}
	}
}

func BenchmarkValuesDecode(b *testing.B) {
	data := []byte(`{"id":"9007199254740993","date":"2026-12-24","at":"2026-12-24T08:30:00.000Z","clock":"08:30","amount":"100.0"}`)
	var record struct {
		ID     factorialhr.ID        `json:"id"`
		Date   factorialhr.Date      `json:"date"`
		At     factorialhr.DateTime  `json:"at"`
		Clock  factorialhr.TimeOfDay `json:"clock"`
		Amount factorialhr.Decimal   `json:"amount"`
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := json.Unmarshal(data, &record); err != nil {
			b.Fatal(err)
		}
	}
}
