package factorialhr

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

const (
	// maxErrorCodes is the maximum number of codes kept from a response.
	maxErrorCodes = 100
	// maxErrorTexts is the maximum number of texts kept from a response.
	maxErrorTexts = 1000
)

// errorContent holds the codes and texts in the body of an error.
type errorContent struct {
	status   string
	codes    []string
	messages []string
	fields   map[string][]string
	texts    int // number of texts in messages and fields
}

// parseErrorContent reads the body of an error, whatever its content type. The API documents one
// form since 2027-01-01, whose field is null if the error belongs to no field:
//
//	{"errors":[{"code":"validation_failed","message":"…","field":"email"}]}
//
// Other forms have been seen, or come from gateways:
//
//	{"errors":null}
//	{"errors":["…"]}, {"errors":[{"error":"…"}]}
//	{"errors":{"email":["…"]}}, {"errors":{"email":[{"code":"…","message":"…"}]}}
//	{"errors":{"exception":["…"]}}, {"errors":{"errors":["…"]}}
//	{"error":"…"}, {"message":"…"}, {"error":"…","error_description":"…"}
//	{"error":{"code":"…","message":"…"}}, {"code":"…","message":"…"}
//	JSON:API, problem details (RFC 9457)
//
// From a truncated body it reads the parts that arrived in full. From a body that is not JSON, such
// as the HTML of a proxy, it reads nothing.
func parseErrorContent(status int, content []byte) *errorContent {
	c := &errorContent{status: strconv.Itoa(status)}
	body := readErrorJSON(content)
	object, ok := body.(*jsonObject)
	if !ok {
		c.element(body, "")
		return c
	}
	c.problem(object, "")
	if errs, ok := object.member("errors").(*jsonObject); ok {
		c.byField(errs)
	} else {
		c.element(object.member("errors"), "")
	}
	return c
}

// notFields are the names under which Rails and Factorial put errors that belong to no field.
var notFields = [...]string{"exception", "errors", "base", ""}

// byField reads an object that maps the name of a field to its errors. The object can also be a
// single error in place of a list; it then has both a code and a message.
func (c *errorContent) byField(object *jsonObject) {
	_, isCode := object.member("code").(string)
	_, isMessage := object.member("message").(string)
	if isCode && isMessage && !object.cut {
		c.problem(object, "")
		return
	}
	for _, name := range object.names() {
		value := object.members[name]
		switch value.(type) {
		case *jsonObject, []any:
		default:
			if object.cut {
				continue // it may be a single error whose rest is missing
			}
		}
		if slices.Contains(notFields[:], name) {
			name = ""
		}
		c.element(value, name)
	}
}

// element reads a value that represents one error or a list of errors.
func (c *errorContent) element(value any, field string) {
	switch value := value.(type) {
	case string:
		c.text(value, field)
	case []any:
		for _, element := range value {
			c.element(element, field)
		}
	case *jsonObject:
		switch {
		case value.isProblem() && value.cut:
			c.code(value.member("code")) // its field may be missing, so skip its texts
			return
		case value.isProblem():
			c.problem(value, field)
			return
		}
		for _, name := range value.names() {
			c.element(value.members[name], field)
		}
	}
}

// problemTexts are the members of an object that hold the text of its error.
var problemTexts = [...]string{"message", "error", "error_description", "title", "detail"}

// isProblem reports whether an object describes an error. An object of errors by property can have
// the same names, because a record can have such properties; its values are lists.
func (o *jsonObject) isProblem() bool {
	for _, name := range append(problemTexts[:], "code") {
		switch value := o.member(name).(type) {
		case string:
			return true
		case json.Number:
			if name == "code" {
				return true
			}
		case *jsonObject:
			if name == "error" && value.isProblem() {
				return true
			}
		}
	}
	return false
}

// problem reads an object that describes one error; outer is the field that contains it.
func (c *errorContent) problem(object *jsonObject, outer string) {
	field := object.field()
	switch {
	case field == "":
		field = outer
	case outer != "":
		field = outer + "." + field
	}
	c.code(object.member("code"))
	if word, ok := object.member("error").(string); ok {
		_, described := object.member("error_description").(string) // RFC 6749 section 5.2: then error is a code
		if described || isCodeWord(word) {
			c.code(word)
		}
	}
	before := c.texts
	for _, name := range problemTexts {
		c.element(object.member(name), field)
	}
	if c.texts == before && field != "" {
		c.name(field)
	}
}

// field returns the name of the field that an error belongs to, in the form of 2027-01-01 or of
// JSON:API, or "" if there is none.
func (o *jsonObject) field() string {
	switch field := o.member("field").(type) {
	case string:
		return strings.TrimSpace(field)
	case []any:
		var path []string
		for _, step := range field {
			if name, ok := step.(string); ok {
				path = append(path, name)
			}
		}
		return strings.Join(path, ".")
	}
	source, ok := o.member("source").(*jsonObject)
	if !ok {
		return ""
	}
	if parameter, ok := source.member("parameter").(string); ok {
		return parameter
	}
	pointer, _ := source.member("pointer").(string)
	return pointer[strings.LastIndexByte(pointer, '/')+1:]
}

// code keeps a code that is safe to repeat. It drops a code that only repeats the status.
func (c *errorContent) code(value any) {
	var code string
	switch value := value.(type) {
	case string:
		code = value
	case json.Number:
		code = value.String()
	}
	if isSafeWord(code) && code != c.status && len(c.codes) < maxErrorCodes && !slices.Contains(c.codes, code) {
		c.codes = append(c.codes, code)
	}
}

// isCodeWord reports whether the value of error is a code rather than a text: words of one case
// joined by underscores, or one of the documented codes that are a single word. No sentence has
// that form.
func isCodeWord(word string) bool {
	switch word {
	case "forbidden", "unauthorized":
		return true
	}
	return isSafeWord(word) && strings.Contains(strings.Trim(word, "_"), "_") && !strings.ContainsAny(word, ".:-") &&
		(word == strings.ToLower(word) || word == strings.ToUpper(word))
}

// text keeps a text for a field, or for none.
func (c *errorContent) text(text, field string) {
	switch {
	case strings.TrimSpace(text) == "" || c.texts >= maxErrorTexts:
		return
	case field == "":
		c.messages = append(c.messages, text)
	default:
		c.name(field)
		c.fields[field] = append(c.fields[field], text)
	}
	c.texts++
}

// name records that the server named a field.
func (c *errorContent) name(field string) {
	if c.fields == nil {
		c.fields = make(map[string][]string)
	}
	if c.fields[field] == nil && len(c.fields) < maxErrorTexts {
		c.fields[field] = []string{}
	}
}
