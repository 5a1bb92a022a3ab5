package openapi

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// A Patch changes the published spec before Parse reads it. So a person can adopt a spec with a
// part that the generator does not understand.
type Patch struct {
	Place  string // in api/patches.yaml, for error messages
	At     string // a JSON pointer, as in the complaints of Parse; {version} means the API version
	Why    string
	Since  string // the first API version that it applies to; empty: all
	Until  string // the last one; empty: all
	Remove bool   // the value at the pointer
	Merge  any    // a JSON Merge Patch (RFC 7386) for that value, nil if there is none
}

// Patches are the patches in api/patches.yaml, in the order of their application.
type Patches []Patch

// ParsePatches reads api/patches.yaml. Every patch needs a place, a reason and an effect. There are
// no patches in an empty file.
func ParsePatches(data []byte) (Patches, error) {
	if len(data) == 0 {
		return nil, nil
	}
	root, err := ordered.ParseYAML(data)
	if err != nil {
		return nil, err
	}
	p := &parser{}
	o := p.object(root, "#", "patches")
	var patches Patches
	for i, v := range p.list(o, "patches", "#") {
		place := fmt.Sprintf("#/patches/%d", i)
		o := p.object(v, place, "at", "why", "since", "until", "remove", "merge")
		one := Patch{
			Place:  place,
			At:     p.text(o, "at", place),
			Why:    p.text(o, "why", place),
			Since:  p.text(o, "since", place),
			Until:  p.text(o, "until", place),
			Remove: p.flag(o, "remove", place),
		}
		merge, ok := o.Get("merge")
		one.Merge = merge
		switch {
		case !strings.HasPrefix(one.At, "#/") || one.Why == "":
			p.fail(place, "needs a place (at: a JSON pointer that begins with #/) and a reason (why)")
		case one.Remove == ok:
			p.fail(place, "needs either merge or remove: true")
		case ok && merge == nil:
			p.fail(place+"/merge", "is null; use remove: true to remove a value")
		}
		patches = append(patches, one)
	}
	return patches, p.err()
}

// Apply changes a published spec. It refuses a patch that changes nothing, because the published
// spec has changed there and a person should review the patch. It returns data itself if no patch
// applies to the version.
func (list Patches) Apply(data []byte, version string) ([]byte, error) {
	list = slices.DeleteFunc(slices.Clone(list), func(p Patch) bool {
		return p.Since != "" && version < p.Since || p.Until != "" && version > p.Until
	})
	if len(list) == 0 {
		return data, nil
	}
	root, err := ordered.Parse(data)
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, p := range list {
		if root, err = p.apply(root, version); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", p.Place, err))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return ordered.JSON(root)
}

func (p *Patch) apply(root any, version string) (any, error) {
	at := strings.ReplaceAll(p.At, "{version}", version)
	steps := strings.Split(strings.TrimPrefix(at, "#/"), "/")
	for i, step := range steps {
		steps[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
	}
	return p.change(root, steps, at, version)
}

// change returns v with the patch applied to the value at the end of the steps.
func (p *Patch) change(v any, steps []string, at, version string) (any, error) {
	missing := fmt.Errorf("%s is not in %s; correct the place, or limit the patch with since and until", at, version)
	key, last := steps[0], len(steps) == 1
	var old any
	index := -1
	o, isObject := v.(*ordered.Object)
	list, isList := v.([]any)
	ok := false
	switch {
	case isObject:
		old, ok = o.Get(key)
	case isList:
		n, err := strconv.Atoi(key)
		if ok = err == nil && n >= 0 && n < len(list); ok {
			old, index = list[n], n
		}
	}
	switch {
	case !ok && (!last || p.Remove || !isObject):
		return v, missing
	case last && p.Remove && isObject:
		return o.Without(key), nil
	case last && p.Remove:
		return slices.Delete(slices.Clone(list), index, index+1), nil
	}
	changed := ordered.Merge(old, p.Merge)
	if !last {
		var err error
		if changed, err = p.change(old, steps[1:], at, version); err != nil {
			return v, err
		}
	} else if ok && reflect.DeepEqual(changed, old) {
		return v, fmt.Errorf("changes nothing at %s in %s; remove the patch, or limit it with since and until", at, version)
	}
	if isObject {
		o.Set(key, changed)
		return o, nil
	}
	list = slices.Clone(list)
	list[index] = changed
	return list, nil
}
