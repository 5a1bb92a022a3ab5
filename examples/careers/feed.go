package main

import (
	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/ats"
)

// feed is a JSON Feed, version 1.1. The types below are the list of the fields that leave the
// company; a field that the API adds does not appear by itself.
type feed struct {
	Version string `json:"version"`
	Title   string `json:"title"`
	Home    string `json:"home_page_url,omitzero"`
	Items   []item `json:"items"`
}

// item is a posting.
type item struct {
	ID            factorialhr.ID       `json:"id"`
	URL           string               `json:"url"`
	Title         string               `json:"title"`
	ContentText   string               `json:"content_text,omitzero"`
	ContentHTML   string               `json:"content_html,omitzero"`
	DatePublished factorialhr.DateTime `json:"date_published,omitzero"`
	Job           job                  `json:"_job"` // JSON Feed leaves names with _ to extensions
}

// job is what JSON Feed has no field for.
type job struct {
	Location  *place                      `json:"location,omitzero"`
	Workplace ats.JobPostingWorkplaceType `json:"workplace,omitzero"`
	Schedule  ats.JobPostingScheduleType  `json:"schedule,omitzero"`
	Contract  ats.JobPostingContractType  `json:"contract,omitzero"`
	Category  ats.JobCategory             `json:"category,omitzero"`
	Salary    *salary                     `json:"salary,omitzero"`
}

type place struct {
	Name    string `json:"name,omitzero"`
	City    string `json:"city,omitzero"`
	Country string `json:"country,omitzero"` // two letters, lower case
}

// salary is an amount, or a range if To is set. The amounts are decimals in units of the currency.
type salary struct {
	From     string                     `json:"from"`
	To       string                     `json:"to,omitzero"`
	Currency string                     `json:"currency"`
	Period   ats.JobPostingSalaryPeriod `json:"period"`
}

// salaryOf returns the salary of a posting, or nil if the company does not show one. If a part is
// unknown, the salary is not shown: half of it would be another offer.
func salaryOf(p *ats.JobPosting, currency string) *salary {
	if p.HideSalary == nil || *p.HideSalary || currency == "" {
		return nil
	}
	from, period, ok := p.SalaryFromAmount()
	if !ok || from <= 0 || period == "" {
		return nil
	}
	s := &salary{Currency: currency, Period: period, From: from.String()}
	switch p.SalaryFormat {
	case ats.JobPostingSalaryFormatFixedAmount: // the upper end means nothing
		return s
	case ats.JobPostingSalaryFormatRange:
		if to, _, ok := p.SalaryToAmount(); ok && to >= from {
			s.To = to.String()
			return s
		}
	}
	return nil
}
