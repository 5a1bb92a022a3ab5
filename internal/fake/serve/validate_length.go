package serve

import (
	"fmt"

	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// bounds is the smallest and the largest number of elements of a list in a body.
type bounds struct{ least, most int }

// listBounds holds the documented bounds of lists in bodies, by operation. That the API refuses
// other lists with 422 is inferred.
var listBounds = map[string]map[string]bounds{
	"documents.DownloadURLs.BulkCreate": {"ids": {1, 100}},
	"timeoff.Leaves.BulkCreate":         {"leaves": {0, 50}},
	"timeoff.Leaves.BulkUpdate":         {"leaves": {0, 50}},
}

// validateLength checks the length of a list that the body has.
func (c *incoming) validateLength(problems map[string][]string) {
	for name, b := range listBounds[c.Op.Name] {
		v, sent := c.Body[name]
		switch n := len(value.Elements(v)); {
		case !sent || len(problems[name]) > 0:
		case n < b.least:
			problems[name] = append(problems[name], "can't be blank")
		case n > b.most:
			problems[name] = append(problems[name], fmt.Sprintf("is too long (maximum is %d elements)", b.most))
		}
	}
}
