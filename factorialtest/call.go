package factorialtest

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// maxBody limits the size of a request body.
const maxBody = 64 << 20

// call is one request to one operation.
type call struct {
	server     *Server
	op         *operation
	credential *Credential
	now        time.Time
	request    *Request // its entry in the log
	version    string   // the described version that is nearest to that of the path

	id    string // from the path or the body
	query url.Values
	body  fields

	uploads []File // from a form
}

// read parses and validates the request.
func (c *call) read(w http.ResponseWriter, r *http.Request, id string) error {
	var err error
	if c.id, err = url.PathUnescape(id); err != nil {
		return notFound()
	}
	if c.query, err = url.ParseQuery(r.URL.RawQuery); err != nil {
		return badRequest("The query cannot be read")
	}
	c.checkNames()
	if c.op.body == nil {
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch media {
	case "multipart/form-data":
		err = c.readForm(r)
	default:
		err = c.readJSON(r.Body)
	}
	if err != nil {
		return err
	}
	return c.validate()
}

// checkNames logs the names in the query that the API or the fake ignores. In strict mode, unknown
// names fail the test, because the real API silently ignores them and returns all records in place
// of the filtered ones.
func (c *call) checkNames() {
	c.request.Unknown, c.request.Unhandled = c.unknown(), c.unhandled()
	if s := c.server; s.config.strict && s.tb != nil {
		for _, name := range c.request.Unknown {
			s.tb.Errorf("factorialtest: %s does not know the query parameter %q, which the API silently ignores; %s",
				c.op.Name, name, c.op.resembling(name, c.version))
		}
	}
}

// readJSON reads an object. An empty body counts as an empty object.
func (c *call) readJSON(body io.Reader) error {
	raw, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	c.request.Body = raw[:min(len(raw), journalBody)]
	c.body = make(fields)
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, &c.body); err != nil || c.body == nil {
		return badRequest("The body is not a JSON object")
	}
	return nil
}

// serve runs the operation and returns its reply.
func (c *call) serve() (*reply, error) {
	store := c.server.store
	special := behaviours[c.op.Name]
	if c.op.verb == "list" && special == nil {
		return c.list()
	}
	if c.op.verb == "get" && special == nil {
		return c.get()
	}
	store.mu.Lock()
	defer store.mu.Unlock()
	if special != nil {
		return special(c)
	}
	switch c.op.verb {
	case "create":
		return c.create()
	case "update":
		return c.update()
	case "delete":
		return c.delete()
	default:
		return c.act()
	}
}

func (c *call) list() (*reply, error) {
	records := c.server.store.reading(c.op.resource.path)
	records, err := c.filter(records)
	if err != nil {
		return nil, err
	}
	p, err := cut(records, c.query, c.op.Unpaged)
	if err != nil {
		return nil, err
	}
	return &reply{status: c.op.Status, page: p, shape: c.op.shape}, nil
}

func (c *call) get() (*reply, error) {
	records := c.server.store.reading(c.op.resource.path)
	at, found := slices.BinarySearchFunc(records, c.id, (*record).compareID)
	if !found {
		return nil, notFound()
	}
	return c.object(records[at]), nil
}

// table returns the table of the operation's resource. The caller holds the lock.
func (c *call) table() *table { return c.server.store.table(c.op.resource.path) }

// on returns the table of another resource. The caller holds the lock.
func (c *call) on(path string) *table { return c.server.store.table(path) }

func (c *call) object(r *record) *reply {
	return &reply{status: c.op.Status, shape: c.op.shape, records: []*record{r}}
}

func (c *call) array(records []*record) *reply {
	return &reply{status: c.op.Status, shape: c.op.shape, records: records, array: true}
}

// respond returns records in the form of the spec: an array or a single object.
func (c *call) respond(records []*record) *reply {
	if c.op.Answer == "array" {
		return c.array(records)
	}
	return &reply{status: c.op.Status, shape: c.op.shape, records: records[:min(1, len(records))]}
}
