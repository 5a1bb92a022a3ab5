package webhook

import (
	"context"
	"slices"
	"sync"
)

// job is a delivery on its way to its handler.
type job struct {
	ctx      context.Context // of the request, without its end
	route    *route
	delivery Delivery
	count    int    // of its records, which are split from the body again when a worker has it
	key      string // for de-duplication, empty without

	// Of a synchronous handler, whose request waits.
	done    chan Result   // has the result, once
	overdue chan struct{} // is closed at the deadline

	// Guarded by the lock of the queue.
	abandoned bool // Shutdown has reported it while it ran
	dropped   bool // Shutdown took it out of the queue
}

// queue holds the jobs that wait and runs them. A worker is started for a job that finds one missing, and ends when
// nothing waits.
type queue struct {
	limit    int
	maxBytes int64
	workers  int
	run      func(*job)

	mu      sync.Mutex
	waiting []*job
	bytes   int64             // of the bodies that wait
	running map[*job]struct{} // one for each worker
	closed  bool
	idle    chan struct{} // closed when the queue is closed, and nothing waits or runs
}

func newQueue(limit int, maxBytes int64, workers int, run func(*job)) *queue {
	return &queue{
		limit: limit, maxBytes: maxBytes, workers: workers, run: run,
		running: make(map[*job]struct{}),
		idle:    make(chan struct{}),
	}
}

// push takes j over and returns ResultAccepted, or tells why not.
func (q *queue) push(j *job) Result {
	q.mu.Lock()
	defer q.mu.Unlock()
	size := int64(len(j.delivery.Body))
	switch {
	case q.closed:
		return ResultClosed
	case len(q.running) < q.workers:
		q.start(j)
	case !q.hasRoom(size):
		return ResultBusy
	default:
		q.waiting = append(q.waiting, j)
		q.bytes += size
	}
	return ResultAccepted
}

// hasRoom reports whether a body of this size may wait, with the lock held. One that is larger than
// all may be together waits alone: otherwise it would pass only when a worker is idle.
func (q *queue) hasRoom(size int64) bool {
	if len(q.waiting) >= q.limit || q.maxBytes == 0 {
		return false
	}
	return len(q.waiting) == 0 || q.bytes+size <= q.maxBytes
}

// start starts a worker, with the lock held.
func (q *queue) start(j *job) {
	q.running[j] = struct{}{}
	go q.work(j)
}

// work runs j and then what waits. The deferred call makes that also hold for a handler that ends the goroutine.
func (q *queue) work(j *job) {
	returned := false
	defer func() {
		if !returned {
			if j = q.next(j); j != nil {
				go q.work(j)
			}
		}
	}()
	for j != nil {
		q.run(j)
		j = q.next(j)
	}
	returned = true
}

// next ends a job and returns another one for its worker, or nil.
func (q *queue) next(ended *job) *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.running, ended)
	if len(q.waiting) > 0 {
		j := q.waiting[0]
		q.remove(0)
		q.running[j] = struct{}{}
		return j
	}
	if q.closed && len(q.running) == 0 {
		close(q.idle)
	}
	return nil
}

// remove takes a job out of those that wait, with the lock held.
func (q *queue) remove(i int) {
	q.bytes -= int64(len(q.waiting[i].delivery.Body))
	q.waiting = slices.Delete(q.waiting, i, i+1)
}

// withdraw takes back a job that waits, and reports whether its handler will never be called. That holds too for one that
// abandon took out.
func (q *queue) withdraw(j *job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, j)
	if i < 0 {
		return j.dropped
	}
	q.remove(i)
	return true
}

// close lets nothing in any more.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	q.closed = true
	if len(q.running) == 0 {
		close(q.idle)
	}
}

// abandon empties a closed queue and returns the jobs that waited and those that run, each once.
func (q *queue) abandon() (waiting, running []*job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	waiting = q.waiting
	q.waiting, q.bytes = nil, 0
	for _, j := range waiting {
		j.dropped = true
	}
	for j := range q.running {
		if !j.abandoned {
			j.abandoned = true
			running = append(running, j)
		}
	}
	return waiting, running
}

// isAbandoned reports whether abandon returned j, which runs.
func (q *queue) isAbandoned(j *job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return j.abandoned
}
