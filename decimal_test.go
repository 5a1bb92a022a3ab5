package factorialhr_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

func TestDecimalDecodes(t *testing.T) {
	tests := []struct {
		name  string
		json  string
		text  string
		exact string // as a fraction; "" when there is none
	}{
		{"a string", `"100.0"`, "100.0", "100/1"},
		{"a number", `100.0`, "100.0", "100/1"},
		{"a negative amount", `"-12.50"`, "-12.50", "-25/2"},
		{"more digits than a float64 holds", `"0.12345678901234567891"`, "0.12345678901234567891", "12345678901234567891/100000000000000000000"},
		{"a long number digit by digit", `9007199254740993`, "9007199254740993", "9007199254740993/1"},
		{"an exponent", `1e2`, "1e2", "100/1"},
		{"zero, which is not absent", `"0"`, "0", "0/1"},
		{"not a comma", `"12,50"`, "12,50", ""},
		{"not a leading zero", `"010"`, "010", ""},
		{"not a fraction", `"1/3"`, "1/3", ""},
		{"not hexadecimal", `"0x10"`, "0x10", ""},
		{"not infinity", `"Inf"`, "Inf", ""},
		{"not a point without digits behind it", `"1."`, "1.", ""},
		{"not a point without digits before it", `".5"`, ".5", ""},
		{"not an exponent without digits", `"1e+"`, "1e+", ""},
		{"not an underscore", `"1_000"`, "1_000", ""},
		{"not a currency", `"€ 5"`, "€ 5", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d factorialhr.Decimal
			if err := json.Unmarshal([]byte(tt.json), &d); err != nil {
				t.Fatal(err)
			}
			if d.String() != tt.text || d.Raw() != tt.text || d.Valid() != (tt.exact != "") {
				t.Errorf("String() = %q, Raw() = %q, Valid() = %v", d, d.Raw(), d.Valid())
			}
			wantJSON(t, d, tt.json)
			r, ok := d.Rat()
			if ok != (tt.exact != "") || ok && r.String() != tt.exact {
				t.Errorf("Rat() = %v, %v, want %s", r, ok, tt.exact)
			}
			if _, ok := d.Float64(); ok != (tt.exact != "") {
				t.Errorf("Float64() is ok: %v", ok)
			}
			parsed, err := factorialhr.ParseDecimal(tt.text)
			if (err == nil) != (tt.exact != "") || err == nil && parsed.String() != tt.text {
				t.Errorf("ParseDecimal gave %v, %v", parsed, err)
			}
		})
	}
}

func TestDecimalTooLargeIsNotInfinite(t *testing.T) {
	d, err := factorialhr.ParseDecimal("1e999999999")
	if err != nil {
		t.Fatal(err)
	}
	if f, ok := d.Float64(); ok || f != 0 {
		t.Errorf("Float64() = %v, %v", f, ok)
	}
	if r, ok := d.Rat(); ok {
		t.Errorf("Rat() = %v", r)
	}
}

func TestNewDecimalPlacesThePoint(t *testing.T) {
	tests := []struct {
		unscaled int64
		scale    uint8
		want     string
	}{
		{1250, 2, "12.50"},
		{-1250, 2, "-12.50"},
		{5, 2, "0.05"},
		{-5, 1, "-0.5"},
		{0, 2, "0.00"},
		{7, 0, "7"},
		{math.MinInt64, 18, "-9.223372036854775808"},
		{1, 20, "0.00000000000000000001"},
	}
	for _, tt := range tests {
		d := factorialhr.NewDecimal(tt.unscaled, tt.scale)
		if d.String() != tt.want || !d.Valid() {
			t.Errorf("NewDecimal(%d, %d) = %v, want %s", tt.unscaled, tt.scale, d, tt.want)
		}
		wantJSON(t, d, `"`+tt.want+`"`)
	}
}

func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"100.0", "-12.50", "1e2", "1E-7", "010", "1e999999999", "0x10", "n/a", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := factorialhr.ParseDecimal(text)
		var number json.Number
		isNumber := json.Unmarshal([]byte(text), &number) == nil && number.String() == text && text != ""
		if (err == nil) != isNumber {
			t.Errorf("ParseDecimal gave %v, JSON number: %v", err, isNumber)
		}
		if isNumber {
			var d factorialhr.Decimal
			if err := json.Unmarshal([]byte(text), &d); err != nil {
				t.Fatal(err)
			}
			wantJSON(t, d, text)
		}
		roundTrip[factorialhr.Decimal](t, text)
	})
}

func ExampleDecimal_Rat() {
	var cost factorialhr.Decimal
	_ = json.Unmarshal([]byte(`"190.10"`), &cost)
	if r, ok := cost.Rat(); ok {
		fmt.Println(cost, r.FloatString(4))
	}
	// Output: 190.10 190.1000
}

func ExampleNewDecimal() {
	fmt.Println(factorialhr.NewDecimal(1250, 2))
	// Output: 12.50
}
