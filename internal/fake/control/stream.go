package control

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// The limits of the streams: how many there are, and how much a stream holds for a reader that is
// slower than the log.
const (
	maxStreams    = 64
	maxHeld       = 1024
	maxHeldBytes  = 2 << 20
	latestFirst   = 100
	keepAliveTime = 15 // seconds
)

var errStreams = errors.New("there are 64 streams of the log already: close one")

// streams are the readers of the log.
type streams struct {
	open atomic.Int32 // the number of readers, so that publish costs nothing without one

	// life names the time since the start or the last reset, when numbers begin at 1.
	life atomic.Pointer[string]

	mu     sync.Mutex
	closed bool
	done   chan struct{} // closed by close
	all    map[*stream]bool
}

// stream holds the events for one reader. Its reader's goroutine is the one that serves the
// request.
type stream struct {
	mu    sync.Mutex
	held  []event
	bytes int
	lost  int
	ready chan struct{} // has an element if held or lost is not zero
}

// event is an event of the log in the form of text/event-stream.
type event struct {
	id   string // of a request, empty for others
	text []byte
}

// newEvent encodes an event. A browser sends the last id as Last-Event-ID when it connects again.
func newEvent(name, id string, v any) event {
	var text bytes.Buffer
	text.WriteString("event: " + name + "\n")
	if id != "" {
		text.WriteString("id: " + id + "\n")
	}
	text.WriteString("data: ")
	encoder := json.NewEncoder(&text) // ends with a line break
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v)
	text.WriteString("\n")
	return event{id, text.Bytes()}
}

// Request tells the readers about a request that has entered the log.
func (h *Handler) Request(r Request) {
	if h.Following() {
		h.streams.publish("request", r.Number, r.filled())
	}
}

// Delivery tells the readers about an attempt to deliver a webhook.
func (h *Handler) Delivery(d Delivery) { h.streams.publish("delivery", 0, d) }

// Following reports whether the log has a reader. Without one, Request and Delivery do nothing.
func (h *Handler) Following() bool { return h.streams.open.Load() > 0 }

// Restarted tells the readers about a reset, after which the numbers of requests begin at 1. The
// fake calls it at the end of each reset.
func (h *Handler) Restarted() {
	h.streams.begin()
	h.changed(State{Action: "reset"})
}

// changed tells the readers about a change by this surface.
func (h *Handler) changed(s State) {
	s.Time = h.fake.Clock().Now
	h.streams.publish("state", 0, s)
}

// begin begins a new life.
func (s *streams) begin() { s.life.Store(new(strings.ToLower(rand.Text()[:8]))) }

// id returns the id of a request's event, or "" for the number 0.
func (s *streams) id(number int) string {
	if number == 0 {
		return ""
	}
	return *s.life.Load() + "-" + strconv.Itoa(number)
}

// number returns the number in an id of this life, or 0.
func (s *streams) number(id string) int {
	life, number, _ := strings.Cut(id, "-")
	if life != *s.life.Load() {
		return 0
	}
	n, err := strconv.Atoi(number)
	if err != nil {
		return 0
	}
	return n
}

func (s *streams) publish(name string, number int, v any) {
	if s.open.Load() == 0 {
		return
	}
	e := newEvent(name, s.id(number), v)
	s.mu.Lock()
	defer s.mu.Unlock()
	for reader := range s.all {
		reader.add(e)
	}
}

// add holds an event, or counts it as lost if the reader is too slow. An event after a lost one is
// lost too until the reader has taken all, so that the gap is at one place.
func (s *stream) add(e event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost > 0 || len(s.held) >= maxHeld || s.bytes+len(e.text) > maxHeldBytes {
		s.lost++
	} else {
		s.held = append(s.held, e)
		s.bytes += len(e.text)
	}
	select {
	case s.ready <- struct{}{}:
	default:
	}
}

// take returns the events that the stream holds, and the number of events lost after them.
func (s *stream) take() (held []event, lost int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held, lost = s.held, s.lost
	s.held, s.bytes, s.lost = nil, 0, 0
	return held, lost
}

// join adds a reader and calls read, which reads the beginning of its stream. No event is published
// meanwhile. So a request is in the beginning, or an event follows, or both, in the order of the
// log. The caller calls leave.
func (s *streams) join(read func() error) (*stream, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.all) >= maxStreams {
		return nil, errStreams
	}
	reader := &stream{ready: make(chan struct{}, 1)}
	s.open.Add(1) // from here on, publish waits
	if err := read(); err != nil {
		s.open.Add(-1)
		return nil, err
	}
	if s.all == nil {
		s.all = make(map[*stream]bool)
	}
	s.all[reader] = true
	return reader, nil
}

func (s *streams) leave(reader *stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, reader)
	s.open.Add(-1)
}

func (s *streams) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.closed = true
		close(s.done)
	}
}
