package record

// Change is a change to a record by a request.
type Change struct {
	Kind     ChangeKind
	Resource string // timeoff/leaves
	ID       string
}

// ChangeKind is created, updated or deleted.
type ChangeKind string

// The kinds of change.
const (
	Created ChangeKind = "created"
	Updated ChangeKind = "updated"
	Deleted ChangeKind = "deleted"
)
