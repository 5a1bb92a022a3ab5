package mockserver_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The steps of the Dockerfile without a container: the command that it runs builds the program, and
// the program runs in a root directory that holds nothing else, as a user without rights.
func TestTheProgramNeedsNothingButItself(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("NOT TESTED: only root may change the root directory of a process")
	}
	root := t.TempDir()
	program := filepath.Join(root, "factorialhr")
	build(t, program)
	data := filepath.Join(root, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	const user = 65532 // as in the Dockerfile
	if err := os.Chown(data, user, user); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	inside := func(args ...string) *exec.Cmd {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		t.Cleanup(cancel)
		cmd := exec.CommandContext(ctx, "/factorialhr", args...)
		cmd.Dir, cmd.Env = "/", []string{}
		cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: user, Gid: user}}
		return cmd
	}
	server := inside("mock", "-port", "0", "-tls", "-tls-out", "/data/certificate.pem", "-state", "/data/state.json")
	printed, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var failed bytes.Buffer
	server.Stderr = &failed
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	banner := make([]byte, 4096)
	n, err := io.ReadAtLeast(printed, banner, 200)
	if err != nil {
		t.Fatalf("it prints %s%s: %v", banner[:n], &failed, err)
	}
	found := regexp.MustCompile(`base URL +(\S+)`).FindSubmatch(banner[:n])
	if found == nil {
		t.Fatalf("it prints no base URL: %s", banner[:n])
	}
	go func() { _, _ = io.Copy(io.Discard, printed) }()
	if out, err := inside("mock", "-healthcheck", string(found[1])+"/healthz").CombinedOutput(); err != nil {
		t.Errorf("the health check: %v, %s", err, out)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("it ends with %v: %s", err, &failed)
	}
	if info, err := os.Stat(filepath.Join(data, "state.json")); err != nil || info.Size() < 1000 {
		t.Errorf("the state: %v, %v", info, err)
	}
}

// build runs the build command of the Dockerfile.
func build(t *testing.T, output string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	env := regexp.MustCompile(`(?m)^ENV (.*)$`).FindSubmatch(text)
	run := regexp.MustCompile(`(?m)^RUN (go build .*)$`).FindSubmatch(text)
	if env == nil || run == nil {
		t.Fatal("the Dockerfile has no ENV or no RUN go build")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", strings.ReplaceAll(string(run[1]), "/image/factorialhr", output))
	cmd.Dir = filepath.Join("..", "..")
	cmd.Env = append(os.Environ(), strings.Fields(string(env[1]))...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", run[1], err, out)
	}
}
