package fault

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/guess"
)

// Target is an operation that a fault may strike.
type Target struct {
	Name   string // timeoff.Leaves.Create
	Method string
	List   bool
}

// Know tells the plan all operations. It returns an error if a fault of the plan can strike none of
// them. From then on, Add returns such errors too.
func (f *Plan) Know(targets []Target) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.targets = targets
	for _, p := range f.all {
		if err := p.Fault.reaches(targets); err != nil {
			return err
		}
	}
	return nil
}

// Match returns a function that reports whether the name of an operation matches a pattern. It
// returns an error for a pattern that matches no operation. The empty pattern matches the empty
// name, which requests to no operation have.
func (f *Plan) Match(pattern string) (func(name string) bool, error) {
	if err := checkPattern(pattern, f.known()); err != nil {
		return nil, err
	}
	return func(name string) bool { return matches(pattern, name) }, nil
}

// known returns the operations, nil before Know.
func (f *Plan) known() []Target {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.targets
}

func matches(pattern, name string) bool {
	ok, _ := path.Match(pattern, name)
	return ok
}

// reaches returns an error if a fault can strike none of the operations. Without operations, it
// checks only what it can.
func (f Fault) reaches(targets []Target) error {
	about := func(err error) error { return fmt.Errorf("fault %q: %w", f.Kind, err) }
	if f.Method != strings.ToUpper(f.Method) {
		return about(fmt.Errorf("%q is not a method in upper case, such as POST", f.Method))
	}
	if f.Kind.ofList() && f.Method != "" && f.Method != http.MethodGet {
		return about(fmt.Errorf("%s applies to lists only, which are GET requests", f.Kind))
	}
	if f.Operation == "" {
		return nil
	}
	if err := checkPattern(f.Operation, targets); err != nil || targets == nil {
		if err != nil {
			return about(err)
		}
		return nil
	}
	list, method := false, false
	for _, t := range targets {
		if matches(f.Operation, t.Name) {
			list = list || t.List
			method = method || f.Method == "" || f.Method == t.Method || f.Method == http.MethodHead && t.Method == http.MethodGet
		}
	}
	switch {
	case f.Kind.ofList() && !list:
		return about(fmt.Errorf("%s applies to lists only, and %q matches none", f.Kind, f.Operation))
	case !method:
		return about(fmt.Errorf("no operation that matches %q has the method %s", f.Operation, f.Method))
	}
	return nil
}

// checkPattern returns an error if a pattern is invalid or matches no operation.
func checkPattern(pattern string, targets []Target) error {
	if _, err := path.Match(pattern, ""); err != nil {
		return fmt.Errorf("%q is not a pattern", pattern)
	}
	if pattern == "" || targets == nil || slices.ContainsFunc(targets, func(t Target) bool { return matches(pattern, t.Name) }) {
		return nil
	}
	text := fmt.Sprintf("no operation matches %q", pattern)
	if guessed := guess.DidYouMean(pattern, patterns(targets, strings.Contains(pattern, "*"))); guessed != "" {
		return errors.New(text + guessed)
	}
	return errors.New(text + "; operations have names such as timeoff.Leaves.Create")
}

// patterns returns the names of all operations, and with wild also the usual patterns for them.
func patterns(targets []Target, wild bool) []string {
	all := make(map[string]bool)
	for _, t := range targets {
		all[t.Name] = true
		domain, rest, _ := strings.Cut(t.Name, ".")
		resource, verb, full := strings.Cut(rest, ".")
		if !wild || !full {
			continue
		}
		for _, p := range []string{domain + ".*", domain + "." + resource + ".*", domain + ".*." + verb, "*." + resource + ".*", "*." + rest, "*." + verb} {
			all[p] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}
