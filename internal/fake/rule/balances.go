package rule

import (
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// balances is the list that pages by employee. Factorial documents that its cursor, limit and total
// count employees, that it does not support page, and that it is complete with employee_ids.
const balances = "timeoff.AllowanceStats.List"

// cut returns the page of the records that the query asks for.
func (c *Call) cut(records []*record.Record) (*reply.Page, error) {
	if c.Op.Name != balances {
		return reply.Cut(records, c.Query.Values, c.Op.Unpaged)
	}
	if c.Query.Values.Get("page") != "" {
		c.hint("this list does not support page; follow its cursor")
		c.Query.Values.Del("page")
	}
	if c.Query.Sends("employee_ids[]") {
		return reply.PageOf(records, 0, len(records), nil), nil
	}
	at := c.Op.Shape.At("employee_id")
	rows := make(map[string][]*record.Record)
	var staff []*record.Record
	for _, r := range records {
		id := value.Plain(r.Value(at))
		if rows[id] == nil {
			staff = append(staff, &record.Record{ID: id})
		}
		rows[id] = append(rows[id], r)
	}
	slices.SortFunc(staff, func(a, b *record.Record) int { return a.CompareID(b.ID) })
	p, err := reply.Cut(staff, c.Query.Values, false)
	if err != nil {
		return nil, err
	}
	var all []*record.Record
	for _, employee := range p.Records {
		all = append(all, rows[employee.ID]...)
	}
	p.Records = all
	return p, nil
}
