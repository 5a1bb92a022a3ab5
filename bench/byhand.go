package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
)

// employee is a simple struct with every property of an employee. Texts and dates are strings.
type employee struct {
	ID                             string `json:"id"`
	AccessID                       string `json:"access_id"`
	FirstName                      string `json:"first_name"`
	LastName                       string `json:"last_name"`
	FullName                       string `json:"full_name"`
	CompanyID                      string `json:"company_id"`
	LocationID                     string `json:"location_id"`
	CreatedAt                      string `json:"created_at"`
	UpdatedAt                      string `json:"updated_at"`
	IsTerminating                  bool   `json:"is_terminating"`
	Attendable                     bool   `json:"attendable"`
	PreferredName                  string `json:"preferred_name"`
	BirthName                      string `json:"birth_name"`
	Gender                         string `json:"gender"`
	Identifier                     string `json:"identifier"`
	IdentifierType                 string `json:"identifier_type"`
	Email                          string `json:"email"`
	LoginEmail                     string `json:"login_email"`
	BirthdayOn                     string `json:"birthday_on"`
	Nationality                    string `json:"nationality"`
	AddressLine1                   string `json:"address_line_1"`
	AddressLine2                   string `json:"address_line_2"`
	PostalCode                     string `json:"postal_code"`
	City                           string `json:"city"`
	State                          string `json:"state"`
	Country                        string `json:"country"`
	BankNumber                     string `json:"bank_number"`
	SwiftBIC                       string `json:"swift_bic"`
	BankNumberFormat               string `json:"bank_number_format"`
	LegalEntityID                  string `json:"legal_entity_id"`
	DefaultWorkAreaID              string `json:"default_work_area_id"`
	SocialSecurityNumber           string `json:"social_security_number"`
	TerminatedOn                   string `json:"terminated_on"`
	TerminationReasonType          string `json:"termination_reason_type"`
	TerminationReason              string `json:"termination_reason"`
	TerminationObservations        string `json:"termination_observations"`
	ManagerID                      string `json:"manager_id"`
	TimeoffManagerID               string `json:"timeoff_manager_id"`
	PhoneNumber                    string `json:"phone_number"`
	CompanyIdentifier              string `json:"company_identifier"`
	AgeNumber                      int    `json:"age_number"`
	TerminationTypeDescription     string `json:"termination_type_description"`
	ContactName                    string `json:"contact_name"`
	ContactNumber                  string `json:"contact_number"`
	PersonalEmail                  string `json:"personal_email"`
	SeniorityCalculationDate       string `json:"seniority_calculation_date"`
	CommunicationsEmail            string `json:"communications_email"`
	UnconfirmedCommunicationsEmail string `json:"unconfirmed_communications_email"`
	Pronouns                       string `json:"pronouns"`
	Active                         bool   `json:"active"`
	DisabilityPercentageCents      int    `json:"disability_percentage_cents"`
	IdentifierExpirationDate       string `json:"identifier_expiration_date"`
	CountryOfBirth                 string `json:"country_of_birth"`
	Birthplace                     string `json:"birthplace"`
}

type employeePage struct {
	Data []employee `json:"data"`
	Meta struct {
		HasNextPage bool   `json:"has_next_page"`
		EndCursor   string `json:"end_cursor"`
	} `json:"meta"`
}

// byHand is a minimal client of net/http and encoding/json.
type byHand struct {
	client *http.Client
	list   string // the URL of the list
}

func newByHand(base string) *byHand {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 32 // with the default of 2, eight workers would keep dialing
	return &byHand{
		client: &http.Client{Transport: transport},
		list:   base + "/api/2026-10-01/resources/employees/employees",
	}
}

func (c *byHand) get(ctx context.Context, query url.Values) (*employeePage, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.list+"?"+query.Encode(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("X-Api-Key", "key")
	resp, err := c.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	page := new(employeePage)
	return page, json.NewDecoder(resp.Body).Decode(page)
}

// sequential follows the cursor.
func (c *byHand) sequential(ctx context.Context, r *result) error {
	query := url.Values{"limit": {strconv.Itoa(pageSize)}}
	for {
		page, err := c.get(ctx, query)
		if err != nil {
			return err
		}
		for i := range page.Data {
			r.see(page.Data[i].ID)
		}
		if !page.Meta.HasNextPage {
			return nil
		}
		query.Set("after_id", page.Meta.EndCursor)
	}
}

// parallel reads by page number. Each worker takes the next number until a worker has seen the last
// page.
func (c *byHand) parallel(ctx context.Context, r *result) error {
	var next atomic.Int64
	var over atomic.Bool
	var mu sync.Mutex
	pages := map[int][]employee{}
	var failure error
	var running sync.WaitGroup
	for range atOnce {
		running.Go(func() {
			for !over.Load() {
				number := int(next.Add(1))
				page, err := c.get(ctx, url.Values{"limit": {strconv.Itoa(pageSize)}, "page": {strconv.Itoa(number)}})
				mu.Lock()
				if err != nil {
					failure = err
				} else {
					pages[number] = page.Data
				}
				mu.Unlock()
				if err != nil || !page.Meta.HasNextPage {
					over.Store(true)
				}
			}
		})
	}
	running.Wait()
	if failure != nil {
		return failure
	}
	var staff []employee
	for number := 1; number <= len(pages); number++ {
		staff = append(staff, pages[number]...)
	}
	for i := range staff {
		r.see(staff[i].ID)
	}
	return nil
}

func handwritten(name string, read func(c *byHand, ctx context.Context, r *result) error) contender {
	return contender{name: name, start: func(_ context.Context, url string) (reader, error) {
		c := newByHand(url)
		return &timed{
			work: func(ctx context.Context, r *result) error { return read(c, ctx, r) },
			end:  func() error { c.client.CloseIdleConnections(); return nil },
		}, nil
	}}
}
