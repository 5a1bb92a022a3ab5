package factorialtest

const subscriptionsPath = "api_public/webhook_subscriptions"

func subscriptionBehaviours() map[string]behaviour {
	return map[string]behaviour{
		"apipublic.Credentials.List":            showCredential,
		"apipublic.WebhookSubscriptions.Create": subscribe,
		"apipublic.WebhookSubscriptions.Update": changeSubscription,
	}
}

// showCredential returns the caller's credential as a list of one. employee_id is null for a
// company.
func showCredential(c *call) (*reply, error) {
	t := c.table()
	f := fields{"id": text("access-1")}
	if len(t.records) > 0 {
		f = t.resource.shape.decode(t.records[0])
	}
	f["employee_id"] = textOrNull(c.credential.EmployeeID)
	staff := c.on("employees/employees")
	if r := staff.find(c.credential.EmployeeID); r != nil {
		for _, name := range []string{"email", "login_email", "full_name", "first_name", "last_name"} {
			f[name] = staff.resource.shape.get(r, name)
		}
		f["id"] = text("access-" + plain(staff.resource.shape.get(r, "access_id")))
	}
	c.synthesis().complete(t.resource.shape, f, 1)
	f["employee_id"] = textOrNull(c.credential.EmployeeID)
	r := t.resource.shape.encode(plain(f["id"]), f)
	return &reply{status: c.op.Status, shape: c.op.shape, page: pageOf([]*record{r}, 0, 1, new(maxLimit))}, nil
}

// subscribe accepts the events of the subscription's API version, and one subscription for each
// type and company.
func subscribe(c *call) (*reply, error) {
	kind, company := plain(c.body["subscription_type"]), plain(c.body["company_id"])
	at := version(c.request.Path)
	if sent := plain(c.body["api_version"]); sent != "" {
		at = sent
	}
	if !c.server.api.hasEvent(kind, c.server.api.nearest(at)) {
		return nil, invalid(map[string][]string{"subscription_type": {"is not included in the list"}})
	}
	t := c.table()
	s := t.resource.shape
	for _, r := range t.records {
		if plain(s.get(r, "type")) == kind && plain(s.get(r, "company_id")) == company {
			return nil, invalid(map[string][]string{"subscription_type": {"already been taken"}})
		}
	}
	f := c.rest()
	f["type"] = text(kind)
	subscriptionDefaults(f, at)
	return c.object(c.insert(t, f)), nil
}

// changeSubscription accepts an API version that has the event of the subscription.
func changeSubscription(c *call) (*reply, error) {
	t := c.table()
	if r := t.find(c.id); r != nil {
		kind := plain(t.resource.shape.get(r, "type"))
		at := plain(c.body["api_version"])
		if a := c.server.api; at != "" && a.isEvent(kind) && !a.hasEvent(kind, a.nearest(at)) {
			return nil, invalid(map[string][]string{"api_version": {"does not have the subscription type"}})
		}
	}
	return c.update()
}

// subscriptionDefaults enables a subscription and sets the API version that created it.
func subscriptionDefaults(f fields, version string) {
	if isNull(f["enabled"]) {
		f["enabled"] = jsonTrue
	}
	if isNull(f["api_version"]) {
		f["api_version"] = text(version)
	}
}
