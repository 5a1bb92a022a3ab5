package golang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// typeDoc composes the comment of a type from the facts: what sends or returns it, and the fields
// that have it.
func (v *view) typeDoc(t *typeView, uses []use) (string, error) {
	described := closed(t.schema.Description)
	if op, contentType := v.bodyOf(t.component); contentType != "" {
		return bodyDoc(t, op, contentType, described), nil
	}
	if collections := v.collectionsOf(t.component); t.Role == roleModel && len(collections) > 0 {
		source, text := fmt.Sprintf("is a record of %s.", sentence(collections)), v.recordText(collections)
		if noun, ok := isNoun(text); ok {
			return paragraphs(t.Name+" is "+noun, "It "+source, described), nil
		}
		return paragraphs(t.Name+" "+source, text, described), nil
	}
	if len(uses) == 0 {
		if t.Role != roleModel {
			return "", fmt.Errorf("no field has the type %s", t.Name)
		}
		return paragraphs(t.Name+" is a record that only webhooks deliver; no operation returns it.", described), nil
	}
	rule := ""
	switch t.Role {
	case roleEnum:
		return paragraphs(isTypeOf(t.Name, uses), described, "The list may be incomplete. The client keeps other values unchanged."), nil
	case roleUpdate:
		rule = onlySetFields
	}
	return paragraphs(isTypeOf(t.Name, uses), rule, described), nil
}

// onlySetFields is the rule for the body of an update and the objects in it.
const onlySetFields = "The client sends only the fields that are set: [factorialhr.Set] gives a value, [factorialhr.Null] clears one."

func bodyDoc(t *typeView, op operation, contentType, described string) string {
	method := extension(op.Extensions, "x-factorial-resource") + "Service." + extension(op.Extensions, "x-factorial-method")
	rule, update := "", op.method == "PUT" || op.method == "PATCH"
	switch {
	case update && contentType == "multipart/form-data":
		rule = onlySetFields + " It sends files if there are any."
	case update:
		rule = onlySetFields
	case contentType == "multipart/form-data":
		rule = "The client sends it as multipart/form-data."
	}
	return paragraphs(fmt.Sprintf("%s is the request body of [%s].", t.Name, method), rule, described)
}

// isTypeOf names the fields that have a type.
func isTypeOf(typeName string, uses []use) string {
	var direct, elements []string
	for _, u := range uses {
		if u.element {
			elements = append(elements, u.link())
		} else {
			direct = append(direct, u.link())
		}
	}
	var roles []string
	if len(direct) > 0 {
		roles = append(roles, "the type of "+atMost(direct))
	}
	if len(elements) > 0 {
		roles = append(roles, "the element type of "+atMost(elements))
	}
	return fmt.Sprintf("%s is %s.", typeName, strings.Join(roles, ", and "))
}

// atMost joins four links, or three and the number of the others.
func atMost(links []string) string {
	if len(links) <= 4 {
		return sentence(links)
	}
	return sentence(append(slices.Clone(links[:3]), fmt.Sprintf("%d other fields", len(links)-3)))
}

// collectionsOf lists the paths of the collections whose operations respond with a model.
func (v *view) collectionsOf(component string) []string {
	var paths []string
	for _, op := range v.operations() {
		path := "/" + strings.Join(strings.Split(op.path, "/")[4:6], "/")
		if model(op.Operation) == component && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// recordText says what the records of a collection are.
func (v *view) recordText(collections []string) string {
	if len(collections) != 1 {
		return ""
	}
	_, about := v.about()
	return about[collections[0][strings.LastIndex(collections[0], "/")+1:]].text
}

// model returns the name of the model that an operation responds with.
func model(op *openapi3.Operation) string {
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
