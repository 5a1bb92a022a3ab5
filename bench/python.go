package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// The Python clients run in their own processes and measure themselves, so that starting Python
// does not count.
var (
	//go:embed python/requirements.txt
	requirements []byte
	//go:embed python/factorialhr.py
	factorialhrScript string
	//go:embed python/factorial_api_client.py
	factorialAPIClientScript string
)

// preparePython installs the pinned versions into a virtual environment in the user's cache, unless
// an earlier run has, and returns its interpreter.
func preparePython(ctx context.Context) (interpreter string, err error) {
	python, err := exec.LookPath("python3")
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "factorialhr-bench", fmt.Sprintf("%x", sha256.Sum256(requirements))[:12])
	interpreter = filepath.Join(dir, "bin", "python")
	if runtime.GOOS == "windows" {
		interpreter = filepath.Join(dir, "Scripts", "python.exe")
	}
	pins := filepath.Join(dir, "requirements.txt") // written last: it marks the installation as complete
	if _, err := os.Stat(pins); err == nil {
		return interpreter, nil
	}
	fmt.Fprintln(os.Stderr, "installing the Python clients …")
	temporary := filepath.Join(os.TempDir(), filepath.Base(dir)+"-requirements.txt")
	if err := os.WriteFile(temporary, requirements, 0o600); err != nil {
		return "", err
	}
	defer os.Remove(temporary)
	for _, command := range [][]string{
		{python, "-m", "venv", dir},
		{interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", temporary},
	} {
		if out, err := exec.CommandContext(ctx, command[0], command[1:]...).CombinedOutput(); err != nil {
			return "", fmt.Errorf("%s: %w\n%s", command[1], err, out)
		}
	}
	return interpreter, os.WriteFile(pins, requirements, 0o600)
}

// python returns a contender that runs a script. The script reads once for each line of its input.
func python(name, interpreter, script string, args ...string) contender {
	return contender{name: name, start: func(ctx context.Context, url string) (reader, error) {
		p := &process{cmd: exec.CommandContext(ctx, interpreter, append([]string{"-c", script, url}, args...)...)}
		p.cmd.Stderr = os.Stderr
		var err error
		if p.in, err = p.cmd.StdinPipe(); err != nil {
			return nil, err
		}
		out, err := p.cmd.StdoutPipe()
		if err != nil {
			return nil, err
		}
		p.out = bufio.NewReader(out)
		return p, p.cmd.Start()
	}}
}

// process is a reader in its own process.
type process struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func (p *process) read(context.Context) (result, error) {
	if _, err := io.WriteString(p.in, "read\n"); err != nil {
		return result{}, err
	}
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return result{}, err
	}
	var answer struct {
		Seconds     float64
		Records     int
		First, Last string
	}
	if err := json.Unmarshal(line, &answer); err != nil {
		return result{}, err
	}
	return result{
		duration: time.Duration(answer.Seconds * float64(time.Second)),
		records:  answer.Records, first: answer.First, last: answer.Last,
	}, nil
}

func (p *process) close() error {
	_ = p.in.Close()
	return p.cmd.Wait()
}
