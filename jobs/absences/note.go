package absences

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr"
)

// A Note reports a record that the package cannot read completely. It contains no personal data
// except the id of the leave within UID.
type Note struct {
	UID   string // the event
	Field string // the property as the API calls it, such as half_day
	Text  string // what is odd, for a log
	// Left means that there is no event, because its time or its status is not known.
	Left bool
}

// collect reads all pages of a list. It returns a note for each value of the wrong JSON type in the
// given properties. Such a value decodes as zero, which would look like an open end or a pending
// decision.
func collect[T any](
	pages iter.Seq2[*factorialhr.Page[T], error], uid func(*T) string, properties ...string,
) (records []T, notes []Note, err error) {
	for page, err := range pages {
		if err != nil {
			return nil, nil, err
		}
		records = append(records, page.Data...)
		for _, m := range page.Mismatches {
			parts := strings.Split(m.Pointer, "/") // "", data, 3, approved
			if m.Kept || len(parts) != 4 || !slices.Contains(properties, parts[3]) {
				continue
			}
			if i, err := strconv.Atoi(parts[2]); err == nil && i >= 0 && i < len(page.Data) {
				notes = append(notes, Note{
					UID: uid(&page.Data[i]), Field: parts[3], Text: "a value of another JSON type", Left: true,
				})
			}
		}
	}
	return records, notes, nil
}

// once returns the notes without repetitions.
func once(notes []Note) []Note {
	var list []Note
	for _, n := range notes {
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}
