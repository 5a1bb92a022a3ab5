package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// build builds the command of this checkout into a directory.
func build(ctx context.Context, dir string) (string, error) {
	file := filepath.Join(dir, "factorialhr")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", file, "github.com/factorialhr-go/factorialhr/cmd/factorialhr")
	cmd.Stderr = os.Stderr
	return file, cmd.Run()
}

// process is a running fake API.
type process struct {
	cmd     *exec.Cmd
	address string // host and port
}

var baseURL = regexp.MustCompile(`http://(127\.0\.0\.1:[0-9]+)`)

// start starts the command and waits until it has printed its address.
func start(ctx context.Context, file string, flags ...string) (*process, error) {
	p := &process{cmd: exec.CommandContext(ctx, file, append([]string{"mock", "-port", "0", "-key", key}, flags...)...)}
	p.cmd.Stderr = os.Stderr
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(os.Interrupt) }
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if found := baseURL.FindStringSubmatch(lines.Text()); found != nil {
			p.address = found[1]
			go func() {
				for lines.Scan() { // until the process ends, which stop awaits
				}
			}()
			return p, nil
		}
	}
	_ = p.stop()
	return nil, fmt.Errorf("%s printed no address", file)
}

func (p *process) stop() error {
	_ = p.cmd.Process.Signal(os.Interrupt)
	return p.cmd.Wait()
}

// memory returns the largest and the present resident set, in MB of 1,000,000 bytes; 0 without
// /proc.
func (p *process) memory() (most, now int) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(raw)) {
		name, value, _ := strings.Cut(line, ":")
		kilobytes, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")))
		switch name {
		case "VmHWM":
			most = kilobytes * 1024 / 1_000_000
		case "VmRSS":
			now = kilobytes * 1024 / 1_000_000
		}
	}
	return most, now
}

// tick is the unit of processor time in /proc, a constant of Linux for programs.
const tick = 10 * time.Millisecond

// processor returns the processor time that a process has used, 0 without /proc. An id of 0 means
// this program.
func processor(pid int) time.Duration {
	name := "self"
	if pid != 0 {
		name = strconv.Itoa(pid)
	}
	raw, err := os.ReadFile("/proc/" + name + "/stat")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(raw), ") ") // the name in parentheses may hold spaces
	columns := strings.Fields(after)
	if len(columns) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(columns[11])
	system, _ := strconv.Atoi(columns[12])
	return time.Duration(user+system) * tick
}
