package golang

import (
	"fmt"
	"go/ast"
	"go/parser"
)

// A use is a field with a type of its domain.
type use struct {
	owner, field string // Leave, HalfDay
	element      bool   // the field is a list of the type
}

// link is the doc link to the field.
func (u use) link() string { return "[" + u.owner + "." + u.field + "]" }

// usesOf finds the fields that have a type, by the name of the type: first the fields of models,
// then those of request bodies, then the parameters of lists.
func usesOf(types []*typeView, services []*serviceView) (map[string][]use, error) {
	uses := map[string][]use{}
	add := func(owner string, f fieldView) error {
		expr, err := parser.ParseExpr(f.Type)
		if err != nil {
			return fmt.Errorf("the type %s of %s.%s is not Go: %w", f.Type, owner, f.Name, err)
		}
		element := false
		ast.Inspect(expr, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				return false // of another package
			case *ast.ArrayType:
				element = true
			case *ast.Ident:
				uses[n.Name] = append(uses[n.Name], use{owner, f.Name, element})
			}
			return true
		})
		return nil
	}
	for _, models := range []bool{true, false} {
		for _, t := range types {
			if (t.Role == roleModel) != models {
				continue
			}
			for _, f := range t.Fields {
				if err := add(t.Name, f); err != nil {
					return nil, err
				}
			}
		}
	}
	for _, s := range services {
		for _, p := range s.Params {
			if err := add(s.List.ListType, p.fieldView); err != nil {
				return nil, err
			}
		}
	}
	return uses, nil
}
