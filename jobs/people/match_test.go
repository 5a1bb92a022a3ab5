package people_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/jobs/people"
)

// An account is a person in another system.
type account struct{ name, email, number string }

func accountKeys() []people.Key[account] {
	return []people.Key[account]{
		people.ByLoginEmail(func(a account) string { return a.email }),
		people.ByCompanyIdentifier(func(a account) string { return a.number }),
	}
}

func TestMatch(t *testing.T) {
	person := func(id factorialhr.ID, email, number string) people.Person {
		return people.Person{ID: id, Status: people.Employed, LoginEmail: email, CompanyIdentifier: number}
	}
	ann := person("1", "ann@example.com", "E1")
	tests := []struct {
		name   string
		staff  []people.Person
		others []account
		want   string // pairs, then the review list
	}{
		{"the same address", []people.Person{ann}, []account{{"a", "ann@example.com", ""}}, "1=a by login_email"},
		{"another case and spaces", []people.Person{ann}, []account{{"a", "\t Ann@EXAMPLE.com\u00a0", ""}}, "1=a by login_email"},
		{"the identifier alone", []people.Person{ann}, []account{{"a", "other@example.com", "e1 "}}, "1=a by company_identifier"},
		{"both keys", []people.Person{ann}, []account{{"a", "ann@example.com", "E1"}}, "1=a by login_email company_identifier"},
		{"nothing in common", []people.Person{ann}, []account{{"a", "eve@example.com", "E9"}}, "only_person 1 | only_other a"},
		{"leading zeros count", []people.Person{person("1", "", "007")}, []account{{"a", "", "7"}}, "only_person 1 | only_other a"},
		{"no value of any key", []people.Person{person("1", "", " ")}, []account{{"a", "", ""}}, "no_key 1 | no_key a"},
		{"two accounts with one address", []people.Person{ann}, []account{{"a", "ann@example.com", ""}, {"b", "ANN@example.com", ""}},
			"ambiguous 1 a b by login_email"},
		{"two people with one address", []people.Person{ann, person("2", "Ann@example.com", "E2")}, []account{{"a", "ann@example.com", ""}},
			"ambiguous 1 2 a by login_email"},
		{"two people with one address and no account", []people.Person{ann, person("2", "ann@example.com", "E2")}, nil,
			"only_person 1 | only_person 2"},
		{"keys that contradict each other", []people.Person{ann}, []account{{"a", "ann@example.com", ""}, {"b", "", "E1"}},
			"ambiguous 1 a b by login_email company_identifier"},
		{"an account between two people", []people.Person{ann, person("2", "bea@example.com", "E2")}, []account{{"a", "ann@example.com", "E2"}},
			"ambiguous 1 2 a by login_email company_identifier"},
		{"one clear pair beside a doubt", []people.Person{ann, person("2", "bea@example.com", "E2")},
			[]account{{"a", "ann@example.com", ""}, {"b", "ann@example.com", ""}, {"c", "bea@example.com", ""}},
			"2=c by login_email | ambiguous 1 a b by login_email"},
		{"no people and no accounts", nil, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := matchText(people.Match(tt.staff, tt.others, accountKeys()...)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			slices.Reverse(tt.staff)
			slices.Reverse(tt.others)
			m := people.Match(tt.staff, tt.others, accountKeys()...)
			if got := matchText(m); len(got) != len(tt.want) {
				t.Errorf("the order decides: %s", got)
			}
		})
	}
	if m := people.Match([]people.Person{ann}, []account{{"a", "ann@example.com", ""}}); len(m.Pairs) != 0 || len(m.Review) != 2 {
		t.Error("without a key there is a pair")
	}
}

// Everybody is in the result once, and a pair has no rival.
func TestMatchLosesNobody(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 2))
		value := func(prefix string) string {
			return []string{"", prefix}[min(1, r.IntN(5))] + strings.Repeat("x", r.IntN(9))
		}
		var staff []people.Person
		var others []account
		for i := range r.IntN(12) {
			staff = append(staff, people.Person{ID: factorialhr.ID(fmt.Sprint(i)), LoginEmail: value("m"), CompanyIdentifier: value("n")})
		}
		for i := range r.IntN(12) {
			others = append(others, account{fmt.Sprint("a", i), value("m"), value("n")})
		}
		m := people.Match(staff, others, accountKeys()...)
		seen := map[string]int{}
		for _, p := range m.Pairs {
			seen["p"+string(p.Person.ID)]++
			seen[p.Other.name]++
			for _, rival := range others {
				if rival.name != p.Other.name && (rival.email != "" && rival.email == p.Person.LoginEmail ||
					rival.number != "" && rival.number == p.Person.CompanyIdentifier) {
					t.Errorf("seed %d: a pair has a rival", seed)
				}
			}
		}
		for _, group := range m.Review {
			for _, p := range group.People {
				seen["p"+string(p.ID)]++
			}
			for _, o := range group.Others {
				seen[o.name]++
			}
		}
		for who, n := range seen {
			if n != 1 {
				t.Errorf("seed %d: %s is there %d times", seed, who, n)
			}
		}
		if len(seen) != len(staff)+len(others) {
			t.Errorf("seed %d: %d of %d", seed, len(seen), len(staff)+len(others))
		}
	}
}

func matchText(m people.Matching[account]) string {
	var parts []string
	for _, p := range m.Pairs {
		parts = append(parts, fmt.Sprintf("%s=%s by %s", p.Person.ID, p.Other.name, strings.Join(p.Keys, " ")))
	}
	for _, r := range m.Review {
		words := []string{string(r.Reason)}
		for _, p := range r.People {
			words = append(words, string(p.ID))
		}
		for _, o := range r.Others {
			words = append(words, o.name)
		}
		if len(r.Keys) > 0 {
			words = append(words, "by", strings.Join(r.Keys, " "))
		}
		parts = append(parts, strings.Join(words, " "))
	}
	return strings.Join(parts, " | ")
}
