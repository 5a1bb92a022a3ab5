package rule

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func applicationBehaviours() map[string]behaviour {
	return map[string]behaviour{"ats.Applications.Apply": applyForJob}
}

// applyForJob creates an application with its candidate: documented. A candidate with the same
// email address is the same person: inferred.
func applyForJob(c *Call) (*reply.Reply, error) {
	t := c.on("ats/candidates")
	s := t.Resource.Shape
	email, posting := value.Plain(c.Body["email"]), value.Text(value.Plain(c.Body["ats_job_posting_id"]))
	var candidate *record.Record
	if i := slices.IndexFunc(t.Records, func(r *record.Record) bool { return strings.EqualFold(value.Plain(r.Get(s, "email")), email) }); i >= 0 && email != "" {
		candidate = t.Records[i]
	}
	if candidate == nil {
		f := c.rest()
		f["full_name"] = value.Text(strings.TrimSpace(value.Plain(f["first_name"]) + " " + value.Plain(f["last_name"])))
		f["phone_number"], f["ats_job_posting_ids"] = c.Body["phone"], value.List([]json.RawMessage{posting})
		candidate = c.insert(t, f)
	} else {
		postings := value.Elements(candidate.Get(s, "ats_job_posting_ids"))
		if !slices.ContainsFunc(postings, func(v json.RawMessage) bool { return value.Plain(v) == value.Plain(posting) }) {
			candidate = c.change(t, candidate, value.Fields{"ats_job_posting_ids": value.List(append(postings, posting))})
		}
	}
	f := c.rest()
	f["ats_candidate_id"] = value.Text(candidate.ID)
	return c.object(c.insert(c.table(), f)), nil
}
