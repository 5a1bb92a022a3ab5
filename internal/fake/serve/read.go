package serve

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/fake/filter"
	"github.com/factorialhr-go/factorialhr/internal/fake/journal"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/rule"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// maxBody limits the size of a request body.
const maxBody = 64 << 20

// incoming is a call while the server reads and checks it.
type incoming struct {
	*rule.Call
	engine     *Server
	credential *Credential
	request    *journal.Request // its entry in the log
}

// read parses and validates the request.
func (c *incoming) read(w http.ResponseWriter, r *http.Request, id string) error {
	var err error
	if c.ID, err = url.PathUnescape(id); err != nil {
		return reply.NotFound()
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return reply.BadRequest("The query cannot be read")
	}
	c.Query = &filter.Query{Op: c.Op, Set: c.engine.filters, Values: values, Version: c.Version, Now: c.Now, Store: c.Store}
	c.checkNames()
	if err := c.validateQuery(); err != nil {
		return err
	}
	if c.Op.Body == nil {
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	c.hint(mediaHint(r, c.Op))
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch media {
	case "multipart/form-data":
		err = c.readForm(r)
	case "application/x-www-form-urlencoded":
		err = c.readURLEncoded(r.Body)
	default:
		err = c.readJSON(r.Body, r.ContentLength)
	}
	if err != nil {
		return err
	}
	c.hint(selectorHint(c.Op.Selectors, c.Body))
	return c.validate()
}

// checkNames logs the names in the query that the API or the fake ignores. In strict mode, unknown
// names fail the test, because the real API silently ignores them and returns all records in place
// of the filtered ones.
func (c *incoming) checkNames() {
	c.request.Unknown, c.request.Unhandled = c.Query.Unknown(), c.Query.Unhandled()
	if c.engine.errorf != nil {
		for _, name := range c.request.Unknown {
			c.engine.errorf("factorialtest: %s does not know the query parameter %q, which the API silently ignores; %s",
				c.Op.Name, name, c.Query.Resembling(name))
		}
	}
}

// readJSON reads an object. An empty body counts as an empty object. Nothing keeps the bytes that
// it reads: the log has a copy of the beginning, and json.RawMessage copies each member.
func (c *incoming) readJSON(body io.Reader, length int64) error {
	b := c.engine.buffers.get()
	defer c.engine.buffers.put(b)
	read := bytes.NewBuffer(slices.Grow(b.bytes, int(min(max(length, 0), maxBuffer-bytes.MinRead)+bytes.MinRead)))
	_, err := read.ReadFrom(body)
	b.bytes = read.Bytes()
	if err != nil {
		return err
	}
	raw := b.bytes
	c.request.Body, c.request.BodySize = bytes.Clone(raw[:min(len(raw), journal.MaxBody)]), len(raw)
	c.Body = make(value.Fields)
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, &c.Body); err != nil || c.Body == nil {
		c.hint(syntaxHint(raw))
		return reply.BadRequest("The body is not a JSON object")
	}
	return nil
}
