package people

import (
	"slices"
	"strings"
)

// A Key is a value by which a person and an account of type T belong together, such as an e-mail
// address. Match ignores case and surrounding spaces, and empty values.
type Key[T any] struct {
	Name   string // for Pair.Keys and Review.Keys
	Person func(Person) string
	Other  func(T) string
}

// By returns a key of any two values.
func By[T any](name string, person func(Person) string, other func(T) string) Key[T] {
	return Key[T]{name, person, other}
}

// ByLoginEmail returns a key of the address that a person signs in with.
func ByLoginEmail[T any](other func(T) string) Key[T] {
	return By(string(FieldLoginEmail), func(p Person) string { return p.LoginEmail }, other)
}

// ByEmail returns a key of the address for company mail.
func ByEmail[T any](other func(T) string) Key[T] {
	return By(string(FieldEmail), func(p Person) string { return p.Email }, other)
}

// ByCompanyIdentifier returns a key of the company's own number of a person. Leading zeros count.
func ByCompanyIdentifier[T any](other func(T) string) Key[T] {
	return By(string(FieldCompanyIdentifier), func(p Person) string { return p.CompanyIdentifier }, other)
}

// A Matching is the result of [Match]. Each person and each account is in it exactly once.
type Matching[T any] struct {
	Pairs  []Pair[T]
	Review []Review[T] // for a person to decide
}

// A Pair is a person and the account that belongs to it.
type Pair[T any] struct {
	Person Person
	Other  T
	Keys   []string // the keys whose values agree
}

// A Review is a group of people and accounts without a unique match.
type Review[T any] struct {
	Reason Doubt
	People []Person
	Others []T
	Keys   []string // the keys that connect the group
}

// A Doubt says why a group is in the review list.
type Doubt string

// The values of Doubt.
const (
	OnlyPerson Doubt = "only_person" // no account has a value of this person
	OnlyOther  Doubt = "only_other"  // no person has a value of this account
	NoKey      Doubt = "no_key"      // the person or the account has no value of any key
	Ambiguous  Doubt = "ambiguous"   // several people or accounts are connected
)

// Match pairs people with the accounts of another system. A person and an account belong together
// if a key has the same value for both. They become a pair only if no key connects either of them
// with anything else. So two accounts with one address are not paired, and neither is a person
// whose address points to one account and whose identifier points to another: they are in the
// review list as one group.
//
// Match pairs leavers too. Pass [Snapshot.Employed] if a leaver's old record must not compete with
// the new one.
func Match[T any](staff []Person, others []T, keys ...Key[T]) Matching[T] {
	n := len(staff)
	groups := newGroups(n + len(others))
	valued := make([]bool, n+len(others))
	agreed := make([][]string, n+len(others)) // keys that connect a node with the other side
	for _, k := range keys {
		here, there := map[string][]int{}, map[string][]int{}
		for i, p := range staff {
			if v := fold(k.Person(p)); v != "" {
				here[v], valued[i] = append(here[v], i), true
			}
		}
		for i, o := range others {
			if v := fold(k.Other(o)); v != "" {
				there[v], valued[n+i] = append(there[v], n+i), true
			}
		}
		for v, left := range here {
			right := there[v]
			if len(right) == 0 {
				continue
			}
			for _, i := range slices.Concat(left, right) {
				groups.join(left[0], i)
				agreed[i] = append(agreed[i], k.Name)
			}
		}
	}
	var m Matching[T]
	for _, members := range groups.list() {
		var r Review[T]
		known := false
		for _, i := range members {
			known = known || valued[i]
			for _, name := range agreed[i] {
				if !slices.Contains(r.Keys, name) {
					r.Keys = append(r.Keys, name)
				}
			}
			if i < n {
				r.People = append(r.People, staff[i])
			} else {
				r.Others = append(r.Others, others[i-n])
			}
		}
		switch {
		case len(r.People) == 1 && len(r.Others) == 1:
			m.Pairs = append(m.Pairs, Pair[T]{r.People[0], r.Others[0], r.Keys})
			continue
		case len(members) > 1:
			r.Reason = Ambiguous
		case !known:
			r.Reason = NoKey
		case len(r.People) == 1:
			r.Reason = OnlyPerson
		default:
			r.Reason = OnlyOther
		}
		m.Review = append(m.Review, r)
	}
	return m
}

// fold makes values comparable.
func fold(v string) string { return strings.ToLower(strings.TrimSpace(v)) }
