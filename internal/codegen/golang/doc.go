package golang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

// typeDoc composes the comment of a type from the facts: what it is for, where
// it comes from, what the description says is required.
func (v *view) typeDoc(d codegen.TypeDefinition, schema *openapi3.Schema, role string) string {
	if op, contentType := v.bodyOf(d.JsonName); contentType != "" {
		return v.bodyDoc(d, schema, op, contentType)
	}
	places := v.places(schema)
	described := closed(schema.Description)
	switch {
	case role == roleEnum:
		return paragraphs(
			fmt.Sprintf("%s is what %s can be.", d.TypeName, places), described,
			"The list may be incomplete: a value that is not in it is kept as it came.")
	case role == roleModel && v.endpoints(d.JsonName) != "":
		return paragraphs(fmt.Sprintf("%s is a record of %s.", d.TypeName, v.endpoints(d.JsonName)), described)
	case role == roleModel && !strings.ContainsAny(places, "."):
		return paragraphs(fmt.Sprintf("%s is what webhooks carry; no operation answers it.", d.TypeName), described)
	case role == roleModel:
		return paragraphs(fmt.Sprintf("%s is the value of %s.", d.TypeName, places), described)
	}
	rule := ""
	if role == roleUpdate {
		rule = onlyWhatIsSet
	}
	return paragraphs(fmt.Sprintf("%s is a value of %s.", d.TypeName, places), rule, described)
}

// onlyWhatIsSet is what the body of an update and the objects inside have in
// common.
const onlyWhatIsSet = "Only what is set is sent: [factorialhr.Set] gives a value, [factorialhr.Null] clears one."

func (v *view) bodyDoc(d codegen.TypeDefinition, schema *openapi3.Schema, op operation, contentType string) string {
	call := extension(op.Extensions, "x-factorial-resource") + "Service." + extension(op.Extensions, "x-factorial-method")
	about := fmt.Sprintf("%s is what [%s] sends.", d.TypeName, call)
	rule := ""
	switch {
	case op.method == "PUT":
		rule = onlyWhatIsSet
		if contentType == "multipart/form-data" {
			rule += " Files are sent when there are any."
		}
	case contentType == "multipart/form-data":
		rule = "It is sent as multipart/form-data."
	}
	return paragraphs(about, rule, closed(schema.Description))
}

// places names where the description has a type, without the domain.
func (v *view) places(schema *openapi3.Schema) string {
	var places []string
	list, _ := schema.Extensions["x-factorial-places"].([]any)
	for _, p := range list {
		place := strings.TrimPrefix(fmt.Sprint(p), v.domain+"_")
		place = strings.ReplaceAll(place, "[][]", "[]") // a form's list has brackets in its name too
		if method, rest, ok := strings.Cut(place, " "); ok {
			place = method + " /" + strings.Replace(strings.Replace(rest, ".", ": ", 1), " ?", "?", 1)
		}
		places = append(places, place)
	}
	if len(places) > 4 {
		return fmt.Sprintf("%s and %d others", strings.Join(places[:3], ", "), len(places)-3)
	}
	return sentence(places)
}

// endpoints lists the collections that answer a model.
func (v *view) endpoints(model string) string {
	var list []string
	for _, op := range v.operations() {
		path := "/" + strings.Join(strings.Split(op.path, "/")[4:6], "/")
		if answered(op.Operation) == model && !slices.Contains(list, path) {
			list = append(list, path)
		}
	}
	return sentence(list)
}

// answered gives the name of the model that an operation answers.
func answered(op *openapi3.Operation) string {
	for _, response := range op.Responses.Map() {
		for _, content := range response.Value.Content {
			s := content.Schema
			if s.Ref == "" && s.Value.Properties["data"] != nil {
				s = s.Value.Properties["data"]
			}
			if s.Ref == "" && s.Value.Items != nil {
				s = s.Value.Items
			}
			return strings.TrimPrefix(s.Ref, "#/components/schemas/")
		}
	}
	return ""
}
