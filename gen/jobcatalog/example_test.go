package jobcatalog_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/contracts"
	"github.com/factorialhr-go/factorialhr/gen/jobcatalog"
)

// An employee gets a job of the catalog. Only a node of type level can be assigned, and the
// assignment is part of a contract version, by the node's UUID.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"job_catalog/tree_nodes": [
		{"uuid": "jobcatalog_treerole-21", "type": "jobcatalog_treerole", "name": "Welder"},
		{"uuid": "jobcatalog_treelevel-331", "type": "jobcatalog_treelevel", "name": "Senior", "ancestor_uuid": "jobcatalog_treerole-21"},
		{"uuid": "jobcatalog_treelevel-332", "type": "jobcatalog_treelevel", "name": "Junior", "ancestor_uuid": "jobcatalog_treerole-21"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, client := context.Background(), srv.Client()
	catalog := jobcatalog.New(client)

	// The list returns one type of node per request.
	roles := map[string]string{}
	for role, err := range catalog.TreeNodes.All(ctx, &jobcatalog.TreeNodeListParams{NodeType: "jobcatalog_treerole"}) {
		if err != nil {
			log.Fatal(err)
		}
		roles[role.UUID] = role.Name
	}
	var job string
	for level, err := range catalog.TreeNodes.All(ctx, &jobcatalog.TreeNodeListParams{NodeType: "jobcatalog_treelevel"}) {
		if err != nil {
			log.Fatal(err)
		}
		if roles[level.AncestorUUID] == "Welder" && level.Name == "Senior" {
			job = level.UUID // "UUID" is its name: the value is jobcatalog_treelevel-331
		}
	}

	version, err := contracts.New(client).ContractVersions.Create(ctx, contracts.ContractVersionCreateParams{
		EmployeeID:             "12",
		EffectiveOn:            factorialhr.NewDate(2027, time.January, 1),
		StartsOn:               factorialhr.NewDate(2024, time.March, 1), // the date of hire, the same in all versions
		JobCatalogTreeNodeUUID: job,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("employee", version.EmployeeID, "is", version.JobCatalogTreeNodeUUID, "from", version.EffectiveOn)
	// Output:
	// employee 12 is jobcatalog_treelevel-331 from 2027-01-01
}
