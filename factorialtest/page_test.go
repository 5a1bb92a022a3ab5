package factorialtest_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestListsArePaged(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(250))
	second := url.QueryEscape(list(t, srv, "employees/employees?limit=2").Meta.EndCursor)
	for _, test := range []struct {
		name, query      string
		limit, size      int
		first            string
		hasNext, hasPrev bool
	}{
		{"nothing asked for is the first hundred", "", 100, 100, "1", true, false},
		{"a limit", "limit=3", 3, 3, "1", true, false},
		{"a limit above 100 is clamped", "limit=5000", 100, 100, "1", true, false},
		{"a cursor", "limit=3&after_id=" + second, 3, 3, "3", true, true},
		{"a cursor backwards", "limit=1&before_id=" + second, 1, 1, "1", true, false},
		{"a page by its number", "limit=100&page=2", 100, 100, "101", true, true},
		{"the last page", "limit=100&page=3", 100, 50, "201", false, true},
		{"a page behind the last", "limit=100&page=9", 100, 0, "", false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := list(t, srv, "employees/employees?"+test.query)
			if p.Meta.Limit == nil || *p.Meta.Limit != test.limit || p.Meta.Total != 250 {
				t.Errorf("limit and total are %+v", p.Meta)
			}
			if len(p.Data) != test.size || p.Meta.HasNextPage != test.hasNext || p.Meta.HasPreviousPage != test.hasPrev {
				t.Errorf("got %d records, next %v, previous %v", len(p.Data), p.Meta.HasNextPage, p.Meta.HasPreviousPage)
			}
			if test.size > 0 && p.Data[0]["id"] != test.first {
				t.Errorf("the first is %v", p.Data[0]["id"])
			}
		})
	}
}

func TestACursorOutlivesItsRecord(t *testing.T) {
	srv := factorialtest.New(t)
	p := list(t, srv, "teams/memberships?limit=5")
	if status, body := do(t, srv, http.MethodDelete, "teams/memberships/5", ""); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	if next := list(t, srv, "teams/memberships?limit=2&after_id="+url.QueryEscape(p.Meta.EndCursor)); next.ids() != "6 7" {
		t.Errorf("got %s", next.ids())
	}
}

func TestABrokenCursorIsRefused(t *testing.T) {
	srv := factorialtest.New(t)
	if status, _ := do(t, srv, http.MethodGet, "teams/teams?after_id=%25", ""); status != http.StatusBadRequest {
		t.Errorf("got %d", status)
	}
}

func TestShiftsIgnorePaging(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(60))
	p := list(t, srv, "attendance/shifts?limit=2&page=2")
	if len(p.Data) != p.Meta.Total || p.Meta.Total != 180 || p.Meta.Limit != nil || p.Meta.HasNextPage {
		t.Errorf("got %d of %+v", len(p.Data), p.Meta)
	}
}

func TestIDsAreOrderedByTheirNumbers(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Seed(0))
	for _, id := range []string{"2/10/2026-10-01", "10/1/2026-10-01", "2/9/2026-10-01"} {
		insert(t, srv, "timeoff/allowance_stats", map[string]any{"id": id})
	}
	if got := list(t, srv, "timeoff/allowance_stats").ids(); got != "2/9/2026-10-01 2/10/2026-10-01 10/1/2026-10-01" {
		t.Errorf("got %s", got)
	}
	status, body := do(t, srv, http.MethodGet, "timeoff/allowance_stats/"+url.PathEscape("2/9/2026-10-01"), "")
	if status != http.StatusOK {
		t.Errorf("an id with slashes: %d %s", status, body)
	}
}

func TestIDsHaveTheFormOfTheDescription(t *testing.T) {
	srv := factorialtest.New(t)
	for resource, want := range map[string]string{
		"employees/employees": "1",
		"attendance/estimated_times?employee_ids[]=1&start_on=2020-01-01&end_on=2030-01-01": "1_2025-02-01",
		"timeoff/allowance_stats": "1/2/2023-10-01",
	} {
		if got := list(t, srv, resource).Data[0]["id"]; got != want {
			t.Errorf("%s begins with %v, want %s", resource, got, want)
		}
	}
}

// Before 2026-07-01 ids were numbers.
func TestOlderVersionsHaveNumbersForIDs(t *testing.T) {
	srv := factorialtest.New(t)
	for version, want := range map[string]any{"2026-10-01": "2", "2026-07-01": "2", "2026-04-01": 2.0, "2025-10-01": 2.0} {
		t.Run(version, func(t *testing.T) {
			status, body := do(t, srv, http.MethodGet, "/api/"+version+"/resources/teams/teams/2", "")
			if status != http.StatusOK {
				t.Fatalf("%d %s", status, body)
			}
			team := object(t, body)
			if team["id"] != want {
				t.Errorf("id is %v", team["id"])
			}
			if members, _ := team["employee_ids"].([]any); len(members) == 0 || members[0] != want {
				t.Errorf("employee_ids are %v", team["employee_ids"])
			}
		})
	}
}
