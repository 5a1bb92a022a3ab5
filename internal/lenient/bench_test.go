package lenient_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

// An employee has the properties of GET /employees/employees.
type employee struct {
	ID                             factorialhr.ID       `json:"id"`
	AccessID                       factorialhr.ID       `json:"access_id"`
	FirstName                      string               `json:"first_name"`
	LastName                       string               `json:"last_name"`
	FullName                       string               `json:"full_name"`
	PreferredName                  string               `json:"preferred_name"`
	BirthName                      string               `json:"birth_name"`
	Gender                         string               `json:"gender"`
	Identifier                     string               `json:"identifier"`
	IdentifierType                 string               `json:"identifier_type"`
	Email                          string               `json:"email"`
	LoginEmail                     string               `json:"login_email"`
	BirthdayOn                     factorialhr.Date     `json:"birthday_on"`
	Nationality                    string               `json:"nationality"`
	AddressLine1                   string               `json:"address_line_1"`
	AddressLine2                   string               `json:"address_line_2"`
	PostalCode                     string               `json:"postal_code"`
	City                           string               `json:"city"`
	State                          string               `json:"state"`
	Country                        string               `json:"country"`
	BankNumber                     string               `json:"bank_number"`
	SwiftBIC                       string               `json:"swift_bic"`
	BankNumberFormat               string               `json:"bank_number_format"`
	CompanyID                      factorialhr.ID       `json:"company_id"`
	LegalEntityID                  factorialhr.ID       `json:"legal_entity_id"`
	LocationID                     factorialhr.ID       `json:"location_id"`
	CreatedAt                      factorialhr.DateTime `json:"created_at"`
	UpdatedAt                      factorialhr.DateTime `json:"updated_at"`
	DefaultWorkAreaID              factorialhr.ID       `json:"default_work_area_id"`
	SocialSecurityNumber           string               `json:"social_security_number"`
	IsTerminating                  bool                 `json:"is_terminating"`
	TerminatedOn                   factorialhr.Date     `json:"terminated_on"`
	TerminationReasonType          string               `json:"termination_reason_type"`
	TerminationReason              string               `json:"termination_reason"`
	TerminationObservations        string               `json:"termination_observations"`
	ManagerID                      factorialhr.ID       `json:"manager_id"`
	TimeoffManagerID               factorialhr.ID       `json:"timeoff_manager_id"`
	PhoneNumber                    string               `json:"phone_number"`
	CompanyIdentifier              string               `json:"company_identifier"`
	AgeNumber                      *int                 `json:"age_number"`
	TerminationTypeDescription     string               `json:"termination_type_description"`
	ContactName                    string               `json:"contact_name"`
	ContactNumber                  string               `json:"contact_number"`
	PersonalEmail                  string               `json:"personal_email"`
	SeniorityCalculationDate       factorialhr.Date     `json:"seniority_calculation_date"`
	CommunicationsEmail            string               `json:"communications_email"`
	UnconfirmedCommunicationsEmail string               `json:"unconfirmed_communications_email"`
	Pronouns                       string               `json:"pronouns"`
	Active                         *bool                `json:"active"`
	DisabilityPercentageCents      *int                 `json:"disability_percentage_cents"`
	IdentifierExpirationDate       factorialhr.Date     `json:"identifier_expiration_date"`
	CountryOfBirth                 string               `json:"country_of_birth"`
	Birthplace                     string               `json:"birthplace"`
	Attendable                     bool                 `json:"attendable"`
}

type employeePage struct {
	Data []employee `json:"data"`
	Meta struct {
		Limit       int    `json:"limit"`
		Total       int    `json:"total"`
		HasNextPage bool   `json:"has_next_page"`
		EndCursor   string `json:"end_cursor"`
	} `json:"meta"`
}

// employees returns a page of 100 employees, with age as the age of the 70th.
func employees(age string) []byte {
	var b strings.Builder
	b.WriteString(`{"data":[`)
	for i := range 100 {
		if i > 0 {
			b.WriteByte(',')
		}
		years := "36"
		if i == 70 {
			years = age
		}
		fmt.Fprintf(&b, `{"id":"%d","access_id":"%d","first_name":"Ana","last_name":"Peña García","full_name":"Ana Peña García","preferred_name":null,"birth_name":null,"gender":"female",`, 100+i, 7000+i)
		b.WriteString(`"identifier":"QKG587532Y","identifier_type":"dni","email":"ana@example.com","login_email":"ana@example.com","birthday_on":"1990-06-06","nationality":"es",`)
		b.WriteString(`"address_line_1":"Calle Mayor 1","address_line_2":"2º B","postal_code":"27004","city":"Lugo","state":"Galicia","country":"es","bank_number":"ES6220809324751871912999",`)
		b.WriteString(`"swift_bic":"CAGLES2M510","bank_number_format":"iban","company_id":"1","legal_entity_id":"42","location_id":"3","created_at":"2010-10-06T00:00:00.000Z",`)
		b.WriteString(`"updated_at":"2024-10-06T00:00:00.000Z","default_work_area_id":null,"social_security_number":"150126298420","is_terminating":false,"terminated_on":null,`)
		b.WriteString(`"termination_reason_type":null,"termination_reason":null,"termination_observations":null,"manager_id":"12","timeoff_manager_id":"12","phone_number":"657483987",`)
		fmt.Fprintf(&b, `"company_identifier":"bb9d281e","age_number":%s,"termination_type_description":null,"contact_name":"Maria","contact_number":"647384950","personal_email":null,`, years)
		b.WriteString(`"seniority_calculation_date":"2024-10-07","communications_email":"employee@example.com","unconfirmed_communications_email":null,"pronouns":null,"active":true,`)
		b.WriteString(`"disability_percentage_cents":null,"identifier_expiration_date":"2033-12-31","country_of_birth":"es","birthplace":"Lugo","attendable":true}`)
	}
	b.WriteString(`],"meta":{"limit":100,"total":1234,"has_next_page":true,"end_cursor":"MTAw"}}`)
	return []byte(b.String())
}

// The benchmarks measure Decode on these pages. Each has a maximum cost, as a multiple of one plain
// json.Unmarshal.
var pages = []struct {
	name       string
	age        string
	mismatches int
	limit      float64
}{
	{"everything fits", "36", 0, 1.1},
	{"a number with a point that is no id", `36,"rating":4.5`, 0, 1.02},
	{"one mismatch", `"n/a"`, 1, 4},
}

// BenchmarkDecode times both alternately in the same run, so that the ratio holds on a busy
// machine, too.
func BenchmarkDecode(b *testing.B) {
	plain := employees("36")
	for _, bm := range pages {
		b.Run(bm.name, func(b *testing.B) {
			data := employees(bm.age)
			var plainTime, decodeTime time.Duration
			b.ReportAllocs()
			for b.Loop() {
				start := time.Now()
				unmarshalPage(b, plain)
				middle := time.Now()
				decodePage(b, data, bm.mismatches)
				plainTime += middle.Sub(start)
				decodeTime += time.Since(middle)
			}
			b.ReportMetric(float64(decodeTime)/float64(plainTime), "×plain")
			b.ReportMetric(float64(decodeTime.Nanoseconds())/float64(b.N), "ns/decode")
		})
	}
}

// Allocations do not depend on the load of the machine, so a test can check them.
func TestDecodeAllocatesLittleMoreThanUnmarshal(t *testing.T) {
	plain := employees("36")
	base := testing.AllocsPerRun(5, func() { unmarshalPage(t, plain) })
	for _, tt := range pages {
		t.Run(tt.name, func(t *testing.T) {
			data := employees(tt.age)
			allocs := testing.AllocsPerRun(5, func() { decodePage(t, data, tt.mismatches) })
			if allocs > tt.limit*base {
				t.Errorf("%.0f allocations, %.2f times the %.0f of json.Unmarshal; the limit is %.1f", allocs, allocs/base, base, tt.limit)
			}
		})
	}
}

func unmarshalPage(tb testing.TB, data []byte) {
	var page employeePage
	if err := json.Unmarshal(data, &page); err != nil {
		tb.Fatal(err)
	}
}

func decodePage(tb testing.TB, data []byte, want int) {
	var page employeePage
	mismatches, err := lenient.Decode(data, &page)
	if err != nil || len(mismatches) != want {
		tb.Fatal(mismatches, err)
	}
}

func BenchmarkUnknown(b *testing.B) {
	data := employees("36")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := lenient.Unknown(data, (*employeePage)(nil)); err != nil {
			b.Fatal(err)
		}
	}
}
