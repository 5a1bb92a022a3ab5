package webhook

import (
	"context"
	"slices"
	"sync"
)

// job is a delivery that waits for its handler or is being handled.
type job struct {
	ctx      context.Context // the values of the request's context, without its cancellation
	route    *route
	delivery Delivery
	count    int    // number of records; the worker splits the body again to save memory
	key      string // key of the store; empty without Deduplicate

	// Set only for a synchronous handler.
	done    chan Result   // receives the result once
	overdue chan struct{} // closed at the deadline

	// Guarded by queue.mu.
	abandoned bool // Shutdown reported the job while it ran
	dropped   bool // Shutdown removed the job from the queue
}

// queue runs jobs and holds those that wait. push starts a worker if fewer than workers are
// running; a worker ends when no job waits.
type queue struct {
	limit    int
	maxBytes int64
	workers  int
	run      func(*job)

	mu      sync.Mutex
	waiting []*job
	bytes   int64             // total size of the waiting bodies
	running map[*job]struct{} // one job per worker
	closed  bool
	idle    chan struct{} // closed when the queue is closed and has no jobs
}

func newQueue(limit int, maxBytes int64, workers int, run func(*job)) *queue {
	return &queue{
		limit: limit, maxBytes: maxBytes, workers: workers, run: run,
		running: make(map[*job]struct{}),
		idle:    make(chan struct{}),
	}
}

// push takes ownership of j and returns ResultAccepted, or returns why it refuses j.
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

// hasRoom reports whether a body of this size may wait. A body larger than maxBytes may wait alone;
// otherwise it could only be accepted while a worker is idle. The caller holds the lock.
func (q *queue) hasRoom(size int64) bool {
	if len(q.waiting) >= q.limit || q.maxBytes == 0 {
		return false
	}
	return len(q.waiting) == 0 || q.bytes+size <= q.maxBytes
}

// start starts a worker with j. The caller holds the lock.
func (q *queue) start(j *job) {
	q.running[j] = struct{}{}
	go q.work(j)
}

// work runs j and then the waiting jobs. The deferred function starts a new goroutine if a handler
// ends this one.
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

// next ends a job and returns the next one for its worker, or nil.
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

// remove removes the i-th waiting job. The caller holds the lock.
func (q *queue) remove(i int) {
	q.bytes -= int64(len(q.waiting[i].delivery.Body))
	q.waiting = slices.Delete(q.waiting, i, i+1)
}

// withdraw removes j if it waits. It reports whether the handler of j will never be called, which
// is also true if abandon removed j.
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

// close makes push refuse jobs.
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

// abandon empties a closed queue. It returns the jobs that waited and those that run, each only
// once.
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

// isAbandoned reports whether abandon returned the running job j.
func (q *queue) isAbandoned(j *job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return j.abandoned
}
