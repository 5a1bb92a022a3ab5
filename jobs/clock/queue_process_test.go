package clock_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/jobs/clock"
)

// The test binary runs as another process of a test if queueVariable names a queue. It adds as many
// punches as countVariable says, each to a queue that it opens and closes. With 0 it adds one and
// keeps the queue open until its input ends.
const (
	queueVariable = "FACTORIALHR_CLOCK_TEST_QUEUE"
	countVariable = "FACTORIALHR_CLOCK_TEST_COUNT"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(queueVariable); path != "" {
		if err := otherProcess(path, os.Getenv(countVariable)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func otherProcess(path, count string) error {
	n, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	for range max(n, 1) {
		q, err := clock.OpenQueue(path)
		for errors.Is(err, clock.ErrLocked) {
			time.Sleep(time.Millisecond)
			q, err = clock.OpenQueue(path)
		}
		if err != nil {
			return err
		}
		number, err := q.Add("1", clock.Punch{Kind: clock.In, At: at("2026-11-24 09:00")})
		if err != nil {
			return err
		}
		if n == 0 {
			fmt.Println("open")
			_, _ = io.Copy(io.Discard, os.Stdin)
			return nil
		}
		if number%3 == 0 { // so that the next process rewrites the file
			if _, err = q.Drop(number); err != nil {
				return err
			}
		}
		if err := q.Close(); err != nil {
			return err
		}
	}
	return nil
}

func startOther(t *testing.T, path string, count int) (cmd *exec.Cmd, output *bufio.Reader) {
	t.Helper()
	cmd = exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), queueVariable+"="+path, countVariable+"="+strconv.Itoa(count), "GORACE=atexit_sleep_ms=10")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close() })
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewReader(out)
}

func TestProcessesThatShareAQueueLoseNoPunch(t *testing.T) {
	const processes, each = 4, 30
	path := filepath.Join(t.TempDir(), "punches")
	var running []*exec.Cmd
	for range processes {
		cmd, _ := startOther(t, path, each)
		running = append(running, cmd)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	var want []int
	for i := 1; i <= processes*each; i++ {
		if i%3 != 0 {
			want = append(want, i)
		}
	}
	if got := numbers(openQueue(t, path).Pending()); !slices.Equal(got, want) {
		t.Errorf("pending %v", got)
	}
}

func TestAQueueIsOpenInOnePlaceOnly(t *testing.T) {
	for _, tt := range []struct {
		name string
		open func(t *testing.T, path string) (end func())
	}{
		{"another process has the queue open until it is killed", func(t *testing.T, path string) func() {
			cmd, output := startOther(t, path, 0)
			if line, err := output.ReadString('\n'); err != nil {
				t.Fatal(line, err)
			}
			return func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
		}},
		{"another queue of the same process has the file open until Close", func(t *testing.T, path string) func() {
			q := openQueue(t, path)
			add(t, q, "1", clock.In, "2026-11-24 09:00")
			return func() { q.Close() }
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "punches")
			end := tt.open(t, path)
			if _, err := clock.OpenQueue(path); !errors.Is(err, clock.ErrLocked) {
				t.Errorf("OpenQueue: %v", err)
			}
			if _, err := clock.RepairQueue(path); !errors.Is(err, clock.ErrLocked) {
				t.Errorf("RepairQueue: %v", err)
			}
			end()
			if n, err := clock.RepairQueue(path); n != 0 || err != nil {
				t.Errorf("then RepairQueue: %d, %v", n, err)
			}
			if got := numbers(openQueue(t, path).Pending()); !slices.Equal(got, []int{1}) {
				t.Errorf("pending %v", got)
			}
		})
	}
}
