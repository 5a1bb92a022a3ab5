package control

import (
	_ "embed"
	"net/http"
)

// openAPI is the OpenAPI document of the surface.
//
//go:embed openapi.json
var openAPI []byte

func document(c *call) error {
	c.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = c.w.Write(openAPI)
	return nil
}

func info(c *call) error { return c.respond(http.StatusOK, c.fake.Info()) }

// nothing refuses a body with members.
func (c *call) nothing() error { return c.decode(new(struct{})) }

// reset tells the streams nothing: the fake calls Restarted.
func reset(c *call) error {
	if err := c.nothing(); err != nil {
		return err
	}
	if err := c.fake.Reset(); err != nil {
		return err
	}
	return c.respond(http.StatusNoContent, nil)
}

func keep(c *call) error {
	if err := c.nothing(); err != nil {
		return err
	}
	c.fake.Keep()
	c.changed(State{Action: "keep"})
	return c.respond(http.StatusNoContent, nil)
}

// dump writes the fixture as it is encoded. An error after its first byte cuts the connection, so
// that no client takes the beginning for the whole.
func dump(c *call) error {
	c.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if c.r.Method == http.MethodHead {
		return nil
	}
	w := &counted{ResponseWriter: c.w}
	if err := c.fake.Dump(w); err != nil && w.written == 0 {
		return err
	} else if err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// counted counts the bytes of a response.
type counted struct {
	http.ResponseWriter
	written int
}

func (w *counted) Write(b []byte) (int, error) {
	n, err := w.ResponseWriter.Write(b)
	w.written += n
	return n, err
}

func load(c *call) error {
	if err := c.fake.Load(http.MaxBytesReader(c.w, c.r.Body, maxFixture)); err != nil {
		return err
	}
	c.changed(State{Action: "load"})
	return c.respond(http.StatusNoContent, nil)
}

func clock(c *call) error { return c.respond(http.StatusOK, c.fake.Clock()) }
