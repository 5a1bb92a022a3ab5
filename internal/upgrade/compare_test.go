package upgrade_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/upgrade"
)

const (
	text    = `{"type": "string"}`
	whole   = `{"type": "integer"}`
	texts   = `{"type": "array", "items": {"type": "string"}}`
	choices = `{"type": "string", "enum": ["draft", "approved"]}`
)

// Each row is one difference. A line of want is the kind, the place and the text; ! marks what
// breaks a caller, ? marks a guess.
var differences = []struct {
	name          string
	before, after string
	want          []string
}{
	// Operations.
	{"an operation is gone", paths(get("timeoff/leaves", ""), get("timeoff/days", "")), paths(get("timeoff/leaves", "")),
		[]string{"! operation gone | GET timeoff/days | is gone"}},
	{"an operation is new", paths(get("timeoff/leaves", "")), paths(get("timeoff/leaves", ""), get("timeoff/days", "")),
		[]string{"operation new | GET timeoff/days | is new"}},
	{"an operation moves to a path of the same words", paths(get("timeoff/blocked_period", "")), paths(get("timeoff/blocked_periods", "")),
		[]string{"!? operation moved | GET timeoff/blocked_period | is now `GET timeoff/blocked_periods`"}},
	{"an operation moves to another domain", paths(get("timeoff/holidays", "")), paths(get("calendar/holidays", "")),
		[]string{"!? operation moved | GET timeoff/holidays | is now `GET calendar/holidays`"}},
	{"another action with the same response is no move", paths(get("timeoff/leaves/approve", "")), paths(get("timeoff/leaves/reject", "")),
		[]string{"! operation gone | GET timeoff/leaves/approve | is gone", "operation new | GET timeoff/leaves/reject | is new"}},
	{"a resource of another name", paths(get("timeoff/leaves", `"tags": ["Timeoff > Leave"], `)), paths(get("timeoff/leaves", `"tags": ["Timeoff > Absence"], `)),
		[]string{"operation moved | GET timeoff/leaves | moves from the resource Timeoff > Leave to Timeoff > Absence"}},
	{"an operation is deprecated", paths(get("timeoff/leaves", "")), paths(get("timeoff/leaves", `"deprecated": true, `)),
		[]string{"operation deprecated | GET timeoff/leaves | is deprecated"}},
	{"a way to authenticate is gone", paths(get("timeoff/leaves", `"security": [{"oauth2": []}, {"apikey": []}], `)), paths(get("timeoff/leaves", `"security": [{"oauth2": []}], `)),
		[]string{"! security changed | GET timeoff/leaves | accepts oauth2, before apikey or oauth2"}},

	// Parameters.
	{"a parameter is gone", query(parameter("from", text, "")), query(""), []string{"! parameter gone | GET timeoff/leaves ?from | is gone"}},
	{"a parameter is new", query(""), query(parameter("from", text, "")), []string{"parameter new | GET timeoff/leaves ?from | is new"}},
	{"a new parameter is required", query(""), query(parameter("from", text, `, "required": true`)),
		[]string{"! parameter new | GET timeoff/leaves ?from | is new and required"}},
	{"a parameter becomes required", query(parameter("from", text, "")), query(parameter("from", text, `, "required": true`)),
		[]string{"! parameter required | GET timeoff/leaves ?from | is required"}},
	{"a parameter becomes optional", query(parameter("from", text, `, "required": true`)), query(parameter("from", text, "")),
		[]string{"parameter required | GET timeoff/leaves ?from | is optional"}},
	{"a parameter is renamed", query(parameter("account_ids[]", texts, "")), query(parameter("bank_account_ids[]", texts, "")),
		[]string{"!? parameter renamed | GET timeoff/leaves ?account_ids[] | is now called `?bank_account_ids[]`"}},
	{"a list replaces a single value", query(parameter("vendor_id", text, "")), query(parameter("vendor_ids[]", texts, "")), []string{
		"!? parameter renamed | GET timeoff/leaves ?vendor_id | is now called `?vendor_ids[]`",
		"! type changed | GET timeoff/leaves ?vendor_id | was a string, is a list of string",
	}},
	{"a name of other words is no rename", query(parameter("employee_id", text, "")), query(parameter("author_id", text, "")), []string{
		"! parameter gone | GET timeoff/leaves ?employee_id | is gone",
		"parameter new | GET timeoff/leaves ?author_id | is new",
	}},
	{"a parameter is deprecated", query(parameter("from", text, "")), query(parameter("from", text, `, "deprecated": true`)),
		[]string{"property deprecated | GET timeoff/leaves ?from | is deprecated"}},
	{"a parameter of another type", query(parameter("year", text, "")), query(parameter("year", whole, "")),
		[]string{"! type changed | GET timeoff/leaves ?year | was a string, is an integer"}},
	{"an ID in a path becomes a string", paths(get("timeoff/leaves/{id}", `"parameters": [{"name": "id", "in": "path", "schema": {"type": "integer"}}], `)),
		paths(get("timeoff/leaves/{id}", `"parameters": [{"name": "id", "in": "path", "schema": {"type": "string"}}], `)),
		[]string{"! id notation | GET timeoff/leaves/{id} {id} | was a number, is a string"}},
	{"an object in a query is described", query(parameter("managed_by", `{"type": "object"}`, "")), query(parameter("managed_by", object(`"id": `+text, "id"), "")),
		[]string{"described, required | GET timeoff/leaves ?managed_by | requires `id`"}},

	// Bodies.
	{"a body is gone", create(`"a": ` + text), post(""), []string{"! body gone | POST timeoff/leaves | takes no body any more"}},
	{"a body is new", post(""), create(`"a": ` + text), []string{"body new | POST timeoff/leaves | takes a body"}},
	{"a body becomes a form", create(""), strings.Replace(create(""), "application/json", "multipart/form-data", 1),
		[]string{"! body encoding | POST timeoff/leaves | takes its body as multipart/form-data, before as application/json"}},
	{"a body becomes required", create(""), strings.Replace(create(""), `"requestBody": {`, `"requestBody": {"required": true, `, 1),
		[]string{"! body required | POST timeoff/leaves | needs a body"}},
	{"a new property of a body is optional", create(""), create(`"half_day": ` + text),
		[]string{"property new | POST timeoff/leaves.half_day | is new"}},
	{"a new property of a body is required", create(""), create(`"half_day": `+text, "half_day"),
		[]string{"! property new | POST timeoff/leaves.half_day | is new and required"}},
	{"a property of a body becomes required", create(`"half_day": ` + text), create(`"half_day": `+text, "half_day"),
		[]string{"! property required | POST timeoff/leaves.half_day | is required"}},
	{"a property of a body becomes optional", create(`"half_day": `+text, "half_day"), create(`"half_day": ` + text),
		[]string{"property required | POST timeoff/leaves.half_day | is optional"}},
	{"a property of a body refuses null", create(`"a": {"type": ["string", "null"]}`), create(`"a": ` + text),
		[]string{"! null changed | POST timeoff/leaves.a | is never null"}},
	{"a property of a body gets a limit", create(`"a": ` + text), create(`"a": {"type": "string", "maxLength": 9}`),
		[]string{"! limit changed | POST timeoff/leaves.a | has the limit `maxLength 9`"}},
	{"a text is limited to some values", create(`"a": ` + text), create(`"a": ` + choices),
		[]string{"! enum value gone | POST timeoff/leaves.a | takes only `draft`, `approved`"}},
	{"a property deep in a body is gone", create(`"days": {"type": "array", "items": ` + object(`"on": `+text+`, "note": `+text) + `}`),
		create(`"days": {"type": "array", "items": ` + object(`"on": `+text) + `}`),
		[]string{"! property gone | POST timeoff/leaves.days[].note | is gone"}},

	// Responses.
	{"a property of a response is gone", model(`"a": ` + text + `, "b": ` + text), model(`"a": ` + text), []string{"! property gone | timeoff_leave.b | is gone"}},
	{"a property of a response is new", model(`"a": ` + text), model(`"a": ` + text + `, "b": ` + text), []string{"property new | timeoff_leave.b | is new"}},
	{"a property is renamed", model(`"start": ` + text + `, "carry_over": ` + text), model(`"start": ` + text + `, "cycle_carry_over": ` + text),
		[]string{"!? property renamed | timeoff_leave.carry_over | is now called `cycle_carry_over`"}},
	{"a similar name of another type is no rename", model(`"a": ` + text + `, "carry_over": {"type": "boolean"}`), model(`"a": ` + text + `, "carry_overs": ` + texts),
		[]string{"! property gone | timeoff_leave.carry_over | is gone", "property new | timeoff_leave.carry_overs | is new"}},
	{"a property of a response may be absent", model(`"a": `+text, "a"), model(`"a": ` + text), []string{"! property required | timeoff_leave.a | may be absent"}},
	{"a property of a response is always present", model(`"a": ` + text), model(`"a": `+text, "a"), []string{"property required | timeoff_leave.a | is always present"}},
	{"a property of a response may be null, as anyOf", model(`"a": ` + text), model(`"a": {"anyOf": [` + text + `, {"type": "null"}]}`),
		[]string{"! null changed | timeoff_leave.a | may be null"}},
	{"the two notations of null are one", model(`"a": {"type": ["string", "null"]}`), model(`"a": {"anyOf": [` + text + `, {"type": "null"}]}`), nil},
	{"an ID becomes a string", model(`"employee_id": ` + whole), model(`"employee_id": ` + text), []string{"! id notation | timeoff_leave.employee_id | was a number, is a string"}},
	{"a list of IDs becomes one of strings", model(`"employee_ids": {"type": "array", "items": ` + whole + `}`), model(`"employee_ids": ` + texts),
		[]string{"! id notation | timeoff_leave.employee_ids[] | was a number, is a string"}},
	{"a number that is no ID becomes a string", model(`"amount": ` + whole), model(`"amount": ` + text),
		[]string{"! type changed | timeoff_leave.amount | was an integer, is a string"}},
	{"a value without a type is described", model(`"a": {}`), model(`"a": ` + text), []string{"described | timeoff_leave.a | is described now: a string"}},
	{"a value loses its type", model(`"a": ` + text), model(`"a": {"type": "unknown"}`), []string{"! type changed | timeoff_leave.a | was a string, is any value"}},
	{"an object is described", model(`"a": {"type": "object"}`), model(`"a": ` + object(`"b": `+text, "b")), []string{"described | timeoff_leave.a | is described now: `b`"}},
	{"an object is no longer described", model(`"a": ` + object(`"b": `+text)), model(`"a": {"type": "object"}`),
		[]string{"! property gone | timeoff_leave.a | no longer lists its properties: `b`"}},
	{"a property is deprecated", model(`"a": ` + text), model(`"a": {"type": "string", "deprecated": true}`), []string{"property deprecated | timeoff_leave.a | is deprecated"}},
	{"a format is new", model(`"a": ` + text), model(`"a": {"type": "string", "format": "date"}`), []string{"format changed | timeoff_leave.a | has the format date"}},
	{"a format differs", model(`"a": {"type": "string", "format": "date"}`), model(`"a": {"type": "string", "format": "date-time"}`),
		[]string{"! format changed | timeoff_leave.a | changed its format from date to date-time"}},
	{"examples and texts are ignored", model(`"a": ` + text), model(`"a": {"type": "string", "example": 5, "description": "A text."}`), nil},
	{"the order of members is ignored", model(`"a": ` + text + `, "b": ` + whole), model(`"b": ` + whole + `, "a": ` + text), nil},
	{"an operation responds with a list", paths(get("timeoff/leaves", "")), strings.Replace(paths(get("timeoff/leaves", "")), ref("timeoff_leave"), `{"type": "array", "items": `+ref("timeoff_leave")+`}`, 1),
		[]string{"! response changed | GET timeoff/leaves | responds with a list of timeoff_leave, before timeoff_leave"}},
	{"an operation responds with pages", paths(get("timeoff/leaves", "")), strings.Replace(paths(get("timeoff/leaves", "")), ref("timeoff_leave"), object(`"data": {"type": "array", "items": `+ref("timeoff_leave")+`}, "meta": {}`), 1),
		[]string{"! response changed | GET timeoff/leaves | responds with pages of timeoff_leave, before timeoff_leave"}},
	{"another status of success", paths(get("timeoff/leaves", "")), strings.Replace(paths(get("timeoff/leaves", "")), `"200"`, `"202"`, 1),
		[]string{"! response changed | GET timeoff/leaves | responds with the status 202, before 200"}},
	{"an error is documented", paths(get("timeoff/leaves", "")), strings.Replace(paths(get("timeoff/leaves", "")), `"200"`, reply("404", ref("error_response"))+`, "200"`, 1),
		[]string{"error new | GET timeoff/leaves | documents the errors 404 (`error_response`)"}},

	// Enums.
	{"a value of an enum is new", model(`"a": ` + choices), model(`"a": {"type": "string", "enum": ["draft", "sent", "approved"]}`),
		[]string{"enum value new | timeoff_leave.a | also has the value `sent`"}},
	{"a value of an enum is gone", create(`"a": ` + choices), create(`"a": {"type": "string", "enum": ["draft"]}`),
		[]string{"! enum value gone | POST timeoff/leaves.a | no longer has the value `approved`"}},
	{"a value of an enum is renamed", create(`"a": {"type": "string", "enum": ["half_days"]}`), create(`"a": {"type": "string", "enum": ["half-day"]}`),
		[]string{"!? enum value renamed | POST timeoff/leaves.a | calls the value `half_days` now `half-day`"}},
	{"the order of values is ignored", model(`"a": ` + choices), model(`"a": {"type": "string", "enum": ["approved", "draft"]}`), nil},
	{"an enum moves from an array to its items", query(parameter("s[]", `{"type": "array", "enum": ["a"], "items": {"type": "string"}}`, "")),
		query(parameter("s[]", `{"type": "array", "items": {"type": "string", "enum": ["a"]}}`, "")),
		[]string{"enum moved | GET timeoff/leaves ?s[] | declares its values in another way; they are the same"}},
	{"an enum moves to the items and gains a value", query(parameter("s[]", `{"type": "array", "enum": ["a"], "items": {"type": "string"}}`, "")),
		query(parameter("s[]", `{"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}`, "")),
		[]string{"enum value new | GET timeoff/leaves ?s[] | also has the value `b`"}},
	{"an array loses its values and its items", query(parameter("s[]", `{"type": "array", "enum": ["a"], "items": {"type": "string"}}`, "")),
		query(parameter("s[]", `{"type": "array"}`, "")), []string{"type changed | GET timeoff/leaves ?s[] | was a string, is any value"}},

	// Schemas and webhooks.
	{"a schema is gone", doc("", "", plainLeave), doc("", "", ""), []string{"schema gone | timeoff_leave | is gone"}},
	{"a schema is new", doc("", "", ""), doc("", "", plainLeave), []string{"schema new | timeoff_leave | is new"}},
	{"a schema is renamed and changes", doc(get("timeoff/leaves", ""), "", plainLeave), strings.ReplaceAll(doc(get("timeoff/leaves", ""), "", plainLeave), "timeoff_leave", "timeoff_leaves"),
		[]string{"? schema renamed | timeoff_leave | is now called `timeoff_leaves`"}},
	{"a webhook is gone", hooks(webhook("timeoff/leave/create", "timeoff_leave", "")), hooks(), []string{"! webhook gone | EVENT timeoff/leave/create | is gone"}},
	{"a webhook is new", hooks(), hooks(webhook("timeoff/leave/create", "timeoff_leave", "")), []string{"webhook new | EVENT timeoff/leave/create | is new"}},
	{"a webhook is renamed", hooks(webhook("timeoff/leave/create", "timeoff_leave", "")), hooks(webhook("timeoff/leaves/create", "timeoff_leave", "")),
		[]string{"!? webhook renamed | EVENT timeoff/leave/create | is now called `timeoff/leaves/create`"}},
	{"another event of the same resource is no rename", hooks(webhook("timeoff/leave/create", "timeoff_leave", "")), hooks(webhook("timeoff/leave/update", "timeoff_leave", "")),
		[]string{"! webhook gone | EVENT timeoff/leave/create | is gone", "webhook new | EVENT timeoff/leave/update | is new"}},
	{"a webhook delivers another schema", hooks(webhook("timeoff/leave/create", "timeoff_leave", "")), hooks(webhook("timeoff/leave/create", "timeoff_policy", "")),
		[]string{"! webhook payload | EVENT timeoff/leave/create | delivers `timeoff_policy`, before `timeoff_leave`"}},
	{"a webhook is deprecated", hooks(webhook("timeoff/leave/create", "timeoff_leave", "")), hooks(webhook("timeoff/leave/create", "timeoff_leave", `"deprecated": true, `)),
		[]string{"webhook deprecated | EVENT timeoff/leave/create | is deprecated"}},

	// The whole API.
	{"a server is gone", doc("", "", ""), strings.Replace(doc("", "", ""), `{"url": "https://api.factorialhr.com"}`, "", 1),
		[]string{"! setting changed | the server https://api.factorialhr.com | is gone"}},
	{"nothing changed", model(`"a": ` + text), model(`"a": ` + text), nil},
}

func TestCompare(t *testing.T) {
	for _, test := range differences {
		t.Run(test.name, func(t *testing.T) {
			report := upgrade.Compare(parse(t, test.before), parse(t, test.after))
			if diff := cmp.Diff(test.want, lines(report)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if again := upgrade.Compare(parse(t, test.after), parse(t, test.after)); len(again.Findings) > 0 {
				t.Errorf("the spec differs from itself: %v", lines(again))
			}
		})
	}
}

// A downgrade is an upgrade in the other direction: what one adds, the other removes.
func TestTheOtherDirectionTurnsEachKindAround(t *testing.T) {
	opposite := map[upgrade.Kind]upgrade.Kind{
		upgrade.OperationGone: upgrade.OperationNew, upgrade.ParameterGone: upgrade.ParameterNew,
		upgrade.PropertyGone: upgrade.PropertyNew, upgrade.SchemaGone: upgrade.SchemaNew,
		upgrade.WebhookGone: upgrade.WebhookNew, upgrade.BodyGone: upgrade.BodyNew, upgrade.ErrorGone: upgrade.ErrorNew,
	}
	for _, test := range differences {
		there := upgrade.Compare(parse(t, test.before), parse(t, test.after))
		back := upgrade.Compare(parse(t, test.after), parse(t, test.before))
		count := func(r *upgrade.Report, k upgrade.Kind) int {
			n := 0
			for _, f := range r.Findings {
				if f.Kind == k && !strings.Contains(f.Text, "lists its properties") {
					n++
				}
			}
			return n
		}
		for gone, came := range opposite {
			if count(there, gone) != count(back, came) || count(there, came) != count(back, gone) {
				t.Errorf("%s: %q there, %q back", test.name, lines(there), lines(back))
			}
		}
		if (len(there.Findings) == 0) != (len(back.Findings) == 0) {
			t.Errorf("%s: differs in one direction only", test.name)
		}
	}
}

func TestEqualSpecsSayThatNothingChanged(t *testing.T) {
	d := parse(t, model(`"a": `+text))
	if got := upgrade.Compare(d, d).Markdown(); !strings.Contains(got, "Nothing changed.") {
		t.Error(got)
	}
}

func lines(r *upgrade.Report) []string {
	var out []string
	for _, f := range r.Findings {
		marks := ""
		if f.Breaks {
			marks = "!"
		}
		if f.Guess {
			marks += "?"
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s | %s | %s", marks, f.Kind, f.Place, f.Text)))
	}
	return out
}
