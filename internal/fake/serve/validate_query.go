package serve

import (
	"encoding/base64"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// validateQuery refuses values of a list's query that the server cannot read. It would otherwise
// return a list that looks right and that the client did not ask for. A blank value counts as
// absent.
func (c *incoming) validateQuery() error {
	if c.Op.Verb != "list" {
		return nil
	}
	if !c.Op.Unpaged {
		if err := c.validatePaging(); err != nil {
			return err
		}
	}
	for i := range c.Op.Query {
		p := &c.Op.Query[i]
		if strings.HasPrefix(p.Format, "date") && slices.ContainsFunc(c.Query.Values[p.Name], unreadable(p)) {
			return reply.BadRequest("Parameter " + p.Name + " is invalid")
		}
	}
	return nil
}

func (c *incoming) validatePaging() error {
	values := c.Query.Values
	for _, name := range []string{"limit", "page"} {
		for i, text := range values[name] {
			n, err := strconv.Atoi(text)
			switch {
			case text == "":
			case n < 1, err != nil && !errors.Is(err, strconv.ErrRange):
				return reply.BadRequest("Parameter " + name + " is invalid")
			default: // a number beyond 64 bits is beyond every list, like any large number
				values[name][i] = strconv.Itoa(n)
			}
		}
	}
	for _, name := range []string{"after_id", "before_id"} {
		if slices.ContainsFunc(values[name], func(text string) bool { return !isCursor(text) }) {
			return reply.BadRequest("The cursor is not valid")
		}
	}
	return nil
}

// isCursor reports whether the server may have given out a cursor: the base64 of an id. Many words
// are base64 by chance, of bytes that are no text.
func isCursor(text string) bool {
	id, err := base64.StdEncoding.DecodeString(text)
	return err == nil && utf8.Valid(id)
}

func unreadable(p *apitable.Property) func(string) bool {
	return func(text string) bool { return text != "" && !isDate(p.Format, text) }
}

// isDate reports whether a text is a day or a moment. Each counts as the other.
func isDate(format, text string) bool {
	if len(text) > len("2006-01-02") {
		format = "date-time"
	}
	return !value.IsNull(record.FitDate(format, text))
}
