package openapi

import (
	"fmt"
	"go/token"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// declared holds the names of one scope in lower case, each with its origin. Two names that differ
// only by case are duplicates too, because they mislead.
type declared map[string]string

// members checks the names of the types and constants in the package of a domain, and those of the
// fields of each type.
func (n *namer) members() {
	pkg := declared{}
	for _, label := range slices.Sorted(maps.Keys(n.types)) {
		t := n.types[label]
		place := t.Places[0]
		if t.Schema != nil {
			place = t.Schema.Place
		}
		n.declare(pkg, name.Package(n.domain)+".", label, place, strings.Join(t.Places, ", "))
	}
	for _, t := range n.ordered {
		if t.Role == RoleEnum {
			n.constants(pkg, t)
			continue
		}
		fields := declared{}
		if t.Role == RoleQuery {
			for _, paging := range pagingNames {
				fields[strings.ToLower(name.Exported(paging))] = paging
			}
		}
		for _, p := range t.Schema.Properties {
			if !tagged(p.Name) {
				n.fail(p.Schema.Place, "the name %q cannot stand in the tag of a Go field; %s", p.Name, removeIt)
				continue
			}
			n.declare(fields, t.Name+".", name.Exported(p.Name), p.Schema.Place, p.Name)
		}
	}
}

func (n *namer) constants(pkg declared, t *Type) {
	if len(t.Name) > longestType {
		return // another name of the type gives the constants other names too
	}
	for i, value := range t.Schema.Enum {
		place := ordered.Join(t.Schema.enumPlace(), "enum", fmt.Sprint(i))
		constant := name.Constant(t.Name, value)
		if len(constant) > longestConstant {
			n.fail(place, "the name %s has %d characters, at most %d are allowed; name the type in the overlay (%s)",
				constant, len(constant), longestConstant, t.Schema.Address)
		}
		n.declare(pkg, name.Package(n.domain)+".", constant, place, fmt.Sprintf("%s %q", t.Schema.Address, value))
	}
}

func (n *namer) declare(scope declared, owner, label, place, what string) {
	if err := goName(label, place); err != nil {
		n.errs = append(n.errs, err)
		return
	}
	key := strings.ToLower(label)
	if other, ok := scope[key]; ok {
		n.fail(place, "duplicate name %s%s: %s and %s", owner, label, other, what)
		return
	}
	scope[key] = what
}

// goName refuses a label that is not an exported Go name.
func goName(label, place string) error {
	if !token.IsIdentifier(label) || !token.IsExported(label) {
		return fmt.Errorf("%s: %q is not a Go name", place, label)
	}
	return nil
}

// tagged reports whether package encoding/json accepts a name in the tag of a field. It ignores any
// other tag, and takes a comma for the end of the name.
func tagged(name string) bool {
	return name != "-" && !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r)
	})
}
