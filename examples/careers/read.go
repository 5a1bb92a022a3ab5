package main

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/ats"
	"github.com/factorialhr-go/factorialhr/gen/locations"
)

type options struct {
	title, home, currency string
	html                  bool
	leftOut               func(id factorialhr.ID, reason string)
}

// read reads the feed. The newest posting comes first.
func read(ctx context.Context, client *factorialhr.Client, o options) (*feed, error) {
	places, err := readPlaces(ctx, client)
	if err != nil {
		return nil, err
	}
	f := &feed{Version: "https://jsonfeed.org/version/1.1", Title: o.title, Home: o.home, Items: []item{}}
	items := make(map[factorialhr.ID]item) // pages may overlap, and the last record counts
	for p, err := range ats.New(client).JobPostings.All(ctx, &ats.JobPostingListParams{Status: ats.JobPostingStatusPublished}) {
		if err != nil {
			return nil, err
		}
		if reason := unfit(p); reason != "" {
			o.leftOut(p.ID, reason)
			delete(items, p.ID)
			continue
		}
		items[p.ID] = itemOf(p, places[p.LocationID], o)
	}
	f.Items = slices.AppendSeq(f.Items, maps.Values(items))
	slices.SortFunc(f.Items, func(a, b item) int {
		return cmp.Or(b.DatePublished.Time().Compare(a.DatePublished.Time()), cmp.Compare(a.ID, b.ID))
	})
	return f, nil
}

// unfit returns the reason that a posting must not appear, empty if there is none. It does not rely
// on the filter: the API ignores filters that it does not know.
func unfit(p *ats.JobPosting) string {
	switch {
	case p.ID == "" || p.Status == "":
		return "its id or its status is missing"
	case p.Status != ats.JobPostingStatusPublished:
		return "it is not published"
	case p.Title == "":
		return "its title is missing"
	}
	if u, err := url.Parse(p.URL); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "it has no public page" // the API has one for every published posting
	}
	return ""
}

func itemOf(p *ats.JobPosting, location *place, o options) item {
	i := item{
		ID: p.ID, URL: p.URL, Title: p.Title, ContentText: p.Description, DatePublished: p.PublishedAt,
		Job: job{
			Location: location, Workplace: p.WorkplaceType, Schedule: p.ScheduleType, Contract: p.ContractType, Category: p.Category,
			Salary: salaryOf(p, o.currency),
		},
	}
	if o.html {
		i.ContentText, i.ContentHTML = "", p.Description
	}
	return i
}

func readPlaces(ctx context.Context, client *factorialhr.Client) (map[factorialhr.ID]*place, error) {
	places := make(map[factorialhr.ID]*place)
	for l, err := range locations.New(client).Locations.All(ctx, nil) {
		if err != nil {
			return nil, err
		}
		if l.ID != "" {
			places[l.ID] = &place{Name: l.Name, City: l.City, Country: l.Country}
		}
	}
	return places, nil
}
