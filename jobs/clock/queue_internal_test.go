package clock

import (
	"errors"
	"io"
	"path/filepath"
	"testing"
	"time"
)

// fullDisk writes the half of a line, and cannot cut it off.
type fullDisk struct{ queueFile }

func (d fullDisk) Write(text []byte) (int, error) {
	n, err := d.queueFile.Write(text[:len(text)/2])
	return n, errors.Join(err, io.ErrShortWrite)
}

func (fullDisk) Truncate(int64) error { return errors.New("cannot truncate") }

func TestAQueueWithHalfALineAtItsEndTakesNoMore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "punches")
	q, err := OpenQueue(path)
	if err != nil {
		t.Fatal(err)
	}
	punch := Punch{Kind: In, At: time.Unix(1_800_000_000, 0)}
	if _, err := q.Add("1", punch); err != nil {
		t.Fatal(err)
	}
	whole := q.file
	q.file = fullDisk{whole}
	if _, err := q.Add("1", punch); !errors.Is(err, io.ErrShortWrite) {
		t.Fatalf("got %v", err)
	}
	q.file = whole // the disk has room again
	if _, err := q.Add("1", punch); !errors.Is(err, ErrDamaged) {
		t.Errorf("Add appends to half a line: %v", err)
	}
	if _, err := q.Drop(1); !errors.Is(err, ErrDamaged) {
		t.Errorf("Drop appends to half a line: %v", err)
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := RepairQueue(path); n != 1 || err != nil {
		t.Errorf("repaired %d, %v", n, err)
	}
	if q, err = OpenQueue(path); err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	if got := q.Pending(); len(got) != 1 || got[0].Number != 1 {
		t.Errorf("pending %v", got)
	}
}
