package clock

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// line is a line of the file: a punch, the number of a punch that is done, or the next number.
// On the disk a checksum precedes its JSON, because a damaged line may still be JSON.
type line struct {
	*Queued
	Done int `json:"done,omitzero"`
	Next int `json:"next,omitzero"`
}

func (l line) encode() ([]byte, error) {
	data, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%08x %s\n", crc32.ChecksumIEEE(data), data), nil
}

func decodeLine(text []byte) (l line, ok bool) {
	sum, data, found := bytes.Cut(text, []byte(" "))
	if !found || string(sum) != fmt.Sprintf("%08x", crc32.ChecksumIEEE(data)) {
		return line{}, false
	}
	err := json.Unmarshal(data, &l)
	return l, err == nil && (l.Queued != nil || l.Done > 0 || l.Next > 0)
}

// append writes a line to the disk. If that fails, it cuts off the part that it wrote. If that
// fails too, the queue takes no more lines.
func (q *Queue) append(l line) error {
	if q.cut {
		return fmt.Errorf("%w: a line was written in part: close the queue, then RepairQueue sets it aside", ErrDamaged)
	}
	text, err := l.encode()
	if err != nil {
		return err
	}
	before, err := q.file.Stat()
	if err != nil {
		return err
	}
	// A line in a file that has lost its name would be lost with Close.
	if now, err := os.Stat(q.path); errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(before, now) {
		return ErrReplaced
	} else if err != nil {
		return err
	}
	if _, err = q.file.Write(text); err == nil {
		err = q.file.Sync()
	}
	if err != nil {
		truncateErr := q.file.Truncate(before.Size())
		q.cut = truncateErr != nil
		return errors.Join(err, truncateErr)
	}
	return nil
}

// queueContent is what the file of a queue says.
type queueContent struct {
	pending []Queued
	next    int
	done    int      // lines that a rewrite leaves out
	damaged []int    // line numbers, from 1
	broken  [][]byte // the damaged lines
}

// readQueue reads a file. The last line is damaged if it does not end: a crash cut it.
func readQueue(path string) (*queueContent, error) {
	c := &queueContent{next: 1}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	number := 0
	for text := range bytes.Lines(data) {
		number++
		l, ok := line{}, bytes.HasSuffix(text, []byte("\n"))
		if ok {
			l, ok = decodeLine(bytes.TrimSuffix(text, []byte("\n")))
		}
		switch {
		case !ok:
			c.damaged, c.broken = append(c.damaged, number), append(c.broken, text)
		case l.Queued != nil:
			c.pending = append(c.pending, *l.Queued)
			c.next = max(c.next, l.Queued.Number+1)
		case l.Done > 0:
			c.pending = slices.DeleteFunc(c.pending, func(e Queued) bool { return e.Number == l.Done })
			c.next = max(c.next, l.Done+1)
			c.done++
		default:
			c.next = max(c.next, l.Next)
		}
	}
	return c, err
}

// writeQueue replaces a file by one that has only the punches that wait. A crash leaves the old
// file or the new one.
func writeQueue(path string, c *queueContent) error {
	var content []byte
	lines := []line{{Next: c.next}}
	for i := range c.pending {
		lines = append(lines, line{Queued: &c.pending[i]})
	}
	for _, l := range lines {
		text, err := l.encode()
		if err != nil {
			return err
		}
		content = append(content, text...)
	}
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // fails after the rename
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// RepairQueue sets the damaged lines of a queue's file aside: it appends them unchanged to a file
// with the name path.damaged, removes them from the queue, and returns their count. Look at them: a
// line may hold a punch that the server never received. If the queue is open, the error is
// ErrLocked.
func RepairQueue(path string) (damaged int, err error) {
	damaged, err = repairQueue(path)
	if err != nil {
		return 0, fmt.Errorf("clock: RepairQueue: %w", err)
	}
	return damaged, nil
}

func repairQueue(path string) (damaged int, err error) {
	lock, err := lockQueue(path)
	if err != nil {
		return 0, err
	}
	defer lock.Close()
	content, err := readQueue(path)
	if err != nil {
		return 0, err
	}
	if len(content.damaged) == 0 {
		return 0, nil
	}
	aside, err := os.OpenFile(path+".damaged", os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return 0, err
	}
	for _, text := range content.broken {
		if _, err = aside.Write(append(bytes.TrimSuffix(text, []byte("\n")), '\n')); err != nil {
			break
		}
	}
	if err == nil {
		err = aside.Sync()
	}
	if err = errors.Join(err, aside.Close()); err != nil {
		return 0, err
	}
	if err := writeQueue(path, content); err != nil {
		return 0, err
	}
	return len(content.damaged), nil
}
