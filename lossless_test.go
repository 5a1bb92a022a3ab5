package factorialhr_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
)

type word string

// A sundry record has a field of each kind.
type sundry struct {
	ID     factorialhr.ID       `json:"id"`
	IDs    []factorialhr.ID     `json:"ids"`
	Text   string               `json:"text"`
	Word   word                 `json:"word"`
	Note   *string              `json:"note"`
	Texts  []string             `json:"texts"`
	Count  int                  `json:"count"`
	Age    *int                 `json:"age"`
	Small  int8                 `json:"small"`
	Unsign *uint16              `json:"unsign"`
	Counts []int                `json:"counts"`
	Rate   *float64             `json:"rate"`
	Active *bool                `json:"active"`
	On     factorialhr.Date     `json:"on"`
	At     factorialhr.DateTime `json:"at"`
	Amount factorialhr.Decimal  `json:"amount"`
	Raw    json.RawMessage      `json:"raw"`
	Any    any                  `json:"any"`
	Part   *sundry              `json:"part"`
	Parts  []sundry             `json:"parts"`
	Refs   []*sundry            `json:"refs"`
	Hours  map[string]float64   `json:"hours"`
}

// What a value of another type says without doubt is taken and reported; what it does not say is
// not guessed.
func TestWhatCanBeTakenWithoutLossIsTakenAndReported(t *testing.T) {
	const kept, left = true, false
	tests := []struct {
		name string
		in   string // a property
		out  string // the property as the record encodes it; empty: the same as in a record without it
		odd  string // what is reported of it; empty: nothing
		kept bool
	}{
		{"a number in a text", `"text":12`, `"text":"12"`, "string number", kept},
		{"a number beyond 2^53 in a text, digit by digit", `"text":9007199254740993`, `"text":"9007199254740993"`, "string number", kept},
		{"a fraction in a text, as it is written", `"text":-12.50`, `"text":"-12.50"`, "string number", kept},
		{"an exponent in a text, as it is written", `"text":1E+2`, `"text":"1E+2"`, "string number", kept},
		{"a number in a choice of words", `"word":7`, `"word":"7"`, "factorialhr_test.word number", kept},
		{"a number in a text that may be missing", `"note":0`, `"note":"0"`, "string number", kept},
		{"a boolean in a text, where false may mean that there is none", `"text":false`, ``, "string bool", left},
		{"an object in a text", `"text":{"a":1}`, ``, "string object", left},
		{"a list of one text in a text", `"text":["a"]`, ``, "string array", left},

		{"digits in an integer", `"age":"42"`, `"age":42`, "int string", kept},
		{"digits in an integer that is required", `"count":"42"`, `"count":42`, "int string", kept},
		{"a negative number in a text in an integer", `"age":"-42"`, `"age":-42`, "int string", kept},
		{"zero in a text in an integer", `"age":"0"`, `"age":0`, "int string", kept},
		{"a whole number with a point in a text in an integer", `"age":"42.0"`, `"age":42`, "int string", kept},
		{"a whole number with an exponent in a text in an integer", `"age":"4.2e1"`, `"age":42`, "int string", kept},
		{"digits beyond 2^53 in an integer", `"count":"9007199254740993"`, `"count":9007199254740993`, "int string", kept},
		{"an escaped digit in an integer", `"age":"\u0034\u0032"`, `"age":42`, "int string", kept},
		{"digits beyond the type", `"small":"128"`, ``, "int8 string", left},
		{"digits beyond int64", `"count":"9223372036854775808"`, ``, "int string", left},
		{"a negative number in a text in an unsigned integer", `"unsign":"-1"`, ``, "uint16 string", left},
		{"digits in an unsigned integer", `"unsign":"65535"`, `"unsign":65535`, "uint16 string", kept},
		{"a fraction in a text in an integer", `"age":"42.5"`, ``, "int string", left},
		{"leading zeros, which may mean something, in an integer", `"age":"042"`, ``, "int string", left},
		{"a plus in an integer", `"age":"+42"`, ``, "int string", left},
		{"space around digits in an integer", `"age":" 42 "`, ``, "int string", left},
		{"an empty text in an integer", `"age":""`, ``, "int string", left},
		{"hexadecimal digits in an integer", `"age":"0x2a"`, ``, "int string", left},
		{"digits of another script in an integer", `"age":"４２"`, ``, "int string", left},
		{"digits with separators in an integer", `"count":"1,234"`, ``, "int string", left},
		{"a text in an integer", `"age":"n/a"`, ``, "int string", left},
		{"infinity in an integer", `"age":"1e400"`, ``, "int string", left},
		{"a boolean in an integer", `"age":true`, ``, "int bool", left},
		{"a list of one number in an integer", `"age":[42]`, ``, "int array", left},

		{"a decimal text in a number", `"rate":"12.5"`, `"rate":12.5`, "float64 string", kept},
		{"a decimal text that no float64 has exactly, but writes so", `"rate":"0.1"`, `"rate":0.1`, "float64 string", kept},
		{"a decimal text with zeros behind it", `"rate":"0012.50"`, ``, "float64 string", left},
		{"a decimal text with zeros at its end", `"rate":"12.500"`, `"rate":12.5`, "float64 string", kept},
		{"an exponent in a text in a number", `"rate":"-1.25e+1"`, `"rate":-12.5`, "float64 string", kept},
		{"more digits than a float64 has in a text in a number", `"rate":"9007199254740993"`, ``, "float64 string", left},
		{"a fraction finer than a float64 in a text in a number", `"rate":"0.10000000000000000001"`, ``, "float64 string", left},
		{"a text too large for a number", `"rate":"1e400"`, ``, "float64 string", left},
		{"a text too small for a number", `"rate":"1e-400"`, ``, "float64 string", left},
		{"a comma in a text in a number", `"rate":"12,5"`, ``, "float64 string", left},
		{"not a number in a number", `"rate":"NaN"`, ``, "float64 string", left},
		{"an empty text in a number", `"rate":""`, ``, "float64 string", left},

		{"true as a text", `"active":"true"`, `"active":true`, "bool string", kept},
		{"false as a text", `"active":"false"`, `"active":false`, "bool string", kept},
		{"an empty text in a boolean", `"active":""`, ``, "bool string", left},
		{"another case in a boolean", `"active":"True"`, ``, "bool string", left},
		{"yes in a boolean", `"active":"yes"`, ``, "bool string", left},
		{"1 in a boolean", `"active":1`, ``, "bool number", left},
		{"null as a text in a boolean", `"active":"null"`, ``, "bool string", left},

		{"an id as a whole number with a point", `"id":12345.0`, `"id":"12345"`, "factorialhr.ID number", kept},
		{"an id with many zeros behind the point", `"id":12345.000`, `"id":"12345"`, "factorialhr.ID number", kept},
		{"an id with an exponent", `"id":1.2345e4`, `"id":"12345"`, "factorialhr.ID number", kept},
		{"an id with an exponent alone", `"id":12e2`, `"id":"1200"`, "factorialhr.ID number", kept},
		{"an id with an exponent and a sign", `"id":1.2345E+4`, `"id":"12345"`, "factorialhr.ID number", kept},
		{"an id beyond 2^53 with a point", `"id":9007199254740993.0`, `"id":"9007199254740993"`, "factorialhr.ID number", kept},
		{"an id beyond int64 with a point", `"id":123456789012345678901234567890.0`, `"id":"123456789012345678901234567890"`, "factorialhr.ID number", kept},
		{"an id that is a fraction, as it is written", `"id":12345.5`, `"id":"12345.5"`, "factorialhr.ID number", kept},
		{"an id that no memory would hold, as it is written", `"id":1e999999999`, `"id":"1e999999999"`, "factorialhr.ID number", kept},
		{"an id in a list", `"ids":["7",8.0,9]`, `"ids":["7","8","9"]`, "factorialhr.ID number", kept},
		{"an id as a plain number", `"id":9007199254740993`, `"id":"9007199254740993"`, "", kept},
		{"an id that is zero", `"id":0`, `"id":"0"`, "", kept},
		{"an id in a text, as it is", `"id":"12345.0"`, `"id":"12345.0"`, "", kept},
		{"a boolean as an id", `"id":true`, ``, "factorialhr.ID bool", left},

		{"digits in a decimal", `"amount":"12.50"`, `"amount":"12.50"`, "", kept},
		{"a number in a decimal", `"amount":12.50`, `"amount":12.50`, "", kept},
		{"a fraction in a number", `"rate":12.50`, `"rate":12.5`, "", kept},
		{"a whole number with a point in an integer", `"age":42.0`, `"age":42`, "", kept},
		{"a number in a date, which may be anything", `"on":20261224`, ``, "factorialhr.Date number", left},
		{"a number in a date-time, which may be anything", `"at":1782288000`, ``, "factorialhr.DateTime number", left},
		{"a record in the place of a list", `"parts":{"id":"1"}`, ``, "[]factorialhr_test.sundry object", left},
		{"a list in the place of a record", `"part":[{"id":"1"}]`, ``, "factorialhr_test.sundry array", left},
		{"a JSON text in the place of a record", `"part":"{\"id\":\"1\"}"`, ``, "factorialhr_test.sundry string", left},

		{"a number in a list of texts", `"texts":["a",1,"b"]`, `"texts":["a","1","b"]`, "string number", kept},
		{"digits in a list of integers", `"counts":[1,"2",3]`, `"counts":[1,2,3]`, "int string", kept},
		{"digits in an entry of a map", `"hours":{"mon":"7.5"}`, `"hours":{"mon":7.5}`, "float64 string", kept},

		{"a null among records", `"parts":[null]`, `"parts":[{}]`, "factorialhr_test.sundry null", left},
		{"a null among pointers to records", `"refs":[null]`, `"refs":[null]`, "factorialhr_test.sundry null", left},
		{"a null behind a record", `"parts":[{}, null]`, `"parts":[{},{}]`, "factorialhr_test.sundry null", left},
		{"a null among integers", `"counts":[1, null]`, `"counts":[1,0]`, "", left},
		{"a null among texts", `"texts":[ null ,"a"]`, `"texts":["","a"]`, "", left},
		{"a null among ids", `"ids":["1",null]`, `"ids":["1",null]`, "", left},
		{"a null in JSON of any type", `"any":[null],"raw":[null]`, `"any":[null],"raw":[null]`, "", left},
		{"a null in the place of each property", `"part":null,"parts":null,"counts":null,"age":null,"id":null,"text":null,"hours":null`, ``, "", left},
	}
	blank := encode(t, sundry{})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body := `{"data":[{"text":"before"},{` + test.in + `},{"text":"behind"}],"meta":{}}`
			c := serve(t, status(200, body))
			page, err := factorialhr.CallPage[sundry](t.Context(), c, &listThings, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(page.Data) != 3 || page.Data[0].Text != "before" || page.Data[2].Text != "behind" {
				t.Fatalf("got %+v", page.Data)
			}
			want := encode(t, sundry{})
			if test.out != "" {
				var set map[string]any
				decode(t, "{"+test.out+"}", &set)
				for name, value := range set {
					if name == "parts" {
						for i := range value.([]any) {
							value.([]any)[i] = blank
						}
					}
					want[name] = value
				}
			}
			if diff := cmp.Diff(want, encode(t, page.Data[1])); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			odd, isKept := "", test.kept
			if len(page.Mismatches) == 1 {
				m := page.Mismatches[0]
				odd, isKept = m.Want+" "+m.Got, m.Kept
				if !strings.HasPrefix(m.Pointer, "/data/1/") {
					t.Errorf("reported at %s", m.Pointer)
				}
			}
			if odd != test.odd || isKept != test.kept || len(page.Mismatches) > 1 {
				t.Errorf("reported %+v", page.Mismatches)
			}
			_, err = factorialhr.CallPage[sundry](t.Context(), c, &listThings, nil, factorialhr.Strict())
			if errors.Is(err, factorialhr.ErrMismatch) != (test.odd != "") {
				t.Errorf("strict: %v", err)
			}
		})
	}
}

// encode and decode keep numbers digit by digit.
func encode(t *testing.T, v any) (out map[string]any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	decode(t, string(text), &out)
	return out
}

func decode(t *testing.T, text string, out any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(out); err != nil {
		t.Fatal(err)
	}
}

// encoding/json silently changes a text with bytes or escapes that are not characters.
func TestATextThatIsNoUTF8IsReported(t *testing.T) {
	tests := []struct {
		name string
		in   string // a record
		want []string
	}{
		{"Latin-1 in a text", "{\"text\":\"Pe\xf1a\"}", []string{"/data/0/text string"}},
		{"half a character", "{\"text\":\"a\xc3\"}", []string{"/data/0/text string"}},
		{"an overlong encoding", "{\"text\":\"\xc0\xaf\"}", []string{"/data/0/text string"}},
		{"a surrogate as bytes", "{\"text\":\"\xed\xa0\x80\"}", []string{"/data/0/text string"}},
		{"a high surrogate alone", `{"text":"\ud83d"}`, []string{"/data/0/text string"}},
		{"a low surrogate alone", `{"text":"x\uDE00"}`, []string{"/data/0/text string"}},
		{"surrogates the wrong way round", `{"text":"\ude00\ud83d"}`, []string{"/data/0/text string"}},
		{"two high surrogates and a low one", `{"text":"\ud83d\ud83d\ude00"}`, []string{"/data/0/text string"}},
		{"a high surrogate before another escape", `{"text":"\ud83d\n"}`, []string{"/data/0/text string"}},
		{"in an id", "{\"id\":\"7\xff\"}", []string{"/data/0/id factorialhr.ID"}},
		{"in a date", "{\"on\":\"2026\xff\"}", []string{"/data/0/on factorialhr.Date"}},
		{"in a choice of words", "{\"word\":\"a\xff\"}", []string{"/data/0/word factorialhr_test.word"}},
		{"in a list of texts", "{\"texts\":[\"a\",\"\xff\"]}", []string{"/data/0/texts/1 string"}},
		{"in a record in a record", "{\"part\":{\"text\":\"\xff\"}}", []string{"/data/0/part/text string"}},
		{"in JSON of any type", "{\"any\":{\"a\":[\"\xff\"]}}", []string{"/data/0/any/a/0 interface {}"}},
		{"in raw JSON", "{\"raw\":{\"a\":[\"\xff\"]}}", []string{"/data/0/raw json.RawMessage"}},
		{"in the name of an entry", "{\"hours\":{\"a\xff\":1}}", []string{"/data/0/hours/a\ufffd string"}},
		{"in several places", "{\"text\":\"\xff\",\"parts\":[{\"id\":\"\\udc00\"}]}", []string{"/data/0/text string", "/data/0/parts/0/id factorialhr.ID"}},
		{"beside a value of another type", "{\"text\":\"\xff\",\"age\":\"n/a\"}", []string{"/data/0/text string", "/data/0/age int"}},
		{"a pair of surrogates is a character", `{"text":"\ud83d\ude00 \uD83D\uDE00"}`, nil},
		{"an escaped backslash before a u", `{"text":"\\ud83d"}`, nil},
		{"the replacement character itself", "{\"text\":\"\ufffd \\ufffd\"}", nil},
		{"a byte order mark in a text", "{\"text\":\"\ufeffa\"}", nil},
		{"a property that no type has", "{\"unknown\":\"\xff\"}", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := serve(t, status(200, `{"data":[`+test.in+`]}`))
			page, err := factorialhr.CallPage[sundry](t.Context(), c, &listThings, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range page.Mismatches {
				got = append(got, m.Pointer+" "+strings.ReplaceAll(m.Want, "jsontext.Value", "json.RawMessage"))
				if m.Kept != (m.Got == "invalid UTF-8") {
					t.Errorf("%+v", m)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			_, err = factorialhr.CallPage[sundry](t.Context(), c, &listThings, nil, factorialhr.Strict())
			if errors.Is(err, factorialhr.ErrMismatch) != (test.want != nil) {
				t.Errorf("strict: %v", err)
			}
		})
	}
	t.Run("the rest of the text is kept", func(t *testing.T) {
		got, err := call(t.Context(), serve(t, status(200, "{\"id\":\"7\",\"name\":\"Pe\xf1a\"}")), &getThing)
		if err != nil || got.Name != "Pe\ufffda" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestANullAmongRecordsThatAreMapsIsReported(t *testing.T) {
	c := serve(t, status(200, `{"data":[{"a":null},null,{}],"meta":{"has_next_page":false}}`))
	page, err := factorialhr.CallPage[map[string]any](t.Context(), c, &listThings, nil)
	if err != nil || len(page.Data) != 3 || page.Data[1] != nil {
		t.Fatalf("got %v, %v", page, err)
	}
	want := []factorialhr.Mismatch{{Pointer: "/data/1", Want: "map[string]interface {}", Got: "null"}}
	if diff := cmp.Diff(want, page.Mismatches); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	_, err = factorialhr.CallGetAll[map[string]any](t.Context(), c, &listThings, nil, factorialhr.Strict())
	if !errors.Is(err, factorialhr.ErrMismatch) {
		t.Errorf("strict: got %v", err)
	}
}

// A record that was taken from values of other types goes on as any other.
func TestAPageWithOddValuesEverywhereIsReadToTheEnd(t *testing.T) {
	var asked []string
	c := serve(t, oddPages(&asked))
	got, err := factorialhr.CallGetAll[thing](t.Context(), c, &listThings, nil)
	want := []thing{{ID: "1", Name: "7", Count: new(1)}, {ID: "2", Name: "8", Count: new(2)}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
	if diff := cmp.Diff([]string{"", "MQ"}, asked); diff != "" {
		t.Errorf("cursors, -want +got:\n%s", diff)
	}
}
