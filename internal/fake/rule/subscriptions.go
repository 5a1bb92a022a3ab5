package rule

import (
	"github.com/factorialhr-go/factorialhr/internal/fake/hook"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func subscriptionBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"apipublic.Credentials.List":            showCredential,
		"apipublic.WebhookSubscriptions.Create": subscribe,
		"apipublic.WebhookSubscriptions.Update": changeSubscription,
	}
}

// showCredential returns the caller's credential as a list of one. employee_id is null for a
// company.
func showCredential(c *Call) (*reply.Reply, error) {
	t := c.table()
	f := value.Fields{"id": value.Text("access-1")}
	if len(t.Records) > 0 {
		f = t.Records[0].Decode(t.Resource.Shape)
	}
	f["employee_id"] = value.TextOrNull(c.EmployeeID)
	staff := c.on("employees/employees")
	if r := staff.Find(c.EmployeeID); r != nil {
		for _, name := range []string{"email", "login_email", "full_name", "first_name", "last_name"} {
			f[name] = r.Get(staff.Resource.Shape, name)
		}
		f["id"] = value.Text("access-" + value.Plain(r.Get(staff.Resource.Shape, "access_id")))
	}
	c.synthesis().Complete(t.Resource.Shape, f, 1)
	f["employee_id"] = value.TextOrNull(c.EmployeeID)
	r := record.Encode(t.Resource.Shape, value.Plain(f["id"]), f)
	return &reply.Reply{Status: c.Op.Status, Shape: c.Op.Shape, Page: reply.PageOf([]*record.Record{r}, 0, 1, new(reply.MaxLimit))}, nil
}

// subscribe accepts the events of the subscription's API version, and one subscription for each
// type and company.
func subscribe(c *Call) (*reply.Reply, error) {
	kind, company := value.Plain(c.Body["subscription_type"]), value.Plain(c.Body["company_id"])
	at := c.Asked
	if sent := value.Plain(c.Body["api_version"]); sent != "" {
		at = sent
	}
	if !c.API.HasEvent(kind, c.API.Nearest(at)) {
		return nil, reply.Invalid(map[string][]string{"subscription_type": {"is not included in the list"}})
	}
	t := c.table()
	s := t.Resource.Shape
	for _, r := range t.Records {
		if value.Plain(r.Get(s, "type")) == kind && value.Plain(r.Get(s, "company_id")) == company {
			return nil, reply.Invalid(map[string][]string{"subscription_type": {"already been taken"}})
		}
	}
	f := c.rest()
	f["type"] = value.Text(kind)
	hook.SubscriptionDefaults(f, at)
	return c.object(c.insert(t, f)), nil
}

// changeSubscription accepts an API version that has the event of the subscription.
func changeSubscription(c *Call) (*reply.Reply, error) {
	t := c.table()
	if r := t.Find(c.ID); r != nil {
		kind := value.Plain(r.Get(t.Resource.Shape, "type"))
		at := value.Plain(c.Body["api_version"])
		if a := c.API; at != "" && a.IsEvent(kind) && !a.HasEvent(kind, a.Nearest(at)) {
			return nil, reply.Invalid(map[string][]string{"api_version": {"does not have the subscription type"}})
		}
	}
	return c.update()
}
