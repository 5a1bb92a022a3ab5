package lenient_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

func TestUnknownListsPropertiesOncePerType(t *testing.T) {
	tests := []struct {
		name string
		in   string
		want []string // Go type, name, pointer
	}{
		{"nothing where all are known", `{"data":[{"id":"1","hours":{"new":1},"raw":{"new":1},"any":{"new":1},"code":"x"}],"meta":{}}`, nil},
		{"a property of a record, once", `{"data":[{"id":"1"},{"new":1},{"new":2,"newer":null}]}`, []string{"lenient_test.record new /data/1/new", "lenient_test.record newer /data/2/newer"}},
		{"the same name in two types", `{"new":1,"data":[{"home":{"new":[{"new":1}]},"pets":[{"new":1}],"kids":[{"new":1}]}]}`,
			[]string{"lenient_test.page new /new", "lenient_test.address new /data/0/home/new", "lenient_test.record new /data/0/kids/0/new"}},
		{"properties beside values of a wrong type", `{"data":[{"age":"x","pets":{"new":1},"new":1}]}`, []string{"lenient_test.record new /data/0/new"}},
		{"no property that differs in case only", `{"DATA":[{"Id":"1"}]}`, nil},
		{"names as the data have them, pointers escaped", `{"a/b":1,"\u0061":1}`, []string{"lenient_test.page a/b /a~1b", "lenient_test.page a /a"}},
		{"nothing of what is no object", `[{"new":1}]`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			properties, err := lenient.Unknown([]byte(tt.in), (*page)(nil))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range properties {
				got = append(got, p.Type.String()+" "+p.Name+" "+p.Pointer)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("properties (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("an error where data are not JSON", func(t *testing.T) {
		_, err := lenient.Unknown([]byte(`{"data":`), (*page)(nil))
		if _, ok := errors.AsType[*json.SyntaxError](err); !ok {
			t.Errorf("error %v", err)
		}
	})
	t.Run("nothing for a target without a type", func(t *testing.T) {
		if properties, err := lenient.Unknown([]byte(`{"new":1}`), nil); err != nil || properties != nil {
			t.Errorf("%v, %v", properties, err)
		}
	})
}

func TestFindReturnsTheJSON(t *testing.T) {
	got, err := lenient.Find([]byte(`{"a":[1, {"b": "c"} ]}`), "/a/1")
	if err != nil || string(got) != `{"b": "c"}` {
		t.Errorf("got %s, %v", got, err)
	}
	for _, pointer := range []string{"a", "/a~", "/~2", "#/a"} {
		if _, err := lenient.Find([]byte(`{}`), pointer); err == nil || strings.Contains(err.Error(), "#/a") {
			t.Errorf("%s: error %v", pointer, err)
		}
	}
	if _, err := lenient.Find([]byte(`{`), "/a"); err == nil {
		t.Error("no error where data are not JSON")
	}
}
