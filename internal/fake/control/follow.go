package control

import (
	"net/http"
	"time"
)

// followLog writes the log as it happens, until the client leaves or the server ends. It begins
// with the latest requests, or, for a browser that connects again, with the requests that it
// missed.
func followLog(c *call) error {
	if c.r.Method == http.MethodHead {
		c.w.Header().Set("Content-Type", "text/event-stream")
		return nil
	}
	var latest []Request
	var missed int
	reader, err := c.streams.join(func() (err error) {
		latest, missed, err = c.beginning()
		return err
	})
	if err != nil {
		return err
	}
	defer c.streams.leave(reader)
	c.w.Header().Set("Content-Type", "text/event-stream")
	c.w.Header().Set("X-Accel-Buffering", "no") // nginx would hold the events back
	w := follower{w: c.w, flush: http.NewResponseController(c.w).Flush}
	w.write([]byte("retry: 1000\n\n"))
	if missed > 0 {
		w.gap(missed)
	}
	written := make(map[string]bool, len(latest))
	for _, r := range latest {
		e := newEvent("request", c.streams.id(r.Number), r.filled())
		written[e.id] = true
		w.write(e.text)
	}
	alive := time.NewTicker(keepAliveTime * time.Second)
	defer alive.Stop()
	for w.failed() == nil {
		select {
		case <-c.r.Context().Done():
			return nil
		case <-c.streams.done:
			return nil
		case <-alive.C:
			w.write([]byte(": the stream is open\n\n"))
		case <-reader.ready:
			held, lost := reader.take()
			for _, e := range held {
				if !written[e.id] {
					w.write(e.text)
				}
			}
			if lost > 0 {
				w.gap(lost)
			}
		}
	}
	return nil
}

// beginning returns the requests at the beginning of a stream, and the number of those that a
// browser missed and that are too many.
func (c *call) beginning() (latest []Request, tooMany int, err error) {
	last := c.streams.number(c.r.Header.Get("Last-Event-ID"))
	if last == 0 {
		latest, err = c.fake.Requests(Query{Latest: latestFirst})
		return latest, 0, err
	}
	latest, err = c.fake.Requests(Query{After: last})
	tooMany = max(0, len(latest)-latestFirst)
	return latest[tooMany:], tooMany, err
}

// follower writes events to a client. After an error it writes nothing.
type follower struct {
	w     http.ResponseWriter
	flush func() error
	err   error
}

func (f *follower) write(text []byte) {
	if f.err == nil {
		_, f.err = f.w.Write(text)
	}
}

func (f *follower) gap(lost int) {
	f.write(newEvent("gap", "", map[string]int{"lost": lost}).text)
}

// failed flushes the events, and returns the first error.
func (f *follower) failed() error {
	if f.err == nil {
		f.err = f.flush()
	}
	return f.err
}
