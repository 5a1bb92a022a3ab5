package main

import (
	"path/filepath"
	"testing"
)

func TestABadOverlayIsRefusedWithThePlaceAndChangesNothing(t *testing.T) {
	tests := []struct {
		name    string
		overlay string
		want    []string
	}{
		{
			name:    "an entry that matches nothing",
			overlay: "corrections:\n- {at: timeoff_leave.half_day, why: seen, enum: [a]}\n- {at: timeoff_leave.whole_day, why: seen, format: date}\n",
			want:    []string{"overlay #/corrections/1", "timeoff_leave.whole_day", "matches nothing"},
		},
		{
			name:    "an operation that matches nothing",
			overlay: "corrections:\n- {at: GET timeoff/lieves, why: seen, unpaged: true}\n",
			want:    []string{"overlay #/corrections/0", "GET timeoff/lieves", "matches nothing"},
		},
		{
			name:    "a second place that matches nothing",
			overlay: "corrections:\n- {at: [timeoff_leave.note, timeoff_leave.nota], why: seen, format: date}\n",
			want:    []string{"overlay #/corrections/0", "timeoff_leave.nota", "matches nothing"},
		},
		{
			name:    "an entry without a reason",
			overlay: "corrections:\n- {at: timeoff_leave.note, format: date}\n",
			want:    []string{"overlay: #/corrections/0", "reason"},
		},
		{
			name:    "an entry without a place",
			overlay: "corrections:\n- {why: seen, format: date}\n",
			want:    []string{"overlay: #/corrections/0", "place"},
		},
		{
			name:    "an entry that changes nothing",
			overlay: "corrections:\n- {at: timeoff_leave.note, why: seen}\n",
			want:    []string{"overlay: #/corrections/0", "changes nothing"},
		},
		{
			name:    "an unknown key",
			overlay: "corrections:\n- {at: timeoff_leave.note, why: seen, formatt: date}\n",
			want:    []string{"overlay: #/corrections/0/formatt", "not supported"},
		},
		{
			name:    "an unknown format",
			overlay: "corrections:\n- {at: timeoff_leave.note, why: seen, format: datum}\n",
			want:    []string{"overlay #/corrections/0", "#/components/schemas/timeoff_leave/properties/note", "datum"},
		},
		{
			name:    "an unknown retry class",
			overlay: "corrections:\n- {at: POST timeoff/leaves/approve, why: seen, retry: sometimes}\n",
			want:    []string{"overlay: #/corrections/0/retry", "sometimes"},
		},
		{
			name:    "an enum for what is no string",
			overlay: "corrections:\n- {at: timeoff_leave.cv, why: seen, enum: [a]}\n",
			want:    []string{"overlay #/corrections/0", "#/components/schemas/timeoff_leave/properties/cv", "enum"},
		},
		{
			name:    "a name for what is no type",
			overlay: "corrections:\n- {at: timeoff_leave.note, why: seen, name: Note}\n",
			want:    []string{"overlay #/corrections/0", "#/components/schemas/timeoff_leave/properties/note"},
		},
		{
			name:    "a name that is no Go name",
			overlay: "corrections:\n- {at: timeoff_leave.cv, why: seen, name: curriculum vitae}\n",
			want:    []string{"overlay: #/corrections/0/name", "curriculum vitae"},
		},
		{
			name:    "a name that is taken",
			overlay: "corrections:\n- {at: timeoff_leave.cv, why: seen, name: LeaveService}\n",
			want:    []string{"#/components/schemas/timeoff_leave/properties/cv", "duplicate name", "timeoff.LeaveService"},
		},
		{
			name:    "an event that matches nothing",
			overlay: "corrections:\n- {at: EVENT timeoff/leave/refuse, why: too long, name: EventLeaveRefuse}\n",
			want:    []string{"overlay #/corrections/0", "EVENT timeoff/leave/refuse", "matches nothing"},
		},
		{
			name:    "a selector that the body does not have",
			overlay: "corrections:\n- {at: POST timeoff/leaves, why: seen, selectors: [[ids]]}\n",
			want:    []string{"overlay #/corrections/0", "#/paths/~1api~12026-10-01~1resources~1timeoff~1leaves/post", "no property ids"},
		},
		{
			name:    "rows that are no list",
			overlay: "corrections:\n- {at: POST timeoff/leaves, why: seen, rows: [note]}\n",
			want:    []string{"overlay #/corrections/0", "note is string"},
		},
		{
			name:    "a boolean that the body does not have",
			overlay: "corrections:\n- {at: POST timeoff/leaves, why: seen, all: [note]}\n",
			want:    []string{"overlay #/corrections/0", "no boolean note"},
		},
		{
			name:    "a group of selectors that is empty",
			overlay: "corrections:\n- {at: POST timeoff/leaves, why: seen, selectors: [[note], []]}\n",
			want:    []string{"overlay #/corrections/0", "a group of selectors is empty"},
		},
		{
			name:    "selectors that are no groups",
			overlay: "corrections:\n- {at: POST timeoff/leaves, why: seen, selectors: [note]}\n",
			want:    []string{"overlay: #/corrections/0/selectors/0", "must be an array"},
		},
		{
			name:    "selectors of an operation without a body",
			overlay: "corrections:\n- {at: GET timeoff/leaves, why: seen, selectors: [[ids]]}\n",
			want:    []string{"overlay #/corrections/0", "need a JSON body"},
		},
		{
			name:    "selectors of a property",
			overlay: "corrections:\n- {at: timeoff_leave.note, why: seen, selectors: [[ids]]}\n",
			want:    []string{"overlay #/corrections/0", "timeoff_leave.note", "matches nothing"},
		},
		{
			name:    "selectors of two corrections",
			overlay: "corrections:\n- {at: POST timeoff/leaves, why: seen, selectors: [[note]]}\n- {at: POST timeoff/leaves, why: seen, selectors: [[note]]}\n",
			want:    []string{"overlay #/corrections/1", "another correction"},
		},
		{
			name:    "a name that no event has",
			overlay: "corrections:\n- {at: EVENT timeoff/leave/approve, why: too long, name: LeaveApproved}\n",
			want:    []string{"overlay #/corrections/0", "#/webhooks/Webhooks > Timeoff > Leave > Approves/post", "begins with Event"},
		},
		{
			name:    "something else than a name for an event",
			overlay: "corrections:\n- {at: EVENT timeoff/leave/approve, why: seen, format: date}\n",
			want:    []string{"overlay #/corrections/0", "#/webhooks/Webhooks > Timeoff > Leave > Approves/post", "name"},
		},
		{
			name:    "a value of the wrong type",
			overlay: "corrections:\n- {at: timeoff_leave.note, why: seen, any: perhaps}\n",
			want:    []string{"overlay: #/corrections/0/any", "true or false"},
		},
		{
			name:    "a key that appears twice",
			overlay: "corrections:\n- {at: timeoff_leave.note, why: seen, why: heard, any: true}\n",
			want:    []string{"overlay: #/corrections/0/why", "twice"},
		},
		{
			name:    "not YAML",
			overlay: "corrections: [\n",
			want:    []string{"overlay: not YAML", "line"},
		},
		{
			name:    "nothing at all",
			overlay: "",
			want:    []string{"overlay: an empty YAML document"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root := generated(t)
			write(t, filepath.Join(root, "api", "overlay.yaml"), test.overlay)
			refused(t, root, nil, test.want)
		})
	}
}
