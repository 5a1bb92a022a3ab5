package company

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

func (p *Plan) locations() int { return 1 + min(p.size/50, 40) }
func (p *Plan) entities() int  { return 1 + min(p.size/200, 10) }

func (p *Plan) planOrganisation() {
	p.rows["companies/legal_entities"] = rows{p.entities(), p.legalEntity}
	p.rows["locations/locations"] = rows{p.locations(), p.location}
	p.rows["teams/teams"] = rows{p.leaders(), p.team}
	p.rows["teams/memberships"] = rows{p.size, p.membership}
}

func (p *Plan) legalEntity(i int) value.Fields {
	town := towns[i%len(towns)]
	return value.Fields{
		"id": value.NumericID(i + 1), "legal_name": value.Text("Fable & Sons " + strconv.Itoa(i+1) + " S.L."),
		"country": value.Text(town.country), "currency": value.Text("EUR"), "tin": value.Text(fmt.Sprintf("B%08d", i+1)), // no province has this code: the number belongs to no company
		"city": value.Text(town.city), "state": value.Text(town.state), "postal_code": value.Text(town.postalCode),
		"address_line_1": value.Text("Example Square 1"),
	}
}

func (p *Plan) location(i int) value.Fields {
	town := towns[i%len(towns)]
	name := town.city
	if i >= len(towns) {
		name += " " + strconv.Itoa(i/len(towns)+1)
	}
	return value.Fields{
		"id": value.NumericID(i + 1), "name": value.Text(name), "main": value.Bool(i == 0), "country": value.Text(town.country),
		"city": value.Text(town.city), "state": value.Text(town.state), "postal_code": value.Text(town.postalCode),
		"timezone": value.Text(town.timezone), "address_line_1": value.Text("Example Street 1"),
	}
}

// team returns the team of the ith leader: the leader and their direct reports.
func (p *Plan) team(i int) value.Fields {
	name := teamNames[i%len(teamNames)]
	if i >= len(teamNames) {
		name += " " + strconv.Itoa(i/len(teamNames)+1)
	}
	members := []json.RawMessage{value.NumericID(i + 1)}
	for e := i*reports + 1; e <= min((i+1)*reports, p.size-1); e++ {
		members = append(members, value.NumericID(e+1))
	}
	depth := 0
	for m := p.manager(i); m >= 0; m = p.manager(m) {
		depth++
	}
	return value.Fields{
		"id": value.NumericID(i + 1), "name": value.Text(name), "employee_ids": value.List(members),
		"lead_ids": value.List([]json.RawMessage{value.NumericID(i + 1)}), "depth": value.Number(depth),
		"parent_team_id": managerID(p.manager(i)),
	}
}

// membership returns the membership of employee i in their manager's team. The first employee is in
// the first team.
func (p *Plan) membership(i int) value.Fields {
	return value.Fields{
		"id": value.NumericID(i + 1), "employee_id": value.NumericID(i + 1), "team_id": value.NumericID(max(0, p.manager(i)) + 1),
		"lead": value.Bool(i == 0), "direct": value.True,
	}
}
