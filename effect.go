package factorialhr

import "strings"

// Effect says what an operation does to the data of a company. It is a set: an operation may write
// a record and mail a person. The effects come from the facts in api/glossary, and otherwise from
// the HTTP method: GET reads, POST and PUT write, DELETE deletes. The set may be incomplete,
// because Factorial documents few effects.
type Effect uint8

const (
	// EffectReads returns data and changes nothing.
	EffectReads Effect = 1 << iota
	// EffectWrites creates or changes records.
	EffectWrites
	// EffectMails sends email or another message to people.
	EffectMails
	// EffectDeletes deletes the records that the request names.
	EffectDeletes
	// EffectDeletesMore deletes or ends records that the request does not name.
	EffectDeletesMore
)

// Has reports whether e includes all effects of other.
func (e Effect) Has(other Effect) bool { return e&other == other }

// String lists the effects with commas, such as "writes, mails". It returns "unknown" for the zero
// value.
func (e Effect) String() string {
	var words []string
	for i, word := range [...]string{"reads", "writes", "mails", "deletes", "deletes more"} {
		if e.Has(1 << i) {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return "unknown"
	}
	return strings.Join(words, ", ")
}
