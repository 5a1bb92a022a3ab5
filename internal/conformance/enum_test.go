package conformance_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// additions are the enum values that the API uses and the spec does not list.
var additions = map[string]string{
	"timeoff.LeaveHalfDay beggining_of_day": "the spec allows any string; seen on the live API with this spelling",
	"timeoff.LeaveHalfDay end_of_day":       "the spec allows any string; seen on the live API",
}

func TestEveryDescribedValueOfAnEnumIsAConstant(t *testing.T) {
	t.Parallel()
	constants, err := enumConstants(filepath.Join("..", "..", "gen"))
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	c := newCaller(t)
	check(t, description(t), func(op *operation, p *problems) {
		m, ok := c.found(op, op.name, p)
		if !ok {
			return
		}
		st := style{leaf: func(b *builder, t reflect.Type, s *schema) any {
			for _, value := range s.Enum {
				name := fmt.Sprintf("%v %v", t, value)
				described[name] = true
				if !constants[name] {
					b.addf("no constant for %s", name)
				}
			}
			return filled(b, t, s)
		}}
		prepare(op, m, &st, p)
		(&answerer{c, op, m, p}).parts(st)
	})
	types := map[string]bool{} // excludes the types of records that only webhooks deliver
	for name := range described {
		typ, _, _ := strings.Cut(name, " ")
		types[typ] = true
	}
	for _, name := range slices.Sorted(maps.Keys(constants)) {
		typ, _, _ := strings.Cut(name, " ")
		if types[typ] && !described[name] && additions[name] == "" {
			t.Errorf("%s is a constant and not described", name)
		}
	}
	for name := range additions {
		if !constants[name] {
			t.Errorf("%s is not there any more", name)
		}
	}
}

// enumConstants reads the constants of string types from the source of packages, in the form
// "timeoff.LeaveHalfDay end_of_day": reflection cannot list constants.
func enumConstants(folder string) (map[string]bool, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "*.go"))
	if err != nil {
		return nil, err
	}
	constants := map[string]bool{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			typ, ok := spec.Type.(*ast.Ident)
			value, isText := spec.Values[0].(*ast.BasicLit)
			if !ok || !isText || value.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(value.Value)
			if err == nil {
				constants[fmt.Sprintf("%s.%s %s", file.Name.Name, typ.Name, text)] = true
			}
			return true
		})
	}
	return constants, nil
}
