// Package journal is the log of the requests. It imports fault and record for the types of an
// entry. The server and package factorialtest import it.
package journal

import (
	"net/url"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/fault"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
)

// Request is a request that the server received, with its result. Package factorialtest documents
// the fields.
type Request struct {
	Number    int
	Time      time.Time
	Operation string
	Method    string
	Path      string
	Query     url.Values
	Body      []byte
	BodySize  int

	Status             int
	Fault              fault.Kind
	Changes            []record.Change
	Unknown, Unhandled []string
	Hint               string
}
