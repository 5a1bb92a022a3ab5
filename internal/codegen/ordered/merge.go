package ordered

import (
	"encoding/json"
)

// Merge returns target with a JSON Merge Patch (RFC 7386) applied: members of the patch replace
// those of the target, null removes one, and anything but an object replaces the target. The
// members of the target keep their order, and new ones follow. Merge does not change target.
func Merge(target, patch any) any {
	changes, ok := patch.(*Object)
	if !ok {
		return patch
	}
	old, ok := target.(*Object)
	if !ok {
		old = &Object{}
	}
	merged := &Object{}
	for _, k := range old.Keys() {
		merged.Set(k, old.values[k])
	}
	for _, k := range changes.Keys() {
		if changes.values[k] == nil {
			merged = merged.Without(k)
			continue
		}
		merged.Set(k, Merge(merged.values[k], changes.values[k]))
	}
	return merged
}

// Without returns a copy of the object without a member.
func (o *Object) Without(key string) *Object {
	kept := &Object{}
	for _, k := range o.Keys() {
		if k != key {
			kept.Set(k, o.values[k])
		}
	}
	return kept
}

// JSON writes a value as JSON, with the members of objects in order.
func JSON(v any) ([]byte, error) { return json.Marshal(v) }
