package clock_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/clock"
)

func openQueue(t *testing.T, path string) *clock.Queue {
	t.Helper()
	q, err := clock.OpenQueue(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { q.Close() })
	return q
}

func add(t *testing.T, q *clock.Queue, employee factorialhr.ID, kind clock.Kind, moment string) {
	t.Helper()
	if _, err := q.Add(employee, clock.Punch{Kind: kind, At: at(moment)}); err != nil {
		t.Fatal(err)
	}
}

// twoDays adds two days of Ada and one of Bea.
func twoDays(t *testing.T, q *clock.Queue) {
	t.Helper()
	add(t, q, "1", clock.In, "2026-11-24 09:00")
	add(t, q, "2", clock.In, "2026-11-24 09:00")
	add(t, q, "1", clock.Out, "2026-11-24 17:00")
	add(t, q, "1", clock.In, "2026-11-25 09:05")
	add(t, q, "2", clock.Out, "2026-11-24 18:00")
	add(t, q, "1", clock.Out, "2026-11-25 17:05")
}

var (
	adasDays = []string{"2026-11-24 09:00-17:00", "2026-11-25 09:05-17:05"}
	beasDays = []string{"2026-11-24 08:00-17:00"} // on the Canary Islands
)

func numbers(list []clock.Queued) (n []int) {
	for _, e := range list {
		n = append(n, e.Number)
	}
	return n
}

func TestQueueSends(t *testing.T) {
	for _, tt := range []struct {
		name    string
		before  func(*office)
		faults  []factorialtest.Fault
		sent    []int // by the first Send
		pending []int
		err     error
		writes  int // of both
		ada     []string
	}{
		{name: "all punches", sent: []int{1, 2, 3, 4, 5, 6}, writes: 6, ada: adasDays},
		{name: "punches that the server has are not sent again", before: func(o *office) { o.shift("2026-11-24", "09:00", "17:00") },
			sent: []int{1, 2, 3, 4, 5, 6}, writes: 4, ada: adasDays},
		{name: "an employee's later punches wait for the one that fails",
			faults: []factorialtest.Fault{{Kind: factorialtest.ServerError, Operation: "attendance.Shifts.ClockOut", Times: 1}},
			sent:   []int{1, 2, 5}, pending: []int{3, 4, 6}, err: factorialhr.ErrOutcomeUnknown, writes: 7, ada: adasDays},
		{name: "a lost response is no failure",
			faults: []factorialtest.Fault{{Kind: factorialtest.ResetAfter, Operation: "attendance.Shifts.*", Method: "POST"}},
			sent:   []int{1, 2, 3, 4, 5, 6}, writes: 6, ada: adasDays},
		{name: "the employee is unknown", before: func(o *office) { o.Remove("employees/employees", "2") },
			sent: []int{1, 3, 4, 6}, pending: []int{2, 5}, err: clock.ErrNoEmployee, writes: 4, ada: adasDays},
		{name: "a shift of another device is open", before: func(o *office) { o.shift("2026-11-24", "08:00", "") },
			sent: []int{2, 5}, pending: []int{1, 3, 4, 6}, err: clock.ErrOpenShift, writes: 2, ada: []string{"2026-11-24 08:00-"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "punches")
			synctest.Test(t, func(t *testing.T) {
				o := newOffice(t)
				if tt.before != nil {
					tt.before(o)
				}
				o.inject(tt.faults...)
				q := openQueue(t, path)
				twoDays(t, q)
				sent, err := q.Send(t.Context(), o.clock)
				if !errors.Is(err, tt.err) || err != nil && tt.err == nil {
					t.Fatalf("error %v, want %v", err, tt.err)
				}
				var got []int
				for _, s := range sent {
					got = append(got, s.Number)
				}
				if pending := numbers(q.Pending()); !slices.Equal(got, tt.sent) || !slices.Equal(pending, tt.pending) {
					t.Errorf("sent %v, pending %v", got, pending)
				}
				if err := q.Close(); err != nil { // the terminal restarts
					t.Fatal(err)
				}
				q = openQueue(t, path)
				if pending := numbers(q.Pending()); !slices.Equal(pending, tt.pending) {
					t.Errorf("after a restart pending %v", pending)
				}
				q.Send(t.Context(), o.clock)
				if got := o.shifts("1"); !slices.Equal(got, tt.ada) {
					t.Errorf("shifts of Ada %q", got)
				}
				if got := o.shifts("2"); !errors.Is(tt.err, clock.ErrNoEmployee) && !slices.Equal(got, beasDays) {
					t.Errorf("shifts of Bea %q", got)
				}
				if n := o.writes(); n != tt.writes {
					t.Errorf("%d writes, want %d", n, tt.writes)
				}
			})
		})
	}
}

func TestQueueStopsWhenNothingCanSucceed(t *testing.T) {
	o := newOffice(t)
	client, err := o.NewClient(nil, factorialhr.MaxAttempts(1))
	if err != nil {
		t.Fatal(err)
	}
	client.Close()
	q := openQueue(t, filepath.Join(t.TempDir(), "punches"))
	twoDays(t, q)
	sent, err := q.Send(t.Context(), clock.New(client))
	if len(sent) > 0 || !errors.Is(err, factorialhr.ErrClosed) || strings.Count(err.Error(), "punch") != 1 {
		t.Errorf("sent %v, %v", sent, err)
	}
	if n := len(q.Pending()); n != 6 {
		t.Errorf("%d pending", n)
	}
}

func TestADroppedPunchMakesWay(t *testing.T) {
	o := newOffice(t)
	path := filepath.Join(t.TempDir(), "punches")
	q := openQueue(t, path)
	add(t, q, "1", clock.Out, "2026-11-24 17:00")
	add(t, q, "1", clock.In, "2026-11-25 09:00")
	if sent, err := q.Send(t.Context(), o.clock); len(sent) > 0 || !errors.Is(err, clock.ErrNoOpenShift) || !strings.Contains(err.Error(), "punch 1") {
		t.Fatalf("sent %v, %v", sent, err)
	}
	if had, err := q.Drop(1); !had || err != nil {
		t.Fatal(had, err)
	}
	if had, err := q.Drop(1); had || err != nil {
		t.Fatal(had, err)
	}
	if sent, err := q.Send(t.Context(), o.clock); len(sent) != 1 || err != nil {
		t.Errorf("sent %v, %v", sent, err)
	}
	q.Close()
	q = openQueue(t, path)
	if n, err := q.Add("1", clock.Punch{Kind: clock.Out, At: time.Now()}); n != 3 || err != nil {
		t.Errorf("the numbers begin again: %d, %v", n, err)
	}
}

func TestAPunchIsNotAddedToAFileThatIsNoLongerThere(t *testing.T) {
	for _, tt := range []struct {
		name string
		lose func(path string) error
	}{
		{"deleted", os.Remove},
		{"renamed", func(path string) error { return os.Rename(path, path+".old") }},
		{"replaced by a copy of another program", func(path string) error {
			content, err := os.ReadFile(path)
			if err == nil {
				err = os.WriteFile(path+".new", content, 0o600)
			}
			return errors.Join(err, os.Rename(path+".new", path))
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if runtime.GOOS == "windows" {
				t.Skip("Windows does not rename or delete an open file")
			}
			path := filepath.Join(t.TempDir(), "punches")
			q := openQueue(t, path)
			add(t, q, "1", clock.In, "2026-11-24 09:00")
			if err := tt.lose(path); err != nil {
				t.Fatal(err)
			}
			_, err := q.Add("1", clock.Punch{Kind: clock.Out, At: at("2026-11-24 17:00")})
			if !errors.Is(err, clock.ErrReplaced) {
				t.Errorf("the punch is lost: %v", err)
			}
		})
	}
}

func TestADamagedQueueIsReportedAndLosesNothing(t *testing.T) {
	for _, tt := range []struct {
		name    string
		damage  func([]byte) []byte
		lines   string
		pending []int
	}{
		{"a crash cut the last line", func(b []byte) []byte { return b[:len(b)-20] }, "[6]", []int{1, 2, 3, 4, 5}},
		{"a crash cut the end of the last line", func(b []byte) []byte { return b[:len(b)-1] }, "[6]", []int{1, 2, 3, 4, 5}},
		{"a digit of a time changed", func(b []byte) []byte {
			return bytes.Replace(b, []byte("2026-11-25T09:05"), []byte("2026-11-25T08:05"), 1)
		}, "[4]", []int{1, 2, 3, 5, 6}},
		{"zeros", func(b []byte) []byte { return append(b, make([]byte, 100)...) }, "[7]", []int{1, 2, 3, 4, 5, 6}},
		{"a line of another program", func(b []byte) []byte { return append([]byte("hello\n"), b...) }, "[1]", []int{1, 2, 3, 4, 5, 6}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "punches")
			q := openQueue(t, path)
			twoDays(t, q)
			q.Close()
			whole, _ := os.ReadFile(path)
			damaged := tt.damage(bytes.Clone(whole))
			if bytes.Equal(whole, damaged) {
				t.Fatal("nothing is damaged")
			}
			if err := os.WriteFile(path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := clock.OpenQueue(path); !errors.Is(err, clock.ErrDamaged) || !strings.Contains(err.Error(), tt.lines) {
				t.Fatalf("got %v", err)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(after, damaged) {
				t.Fatal("opening changed the file")
			}
			if n, err := clock.RepairQueue(path); n != 1 || err != nil {
				t.Fatal(n, err)
			}
			q = openQueue(t, path)
			if got := numbers(q.Pending()); !slices.Equal(got, tt.pending) {
				t.Errorf("pending %v", got)
			}
			aside, _ := os.ReadFile(path + ".damaged")
			for line := range bytes.Lines(damaged) {
				kept, _ := os.ReadFile(path)
				if !bytes.Contains(kept, line) && !bytes.Contains(aside, bytes.TrimSuffix(line, []byte("\n"))) {
					t.Errorf("lost %q", line)
				}
			}
			q.Close()
			if n, err := clock.RepairQueue(path); n != 0 || err != nil {
				t.Error(n, err)
			}
		})
	}
}

func TestAQueueAcceptsPunchesAtOnce(t *testing.T) {
	o := newOffice(t)
	q := openQueue(t, filepath.Join(t.TempDir(), "punches"))
	var wait sync.WaitGroup
	for day := range 20 {
		wait.Go(func() {
			moment := at("2026-11-01 09:00").AddDate(0, 0, day)
			q.Add("1", clock.Punch{Kind: clock.BreakStart, At: moment})
			q.Send(t.Context(), o.clock)
		})
	}
	wait.Wait()
	got := numbers(q.Pending())
	slices.Sort(got)
	if len(got) != 20 || got[0] != 1 || got[19] != 20 {
		t.Errorf("pending %v", got)
	}
	if _, err := q.Add("", clock.Punch{Kind: clock.In, At: time.Now()}); !errors.Is(err, factorialhr.ErrInvalidRequest) {
		t.Errorf("got %v", err)
	}
	if _, err := q.Add("1", clock.Punch{Kind: "hello", At: time.Now()}); !errors.Is(err, factorialhr.ErrInvalidRequest) {
		t.Errorf("got %v", err)
	}
}
