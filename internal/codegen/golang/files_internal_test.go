package golang

import (
	"strings"
	"testing"
)

func TestAFileImportsThePackagesThatItsTypesName(t *testing.T) {
	tests := []struct {
		goType     string
		json, root bool
	}{
		{goType: "string"},
		{goType: "[]LeaveState"},
		{goType: "*int"},
		{goType: "json.RawMessage", json: true},
		{goType: "[]map[string]json.RawMessage", json: true},
		{goType: "[]factorialhr.ID", root: true},
		{goType: "factorialhr.Opt[[]json.RawMessage]", json: true, root: true},
		{goType: "factorialhr.Opt[LeaveState]", root: true},
	}
	for _, test := range tests {
		t.Run(test.goType, func(t *testing.T) {
			f := typesFile{Types: []*typeView{
				{Name: "Leave", Doc: "// Leave is not a json.RawMessage or a factorialhr.ID.", Fields: []fieldView{{Name: "JSON", Type: test.goType}}},
			}}
			for pkg, want := range map[string]bool{"json": test.json, "factorialhr": test.root} {
				if got, err := f.Uses(pkg); got != want || err != nil {
					t.Errorf("Uses(%q) = %t, %v, want %t", pkg, got, err, want)
				}
			}
		})
	}
}

func TestAnUploadNeedsThePackageOfItsForm(t *testing.T) {
	f := typesFile{Types: []*typeView{{Name: "Upload", Form: true, Fields: []fieldView{{Name: "Name", Type: "string"}}}}}
	if used, err := f.Uses("factorialhr"); !used || err != nil {
		t.Errorf("Uses = %t, %v", used, err)
	}
}

func TestATypeThatIsNotGoIsAnError(t *testing.T) {
	f := typesFile{Types: []*typeView{{Name: "Leave", Fields: []fieldView{{Name: "State", Type: "[]"}}}}}
	if _, err := f.Uses("json"); err == nil || !strings.Contains(err.Error(), "not Go") {
		t.Errorf("the error is %v", err)
	}
}
