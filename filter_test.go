package factorialhr_test

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// ways are the calls that send a query, typed and untyped, with the query as an argument or as an
// option. Each returns the error of the call.
var ways = map[string]func(context.Context, *factorialhr.Client, url.Values) error{
	"one page": func(ctx context.Context, c *factorialhr.Client, q url.Values) error {
		_, err := factorialhr.CallPage[thing](ctx, c, &listThings, q)
		return err
	},
	"one page, the filter as an option": func(ctx context.Context, c *factorialhr.Client, q url.Values) error {
		_, err := factorialhr.CallPage[thing](ctx, c, &listThings, nil, factorialhr.Query(q))
		return err
	},
	"pages": func(ctx context.Context, c *factorialhr.Client, q url.Values) error {
		_, err := paginate.Collect(factorialhr.CallPages[thing](ctx, c, &listThings, q), 10)
		return err
	},
	"records": func(ctx context.Context, c *factorialhr.Client, q url.Values) error {
		_, err := paginate.Collect(factorialhr.CallAll[thing](ctx, c, &listThings, q), 10)
		return err
	},
	"records, read ahead": func(ctx context.Context, c *factorialhr.Client, q url.Values) error {
		_, err := paginate.Collect(factorialhr.CallAll[thing](ctx, c, &listThings, nil, factorialhr.Query(q), factorialhr.Prefetch(3)), 10)
		return err
	},
	"the whole list": func(ctx context.Context, c *factorialhr.Client, q url.Values) error {
		_, err := factorialhr.CallGetAll[thing](ctx, c, &listThings, q)
		return err
	},
	"the whole list, several pages at once": func(ctx context.Context, c *factorialhr.Client, q url.Values) error {
		_, err := factorialhr.CallGetAll[thing](ctx, c, &listThings, q, factorialhr.Parallel(4))
		return err
	},
	"a call": func(ctx context.Context, c *factorialhr.Client, q url.Values) error {
		_, err := factorialhr.Call[thing](ctx, c, &listThings, factorialhr.Input{Query: q})
		return err
	},
	"a call that changes something": func(ctx context.Context, c *factorialhr.Client, q url.Values) error {
		_, err := factorialhr.CallSlice[thing](ctx, c, &createThing, factorialhr.Input{Query: q})
		return err
	},
	"an untyped Get": func(ctx context.Context, c *factorialhr.Client, q url.Values) error {
		return c.Get(ctx, "things/things", nil, factorialhr.Query(q))
	},
	"an untyped GetAll": func(ctx context.Context, c *factorialhr.Client, q url.Values) error {
		_, err := c.GetAll(ctx, "things/things", factorialhr.Query(q))
		return err
	},
	"an untyped Delete": func(ctx context.Context, c *factorialhr.Client, q url.Values) error {
		return c.Delete(ctx, "things/things/7", nil, factorialhr.Query(q))
	},
}

func TestAFilterThatIsThereAndEmptyIsRefused(t *testing.T) {
	long := append(manyIDs(2000), "")
	tests := map[string]struct {
		query url.Values
		name  string // that the error must contain
	}{
		"an empty list of ids":                         {url.Values{"ids[]": {}}, "ids[]"},
		"an empty list beside a filter that is fine":   {url.Values{"ids[]": {}, "team_ids[]": {"1"}}, "ids[]"},
		"two empty lists, of which the first is named": {url.Values{"team_ids[]": {}, "ids[]": {}}, "ids[]"},
		"a name without values":                        {url.Values{"employee_ids[]": nil}, "employee_ids[]"},
		"a name that is no list without values":        {url.Values{"search": nil}, "search"},
		"an empty list whose name has no brackets":     {url.Values{"ids": {}}, "ids"},
		"an empty id":                                      {url.Values{"ids[]": {""}}, "ids[]"},
		"an empty id at the end":                           {url.Values{"ids[]": {"1", ""}}, "ids[]"},
		"an empty id in the middle":                        {url.Values{"ids[]": {"1", "", "2"}}, "ids[]"},
		"an id of spaces":                                  {url.Values{"ids[]": {"  "}}, "ids[]"},
		"an id of other white space":                       {url.Values{"ids[]": {"\t\u00a0\u3000\n"}}, "ids[]"},
		"an empty choice":                                  {url.Values{"statuses[]": {"paid", ""}}, "statuses[]"},
		"an empty e-mail address":                          {url.Values{"emails[]": {""}}, "emails[]"},
		"an empty end of a span":                           {url.Values{"start_date[]": {"2026-01-01", ""}}, "start_date[]"},
		"an empty member of a list of objects":             {url.Values{"by_resources[][id]": {"1", ""}}, "by_resources[][id]"},
		"an empty id that is to be left out":               {url.Values{"exclude_ids[]": {""}}, "exclude_ids[]"},
		"an empty id that stands alone":                    {url.Values{"employee_id": {""}}, "employee_id"},
		"an empty id in a list whose name has no brackets": {url.Values{"ids": {""}}, "ids"},
		"an empty id in a longer name without brackets":    {url.Values{"employee_ids": {"\t"}}, "employee_ids"},
		"an empty list of ids in an object":                {url.Values{"filter[team_ids]": {""}}, "filter[team_ids]"},
		"an empty id of the record":                        {url.Values{"id": {" "}}, "id"},
		"an empty id in an object":                         {url.Values{"managed_by_filter[manager_employee_id]": {""}}, "managed_by_filter[manager_employee_id]"},
		"a long list whose last id is empty":               {url.Values{"ids[]": long}, "ids[]"},
		"a long list beside an empty one":                  {url.Values{"ids[]": manyIDs(2000), "team_ids[]": {}}, "team_ids[]"},
	}
	for name, test := range tests {
		for way, call := range ways {
			t.Run(name+"/"+way, func(t *testing.T) {
				rec := recorder{answer: status(200, `{"data":[],"meta":{"total":0,"has_next_page":false}}`)}
				c := serve(t, rec.ServeHTTP)
				err := call(t.Context(), c, test.query)
				e, ok := errors.AsType[*factorialhr.Error](err)
				if !ok || !errors.Is(err, factorialhr.ErrInvalidRequest) {
					t.Fatalf("got %v", err)
				}
				if e.Outcome != factorialhr.OutcomeNotSent || e.Attempts != 0 || !strings.Contains(err.Error(), " "+test.name+" ") {
					t.Errorf("got %v after %d attempts, %v", e.Outcome, e.Attempts, err)
				}
				if n := len(rec.all()); n != 0 {
					t.Errorf("%d requests were sent", n)
				}
			})
		}
	}
}

func manyIDs(n int) []string {
	var all []string
	for i := range n {
		all = append(all, strconv.Itoa(1_000_000+i))
	}
	return all
}

func TestAFilterOfTheClientThatIsEmptyIsRefusedForEachCall(t *testing.T) {
	var rec recorder
	c := serve(t, rec.ServeHTTP, factorialhr.Query(url.Values{"company_ids[]": {}}))
	if _, err := factorialhr.CallGetAll[thing](t.Context(), c, &listThings, nil); !errors.Is(err, factorialhr.ErrInvalidRequest) {
		t.Errorf("got %v", err)
	}
	if n := len(rec.all()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestFiltersThatSayNothingOddAreSent(t *testing.T) {
	tests := map[string]struct{ query, sent url.Values }{
		"none":                               {nil, url.Values{}},
		"an empty query":                     {url.Values{}, url.Values{}},
		"an empty list that leaves out":      {url.Values{"exclude_ids[]": {}}, url.Values{}},
		"a nil list that leaves out":         {url.Values{"without_ids[]": nil}, url.Values{}},
		"another empty list that leaves out": {url.Values{"except_team_ids[]": {}, "not_in_ids[]": {}}, url.Values{}},
		"a list that leaves out":             {url.Values{"exclude_ids[]": {"1", "2"}}, url.Values{"exclude_ids[]": {"1", "2"}}},
		"an empty text":                      {url.Values{"search": {""}}, url.Values{"search": {""}}},
		"a list with odd ids":                {url.Values{"ids[]": {"0", "null", "a b", " 7"}}, url.Values{"ids[]": {"0", "null", "a b", " 7"}}},
		"a false":                            {url.Values{"only_active": {"false"}}, url.Values{"only_active": {"false"}}},
		"the cursor of the first page":       {url.Values{"after_id": {""}, "before_id": {""}}, url.Values{"after_id": {""}, "before_id": {""}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var rec recorder
			c := serve(t, rec.ServeHTTP)
			if _, err := factorialhr.Call[thing](t.Context(), c, &listThings, factorialhr.Input{Query: test.query}); err != nil {
				t.Fatal(err)
			}
			if got := rec.last(t).Query; !slices.Equal(keys(got), keys(test.sent)) || got.Encode() != test.sent.Encode() {
				t.Errorf("sent %v, want %v", got, test.sent)
			}
		})
	}
}

func keys(query url.Values) []string {
	var all []string
	for name := range query {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// The caller chooses the name of a parameter, so the text shows only names that look like the API's
// own.
func TestTheErrorOfAnEmptyFilterNamesNoValueAndNoNameThatIsNotTheAPIs(t *testing.T) {
	for name, query := range map[string]url.Values{
		"a name that is not the API's": {"ana@example.com": nil},
		"a name with an id":            {"ids[4711]": nil},
		"values beside an empty one":   {"ids[]": {"ana@example.com", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, new(recorder).ServeHTTP)
			err := c.Get(t.Context(), "things/things", nil, factorialhr.Query(query))
			if !errors.Is(err, factorialhr.ErrInvalidRequest) || strings.Contains(err.Error(), "ana@") || strings.Contains(err.Error(), "4711") {
				t.Errorf("got %v", err)
			}
		})
	}
}
