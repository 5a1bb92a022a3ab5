package serve

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
)

// formField is a field of a form.
type formField struct{ name, value string }

// formNode is a part of a form: an object, a list or a text.
type formNode struct {
	members  map[string]*formNode
	elements []*formNode
	text     string
}

// formDepth is the maximum number of brackets in a name.
const formDepth = 32

// nest builds the object that the names of fields describe in the notation of Rails: a[b] is the
// member b of a, and a[] is the next element of the list a. In a[][b], the next element begins when
// the last one has b. Of several values of one name, the last one counts. A list in a list has no
// notation.
func nest(fields []formField) (*formNode, error) {
	root := &formNode{members: make(map[string]*formNode)}
	for _, f := range fields {
		base, rest, _ := strings.Cut(f.name, "[")
		if base == "" || strings.Count(rest, "[") >= formDepth {
			return nil, reply.BadRequest("The form has a field without a name, or too deep")
		}
		at, ok := root.member(base), true
		for rest != "" {
			var segment string
			if segment, rest, ok = strings.Cut(rest, "]"); !ok {
				break
			}
			rest = strings.TrimPrefix(rest, "[")
			if segment != "" {
				at = at.member(segment)
			} else {
				next, _, _ := strings.Cut(rest, "]")
				if rest != "" && next == "" {
					return nil, reply.BadRequest("The form has a list in a list")
				}
				at = at.element(next)
			}
			if at == nil {
				break
			}
		}
		if at == nil || !ok || at.members != nil || at.elements != nil {
			return nil, reply.BadRequest("The form uses a name in two ways")
		}
		at.text = f.value
	}
	return root, nil
}

// member returns a member of an object. It returns nil for a list or a text.
func (n *formNode) member(name string) *formNode {
	if n.elements != nil || n.text != "" {
		return nil
	}
	if n.members == nil {
		n.members = make(map[string]*formNode)
	}
	if n.members[name] == nil {
		n.members[name] = new(formNode)
	}
	return n.members[name]
}

// element returns the element of a list for a text, or for a member of an object. It returns nil
// for an object or a text.
func (n *formNode) element(member string) *formNode {
	if n.members != nil || n.text != "" {
		return nil
	}
	if last := len(n.elements) - 1; last >= 0 && member != "" && n.elements[last].members != nil && n.elements[last].members[member] == nil {
		return n.elements[last]
	}
	n.elements = append(n.elements, new(formNode))
	return n.elements[len(n.elements)-1]
}
