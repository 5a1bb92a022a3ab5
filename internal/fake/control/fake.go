package control

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"
)

// ErrNotFound marks an error about a resource, a record, an event or a fault that does not exist.
// The handler responds to it with 404, and to every other error with 400.
var ErrNotFound = errors.New("not found")

// Fake is the server that a [Handler] controls. The methods mean the same as those of
// factorialtest.Server and are safe for concurrent use.
type Fake interface {
	Info() Info
	// Reset returns to the state of the start, and calls Handler.Restarted at its end.
	Reset() error
	Keep()

	Dump(w io.Writer) error
	Load(r io.Reader) error
	Resources() []Resource
	// Records returns the records of a resource. The error is ErrNotFound if there is no resource.
	Records(resource string) ([]json.RawMessage, error)
	// Insert returns the id of the new record.
	Insert(resource string, record json.RawMessage) (string, error)
	Find(resource, id string) (json.RawMessage, error)
	Change(resource, id string, record json.RawMessage) error
	Remove(resource, id string) error
	// Files returns the uploads of a record, nil if there are none.
	Files(resource, id string) ([]File, error)

	Faults() []FaultState
	Inject(faults []Fault) error
	RemoveFault(id int) error
	ClearFaults()

	Clock() Clock
	Advance(d time.Duration)
	// StopAt stops the clock at t. RunClock makes it run from where it is.
	StopAt(t time.Time)
	RunClock()

	ExpireAccessTokens()
	RevokeTokens()
	Login() Tokens
	CompanyLogin() Tokens
	OAuthCounts() OAuthCounts

	EventNames() []string
	// Emit delivers a record, or a record of the company if record is nil. It returns the number of
	// enabled subscriptions.
	Emit(event string, record json.RawMessage) (subscriptions int, err error)
	StartSyncRun(integrationUUID string) (string, error)
	Deliveries() []Delivery
	WaitDeliveries(ctx context.Context) error

	// Requests returns a part of the log, in the order of the responses. It returns an error if the
	// pattern of the query matches no operation.
	Requests(q Query) ([]Request, error)
	ForgetRequests()
}

// Info is the first thing to know about a server.
type Info struct {
	URL                string    `json:"url"`
	FilesURL           string    `json:"files_url"`
	ControlURL         string    `json:"control_url"`
	APIKey             string    `json:"api_key"`
	APIVersion         string    `json:"api_version"`
	APIVersions        []string  `json:"api_versions"`
	Now                time.Time `json:"now"`
	ClockStopped       bool      `json:"clock_stopped"`
	Strict             bool      `json:"strict"`
	Resources          int       `json:"resources"`
	CredentialsOnFiles int       `json:"credentials_on_files"`
	OAuth              OAuthApp  `json:"oauth"`
}

// OAuthApp is the OAuth application that the server accepts, without its secret.
type OAuthApp struct {
	ClientID    string `json:"client_id"`
	RedirectURI string `json:"redirect_uri"` // empty: any
}

// Resource is a resource of the API. Records is nil if no request has used its table yet.
type Resource struct {
	Path     string `json:"path"`
	Singular string `json:"singular"`
	Records  *int   `json:"records"`
}

// File is an uploaded file.
type File struct {
	Field       string `json:"field"`
	Name        string `json:"name"`
	ContentType string `json:"content_type"`
	Content     []byte `json:"content"` // in base64
}

// Fault makes requests fail.
type Fault struct {
	Kind       string   `json:"kind"`
	Operation  string   `json:"operation"`
	Method     string   `json:"method"`
	Skip       int      `json:"skip"`
	Times      int      `json:"times"`
	Rate       float64  `json:"rate"`
	Delay      Duration `json:"delay"`
	Status     int      `json:"status"`
	Acts       bool     `json:"acts"`
	RetryAfter string   `json:"retry_after"`
}

// FaultState is a fault in force: how many requests it matched and how many it struck.
type FaultState struct {
	ID int `json:"id"`
	Fault
	Matched int `json:"matched"`
	Struck  int `json:"struck"`
}

// Clock is the state of the server's clock.
type Clock struct {
	Now     time.Time `json:"now"`
	Stopped bool      `json:"stopped"`
}

// Tokens is a login, in the form of the response of /oauth/token.
type Tokens struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int64  `json:"expires_in,omitzero"` // seconds; absent for a company
	RefreshToken string `json:"refresh_token,omitzero"`
	CreatedAt    int64  `json:"created_at"` // Unix seconds
}

// OAuthCounts counts the requests to the OAuth endpoints.
type OAuthCounts struct {
	Codes     int `json:"codes"`
	Refreshes int `json:"refreshes"`
	Repeated  int `json:"repeated"`
	Refused   int `json:"refused"`
	Revoked   int `json:"revoked"`
}
