package files

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
	"github.com/factorialhr-go/factorialhr/internal/upgrade"
)

// versionsPage is the data of docs/versions.md.
type versionsPage struct {
	Default  string
	Versions []versionRow // oldest first
}

type versionRow struct {
	Version, State, Until string
	Operations, Webhooks  int

	Previous string // the version before; empty for the oldest
	Came     []upgrade.News
	Gone     []upgrade.Loss
}

// versions compares each held spec with the one before it.
func versions(specs map[string][]byte, current string, betas []string, overlay []byte) (versionsPage, error) {
	page := versionsPage{Default: current}
	instead, err := replacements(overlay)
	if err != nil {
		return page, fmt.Errorf("overlay: %w", err)
	}
	var before *upgrade.Document
	for _, version := range slices.Sorted(maps.Keys(specs)) {
		d, err := upgrade.Read(specs[version])
		if err != nil {
			return page, fmt.Errorf("spec of %s: %w", version, err)
		}
		row := versionRow{Version: version, State: state(version, current, betas), Until: until(version)}
		row.Operations, row.Webhooks = d.Count()
		if before != nil {
			report := upgrade.Compare(before, d)
			row.Previous, row.Came, row.Gone = before.Version, report.News(), report.Losses(instead.find)
		}
		page.Versions = append(page.Versions, row)
		before = d
	}
	return page, nil
}

func state(version, current string, betas []string) string {
	switch {
	case version == current:
		return "**default**"
	case slices.Contains(betas, version):
		return "beta"
	case version < current:
		return "served"
	}
	return "not in this module yet"
}

// until is the day on which Factorial stops to serve a version: 15 months after its date.
func until(version string) string {
	day, err := time.Parse(time.DateOnly, version)
	if err != nil {
		return "unknown"
	}
	return day.AddDate(0, 15, 0).Format(time.DateOnly)
}

// insteads are the corrections of the overlay with the key instead, in their order.
type insteads []struct {
	at   *regexp.Regexp
	text string
}

func (list insteads) find(place string) string {
	for _, i := range list {
		if i.at.MatchString(place) {
			return i.text
		}
	}
	return ""
}

// docLink matches the links in a text that is also a Go comment.
var docLink = regexp.MustCompile(`\[([\w.]+)\]`)

// replacements reads what to use instead of what is gone.
func replacements(overlay []byte) (insteads, error) {
	root, err := ordered.ParseYAML(overlay)
	if err != nil || root == nil {
		return nil, err
	}
	o, ok := root.(*ordered.Object)
	if !ok {
		return nil, errors.New("#: must be an object")
	}
	corrections, _ := o.Get("corrections")
	entries, _ := corrections.([]any)
	var list insteads
	for _, e := range entries {
		o, _ := e.(*ordered.Object)
		v, _ := o.Get("instead")
		text, _ := v.(string)
		if text == "" {
			continue
		}
		text = docLink.ReplaceAllString(text, "`$1`")
		at, _ := o.Get("at")
		places, ok := at.([]any)
		if !ok {
			places = []any{at}
		}
		for _, p := range places {
			pattern := strings.ReplaceAll(regexp.QuoteMeta(fmt.Sprint(p)), `\*`, ".*")
			list = append(list, struct {
				at   *regexp.Regexp
				text string
			}{regexp.MustCompile("^" + pattern + "$"), text})
		}
	}
	return list, nil
}
