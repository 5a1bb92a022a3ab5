package companies_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/companies"
)

// A setup program makes sure that the company has an employer in a country. A legal entity can be
// created, but not changed or deleted through the API, so the program looks before it creates.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory())
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	ctx, api := context.Background(), companies.New(srv.Client())

	employer := func(country string) (*companies.LegalEntity, error) {
		for e, err := range api.LegalEntities.All(ctx, nil) {
			if err != nil {
				return nil, err
			}
			if strings.EqualFold(e.Country, country) { // lower case here, upper case elsewhere
				return e, nil
			}
		}
		return nil, nil
	}
	entity, err := employer("PT")
	if err != nil {
		log.Fatal(err)
	}
	if entity == nil {
		entity, err = api.LegalEntities.Create(ctx, companies.LegalEntityCreateParams{
			CompanyID: "1", Country: "pt", LegalName: "Fable Lda.", Currency: "EUR", TIN: "509000000",
			City: "Porto", State: "Porto", PostalCode: "4000-001", AddressLine1: "Example Street 2",
		})
		if errors.Is(err, factorialhr.ErrOutcomeUnknown) {
			entity, err = employer("PT") // it may exist by now
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(entity.LegalName, entity.Country, entity.Currency)
	// Output:
	// Fable Lda. pt EUR
}
