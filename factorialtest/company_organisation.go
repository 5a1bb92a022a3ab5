package factorialtest

import (
	"encoding/json"
	"fmt"
	"strconv"
)

func (p *company) locations() int { return 1 + min(p.size/50, 40) }
func (p *company) entities() int  { return 1 + min(p.size/200, 10) }

func (p *company) planOrganisation() {
	p.rows["companies/legal_entities"] = rows{p.entities(), p.legalEntity}
	p.rows["locations/locations"] = rows{p.locations(), p.location}
	p.rows["teams/teams"] = rows{p.leaders(), p.team}
	p.rows["teams/memberships"] = rows{p.size, p.membership}
}

func (p *company) legalEntity(i int) fields {
	town := towns[i%len(towns)]
	return fields{
		"id": numericID(i + 1), "legal_name": text("Fable & Sons " + strconv.Itoa(i+1) + " S.L."),
		"country": text(town.country), "currency": text("EUR"), "tin": text(fmt.Sprintf("B%08d", i+1)), // no province has this code: the number belongs to no company
		"city": text(town.city), "state": text(town.state), "postal_code": text(town.postalCode),
		"address_line_1": text("Example Square 1"),
	}
}

func (p *company) location(i int) fields {
	town := towns[i%len(towns)]
	name := town.city
	if i >= len(towns) {
		name += " " + strconv.Itoa(i/len(towns)+1)
	}
	return fields{
		"id": numericID(i + 1), "name": text(name), "main": boolean(i == 0), "country": text(town.country),
		"city": text(town.city), "state": text(town.state), "postal_code": text(town.postalCode),
		"timezone": text(town.timezone), "address_line_1": text("Example Street 1"),
	}
}

// team returns the team of the ith leader: the leader and their direct reports.
func (p *company) team(i int) fields {
	name := teamNames[i%len(teamNames)]
	if i >= len(teamNames) {
		name += " " + strconv.Itoa(i/len(teamNames)+1)
	}
	members := []json.RawMessage{numericID(i + 1)}
	for e := i*reports + 1; e <= min((i+1)*reports, p.size-1); e++ {
		members = append(members, numericID(e+1))
	}
	depth := 0
	for m := p.manager(i); m >= 0; m = p.manager(m) {
		depth++
	}
	return fields{
		"id": numericID(i + 1), "name": text(name), "employee_ids": list(members),
		"lead_ids": list([]json.RawMessage{numericID(i + 1)}), "depth": number(depth),
		"parent_team_id": managerID(p.manager(i)),
	}
}

// membership returns the membership of employee i in their manager's team. The first employee is in
// the first team.
func (p *company) membership(i int) fields {
	return fields{
		"id": numericID(i + 1), "employee_id": numericID(i + 1), "team_id": numericID(max(0, p.manager(i)) + 1),
		"lead": boolean(i == 0), "direct": jsonTrue,
	}
}
