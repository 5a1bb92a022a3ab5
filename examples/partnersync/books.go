package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/factorialhr-go/factorialhr"
)

// books stands for the partner's system. It has one entry for each expense, a file of its own. If
// you replace it, keep one property: the same entry twice is one entry.
type books struct{ dir string }

// entry is an expense in the books.
type entry struct {
	Expense  factorialhr.ID   `json:"expense"`
	On       factorialhr.Date `json:"on"`
	Cents    int              `json:"cents"`
	Currency string           `json:"currency"`
}

var errBookedOtherwise = errors.New("the expense is in the books with other values")

// key returns the identifier of an expense in the partner's system. It depends only on the expense,
// so a repeated run reports the same item. It is also a safe file name: an id may contain a slash.
func key(expense factorialhr.ID) string { return "expense-" + url.PathEscape(expense.String()) }

// enter adds an entry. The same entry a second time changes nothing.
func (b books) enter(e entry) error {
	path := filepath.Join(b.dir, key(e.Expense)+".json")
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if content, err = json.Marshal(e); err != nil {
			return err
		}
		return replace(path, content)
	}
	if err != nil {
		return err
	}
	var before entry
	if err := json.Unmarshal(content, &before); err != nil {
		return err
	}
	if before != e {
		return errBookedOtherwise
	}
	return nil
}
