package golang

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestACommentEndsAtItsWidth(t *testing.T) {
	words := strings.Repeat("é word of some length ", 30)
	for _, width := range []int{commentWidth, indentedWidth} {
		for line := range strings.Lines(wrapped(words, width)) {
			if n := len([]rune(strings.TrimSpace(line))); n > width {
				t.Errorf("a line has %d characters, want at most %d: %s", n, width, line)
			}
		}
	}
	long := strings.Repeat("x", 150)
	if got := comment("A ", long, " b."); got != "// A\n// "+long+"\n// b." {
		t.Errorf("a word that is too long stays in one piece:\n%s", got)
	}
}

func TestTheItemsOfAListBeginALineEach(t *testing.T) {
	got := comment("One of:\n- a leave\n* a shift\n")
	if want := "// One of:\n//   - a leave\n//   - a shift"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestALongNoteStandsAboveItsField(t *testing.T) {
	tests := []struct {
		name        string
		description string
		notes       []string
		want        fieldView
	}{
		{"nothing to say", "", nil, fieldView{}},
		{"a short note", "", []string{"required", "hundredths"}, fieldView{Note: " // required; hundredths"}},
		{
			"a long note", "The length.", []string{demanded, "hundredths of an hour; a day at most"},
			fieldView{Doc: "// The length.\n// The API requires it; hundredths of an hour; a day at most.\n"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var f fieldView
			f.document(test.description, test.notes, false)
			if diff := cmp.Diff(test.want, f); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnActionIsASentenceIfItsNameIsAPlainVerb(t *testing.T) {
	leaves := &serviceView{One: "leave", Many: "leaves"}
	tests := []struct {
		method *methodView
		want   string
	}{
		{&methodView{Name: "Approve", Path: "timeoff/leaves/approve", TakesID: true}, "Approve approves the leave."},
		{&methodView{Name: "Copy", Path: "timeoff/leaves/copy", TakesID: true}, "Copy copies the leave."},
		{&methodView{Name: "Publish", Path: "timeoff/leaves/publish", TakesID: true}, "Publish publishes the leave."},
		{&methodView{Name: "Approve", Path: "timeoff/leaves/approve"}, "Approve calls the approve action of the leaves."},
		{&methodView{Name: "Process", Path: "timeoff/leaves/process", TakesID: true}, "Process calls the process action of the leave."},
		{&methodView{Name: "BulkCreate", Path: "timeoff/leaves/bulk_create"}, "BulkCreate calls the bulk_create action of the leaves."},
		{
			&methodView{Name: "Preview", Path: "timeoff/leaves/preview", Retry: "RetrySafe"},
			"Preview calls the preview action of the leaves. The action only reads.",
		},
	}
	for _, test := range tests {
		if got := actionDoes(leaves, test.method); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestATypeNamesItsFields(t *testing.T) {
	types := []*typeView{
		{Name: "LeaveParams", Role: roleParams, Fields: []fieldView{{Name: "CV", Type: "*File"}, {Name: "Scan", Type: "factorialhr.File"}}},
		{Name: "LeaveUpdateParams", Role: roleUpdate, Fields: []fieldView{{Name: "Files", Type: "factorialhr.Opt[[]File]"}}},
		{Name: "Leave", Role: roleModel, Fields: []fieldView{{Name: "CV", Type: "*File"}, {Name: "Files", Type: "[]File"}}},
	}
	list := &serviceView{List: &methodView{ListType: "LeaveListParams"}, Params: []paramView{{fieldView: fieldView{Name: "Files", Type: "[]File"}}}}
	uses, err := usesOf(types, []*serviceView{list})
	if err != nil {
		t.Fatal(err)
	}
	want := "File is the type of [Leave.CV] and [LeaveParams.CV], and the element type of [Leave.Files], " +
		"[LeaveUpdateParams.Files] and [LeaveListParams.Files]."
	if got := isTypeOf("File", uses["File"]); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	many := []use{{"A", "X", false}, {"B", "X", false}, {"C", "X", false}, {"D", "X", false}, {"E", "X", false}}
	if got, want := isTypeOf("File", many), "File is the type of [A.X], [B.X], [C.X] and 2 other fields."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
