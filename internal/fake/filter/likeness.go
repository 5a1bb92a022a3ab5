package filter

import (
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
	"github.com/factorialhr-go/factorialhr/internal/reference"
)

// likenessRule finds a property with a longer name than the parameter: contracts_compensation_id
// for compensation_id, label_text for label, posts_group_id for groups[], reviewer_access_id for
// reviewer_ids[].
func (n naming) likenessRule() filter {
	if n.parameter.Type == "boolean" {
		return nil
	}
	one := singular(n.name)
	if n.sendsIDs() && !strings.HasSuffix(one, "_id") {
		one += "_id"
	}
	for _, name := range []string{n.resource.Domain() + "_" + one, n.resource.Domain() + "_" + n.name} {
		if i := n.shape.At(name); i >= 0 {
			return oneOf(i)
		}
	}
	noun, isID := strings.CutSuffix(one, "_id")
	for _, like := range []func(string) bool{
		func(p string) bool { return strings.HasSuffix(p, "_"+one) },
		func(p string) bool { return strings.HasSuffix(p, "_"+n.name) },
		func(p string) bool {
			return isID && slices.Contains([]string{noun, noun + "_access_id", noun + "_employee_id"}, p)
		},
		func(p string) bool {
			return !isID && strings.HasPrefix(p, one+"_") && n.shape.Property(p).Type == "string" && n.shape.Property(p).Format == ""
		},
	} {
		if i := n.only(like); i >= 0 {
			return oneOf(i)
		}
	}
	return nil
}

// wordsRule finds the property with the same enum: evaluation_type for reviewer_strategies[].
func (n naming) wordsRule() filter {
	words := n.parameter.Enum
	if n.parameter.Items != nil {
		words = n.parameter.Items.Enum
	}
	if len(words) == 0 {
		return nil
	}
	if i := n.only(func(p string) bool { return slices.Equal(n.shape.Property(p).Enum, words) }); i >= 0 {
		return oneOf(i)
	}
	return nil
}

// only returns the index of the one property whose name matches, -1 if none or several match.
func (n naming) only(like func(string) bool) int {
	found := -1
	for i, p := range n.shape.Properties {
		if like(p.Name) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// sendsIDs reports whether the values of an array parameter are ids, judged by format or example.
func (n naming) sendsIDs() bool {
	if n.parameter.Items == nil {
		return false
	}
	examples := value.Elements(n.parameter.Example)
	return n.parameter.Items.Format == "id" || len(examples) > 0 && value.Digits(value.Plain(examples[0])) == len(value.Plain(examples[0]))
}

// attachmentRule handles employee_ids[] where the records have attachable_id and attachable_type.
func (n naming) attachmentRule() filter {
	noun, ok := strings.CutSuffix(singular(n.name), "_id")
	kind := n.only(func(p string) bool { return strings.HasSuffix(p, "able_type") })
	if !ok || kind < 0 || reference.Collection(noun) == "" {
		return nil
	}
	id := n.shape.At(strings.TrimSuffix(n.shape.Properties[kind].Name, "_type") + "_id")
	if id < 0 {
		return nil
	}
	ofKind := func(_ *Query, _ []*record.Record, _ []string) predicate {
		return func(r *record.Record) bool {
			text := value.Plain(r.Value(kind))
			text = text[strings.LastIndex(text, ":")+1:] // Employees::Employee
			return strings.EqualFold(text, strings.ReplaceAll(noun, "_", ""))
		}
	}
	return both(ofKind, oneOf(id))
}

// enabledRule handles words for a boolean property: statuses[]=enabled selects enabled: true.
func (n naming) enabledRule() filter {
	if singular(n.name) != "status" {
		return nil
	}
	enabled := n.shape.At("enabled")
	if enabled < 0 {
		return nil
	}
	return func(_ *Query, _ []*record.Record, values []string) predicate {
		return func(r *record.Record) bool {
			word := "disabled"
			if value.Plain(r.Value(enabled)) == "true" {
				word = "enabled"
			}
			return contains(values, word)
		}
	}
}

func contains(values []string, v string) bool { return slices.Contains(values, v) }

// singular returns the singular of a name: status for statuses, legal_entity_id for
// legal_entities_ids.
func singular(name string) string { return reference.Singular(name) }
