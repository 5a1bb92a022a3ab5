package upgrade_test

import (
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/upgrade"
)

// doc is a small spec with these paths, webhooks and schemas.
func doc(paths, webhooks, schemas string) string {
	return `{"openapi": "3.1.0", "info": {"title": "Factorial API", "version": "2026-10-01"},
		"servers": [{"url": "https://api.factorialhr.com"}],
		"paths": {` + paths + `}, "webhooks": {` + webhooks + `}, "components": {"schemas": {` + schemas + `}}}`
}

// at is the path of an endpoint.
func at(path, methods string) string {
	return `"/api/2026-10-01/resources/` + path + `": {` + methods + `}`
}

// reply is the response of an operation.
func reply(status, schema string) string {
	return `"` + status + `": {"content": {"application/json": {"schema": ` + schema + `}}}`
}

func ref(name string) string { return `{"$ref": "#/components/schemas/` + name + `"}` }

const plainLeave = `"timeoff_leave": {"type": "object", "properties": {"id": {"type": "string"}}}`

// model is a spec in which GET timeoff/leaves/{id} responds with these properties.
func model(properties string, required ...string) string {
	return doc(at("timeoff/leaves/{id}", `"get": {"responses": {`+reply("200", ref("timeoff_leave"))+`}}`), "",
		`"timeoff_leave": `+object(properties, required...))
}

func object(properties string, required ...string) string {
	list := ""
	if len(required) > 0 {
		list = `"required": ["` + strings.Join(required, `", "`) + `"], `
	}
	return `{"type": "object", ` + list + `"properties": {` + properties + `}}`
}

// query is a spec in which GET timeoff/leaves has these parameters.
func query(parameters string) string {
	return doc(at("timeoff/leaves", `"get": {"parameters": [`+parameters+`], "responses": {`+reply("200", ref("timeoff_leave"))+`}}`),
		"", plainLeave)
}

func parameter(name, schema, more string) string {
	return `{"name": "` + name + `", "in": "query", "schema": ` + schema + more + `}`
}

// create is a spec in which POST timeoff/leaves takes a body with these properties.
func create(properties string, required ...string) string {
	return post(`"requestBody": {"content": {"application/json": {"schema": ` + object(properties, required...) + `}}}, `)
}

func post(more string) string {
	return doc(at("timeoff/leaves", `"post": {`+more+`"responses": {`+reply("201", ref("timeoff_leave"))+`}}`), "", plainLeave)
}

func webhook(event, schema, more string) string {
	return `"Webhooks > ` + event + `": {"post": {"description": "Subscription_type: ` + "`" + event + "`" + `", ` + more +
		`"requestBody": {"content": {"application/json": {"schema": ` + ref(schema) + `}}}}}`
}

func hooks(list ...string) string {
	return doc("", strings.Join(list, ", "), plainLeave+`, "timeoff_policy": {"type": "object"}`)
}

func get(path string, more string) string {
	return at(path, `"get": {`+more+`"responses": {`+reply("200", ref("timeoff_leave"))+`}}`)
}

func paths(list ...string) string { return doc(strings.Join(list, ", "), "", plainLeave) }

func parse(t *testing.T, text string) *upgrade.Document {
	t.Helper()
	d, err := upgrade.Read([]byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return d
}
