package clock

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/gofrs/flock"

	"github.com/factorialhr-go/factorialhr"
)

// ErrDamaged means that the file of a queue has lines that cannot be read: see [RepairQueue].
var ErrDamaged = errors.New("the queue is damaged")

// ErrReplaced means that another program has deleted or replaced the file of an open queue.
// The punch is not in the queue: open the queue again and repeat the call.
var ErrReplaced = errors.New("the file of the queue was deleted or replaced")

// ErrLocked means that another process, or another Queue of this process, has the queue open.
var ErrLocked = errors.New("the queue is open in another place: close it there first")

// Queue is a file of punches that wait for the network. Every change is on the disk when its method
// returns. A Queue is safe for concurrent use within one process, and until Close it holds a lock
// that keeps other processes out.
type Queue struct {
	sending sync.Mutex // held by Send

	mu      sync.Mutex
	path    string
	lock    *flock.Flock
	file    queueFile
	cut     bool // the file ends within a line
	pending []Queued
	next    int
}

// queueFile is what a queue needs of an *os.File.
type queueFile interface {
	io.WriteCloser
	Stat() (fs.FileInfo, error)
	Sync() error
	Truncate(size int64) error
}

// Queued is a punch in a queue.
type Queued struct {
	Number     int            `json:"number"`      // from 1, in the order of Add
	EmployeeID factorialhr.ID `json:"employee_id"` // the ID of an employees.Employee
	Punch      Punch          `json:"punch"`
}

// SentPunch is a punch of a queue that the server has.
type SentPunch struct {
	Queued
	Punched
}

// OpenQueue opens the file of a queue, or creates it with permissions for its owner only. It also
// creates the file path.lock, which stays. If the queue is open already, the error is ErrLocked. If
// the file is damaged, the error is ErrDamaged with the numbers of the lines, and the file stays as
// it is.
func OpenQueue(path string) (*Queue, error) {
	q, err := openQueue(path)
	if err != nil {
		return nil, fmt.Errorf("clock: OpenQueue: %w", err)
	}
	return q, nil
}

func openQueue(path string) (q *Queue, err error) {
	path, err = filepath.Abs(path) // the program may change its directory
	if err != nil {
		return nil, err
	}
	lock, err := lockQueue(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = lock.Close()
		}
	}()
	content, err := readQueue(path)
	if err != nil {
		return nil, err
	}
	if len(content.damaged) > 0 {
		return nil, fmt.Errorf("%w: lines %v; RepairQueue sets them aside", ErrDamaged, content.damaged)
	}
	if content.done > 0 {
		if err := writeQueue(path, content); err != nil {
			return nil, err
		}
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	return &Queue{path: path, lock: lock, file: file, pending: content.pending, next: content.next}, nil
}

// lockQueue takes the lock of a queue without waiting for it. The lock has its own file, because
// writeQueue replaces the queue's file. The system releases the lock of a process that ends.
func lockQueue(path string) (*flock.Flock, error) {
	lock := flock.New(path+".lock", flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err == nil && !held {
		err = ErrLocked
	}
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return lock, nil
}

// Close closes the file and releases the lock. The punches stay in the file.
func (q *Queue) Close() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return errors.Join(q.file.Close(), q.lock.Close())
}

// Add appends a punch of an employee and returns its number. The punches of an employee are sent in
// the order in which they were added, so add them as they happen.
func (q *Queue) Add(employee factorialhr.ID, punch Punch) (number int, err error) {
	if employee == "" || punch.At.IsZero() || punch.name() == "Punch" {
		return 0, fmt.Errorf("clock: Add: %w: a punch needs an employee, a kind and a moment", factorialhr.ErrInvalidRequest)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	entry := Queued{Number: q.next, EmployeeID: employee, Punch: punch}
	if err := q.append(line{Queued: &entry}); err != nil {
		return 0, fmt.Errorf("clock: Add: %w", err)
	}
	q.pending = append(q.pending, entry)
	q.next++
	return entry.Number, nil
}

// Pending returns the punches that wait, in their order.
func (q *Queue) Pending() []Queued {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Clone(q.pending)
}

// Drop removes a punch without sending it: one that the server refuses and that a person corrects
// by hand. It reports whether the queue had the punch.
func (q *Queue) Drop(number int) (bool, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	had, err := q.remove(number)
	if err != nil {
		return false, fmt.Errorf("clock: Drop: %w", err)
	}
	return had, nil
}

// Send sends the punches that wait and returns those that the server has now. A punch that the
// server had before is not sent again: [Punched.Sent] is false.
//
// A punch that fails stays in the queue, and so do the later punches of the same employee. Send
// continues with the other employees and returns the errors joined, each with the number of its
// punch. It stops at once if no punch can succeed: ctx is done, the network is down, the credential
// is not accepted, the client must wait. Call Send again for the rest.
func (q *Queue) Send(ctx context.Context, c *Clock) ([]SentPunch, error) {
	q.sending.Lock()
	defer q.sending.Unlock()
	var (
		sent    []SentPunch
		errs    []error
		people  = make(map[factorialhr.ID]*Person)
		blocked = make(map[factorialhr.ID]bool)
	)
	for _, entry := range q.Pending() {
		if blocked[entry.EmployeeID] {
			continue
		}
		done, err := q.sendOne(ctx, c, people, entry)
		if done != nil {
			sent = append(sent, SentPunch{entry, *done})
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("clock: Send: punch %d: %w", entry.Number, err))
			blocked[entry.EmployeeID] = true
			if done != nil || endsAll(ctx, err) {
				break
			}
		}
	}
	return sent, errors.Join(errs...)
}

func (q *Queue) sendOne(ctx context.Context, c *Clock, people map[factorialhr.ID]*Person, entry Queued) (*Punched, error) {
	p := people[entry.EmployeeID]
	if p == nil {
		var err error
		if p, err = c.ByID(ctx, entry.EmployeeID); err != nil {
			return nil, err
		}
		people[entry.EmployeeID] = p
	}
	done, err := p.Punch(ctx, entry.Punch)
	if err != nil {
		return nil, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	_, err = q.remove(entry.Number)
	return done, err
}

// endsAll reports whether an error would strike every other punch too.
func endsAll(ctx context.Context, err error) bool {
	e, ok := errors.AsType[*factorialhr.Error](err)
	notSent := ok && e.Outcome == factorialhr.OutcomeNotSent && !errors.Is(err, factorialhr.ErrInvalidRequest)
	return ctx.Err() != nil || notSent ||
		errors.Is(err, factorialhr.ErrUnauthorized) || errors.Is(err, factorialhr.ErrRateLimited) || errors.Is(err, factorialhr.ErrClosed)
}

// remove records that a punch needs no sending any more.
func (q *Queue) remove(number int) (bool, error) {
	i := slices.IndexFunc(q.pending, func(e Queued) bool { return e.Number == number })
	if i < 0 {
		return false, nil
	}
	if err := q.append(line{Done: number}); err != nil {
		return false, err
	}
	q.pending = slices.Delete(q.pending, i, i+1)
	return true, nil
}
