package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/upgrade"
)

const (
	module  = "github.com/factorialhr-go/factorialhr"
	apidiff = "golang.org/x/exp/cmd/apidiff@v0.0.0-20261113113407-e3970619a1a4"
)

// goAPI compares the Go API of two versions of the module, each written to a folder by a function.
// The report stays useful without it, so a failure becomes a sentence in it.
func goAPI(before, after func(dir string) error) string {
	text, err := compareTrees(before, after)
	if err != nil {
		return fmt.Sprintf("\n## The Go API\n\nNOT COMPARED: %v\n", err)
	}
	return upgrade.GoAPI(text)
}

func compareTrees(before, after func(dir string) error) (string, error) {
	temp, err := os.MkdirTemp("", "factorialhr-upgrade-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temp)
	exports := []string{filepath.Join(temp, "before.export"), filepath.Join(temp, "after.export")}
	for i, write := range []func(string) error{before, after} {
		dir := filepath.Join(temp, fmt.Sprint("tree", i))
		if err := errors.Join(os.Mkdir(dir, 0o755), write(dir)); err != nil {
			return "", err
		}
		if _, err := command(dir, "go", "run", apidiff, "-m", "-w", exports[i], module); err != nil {
			return "", err
		}
	}
	return command(temp, "go", append([]string{"run", apidiff, "-m"}, exports...)...)
}

// generated writes the module as it would be if a spec were the newest one.
func generated(root, spec string) func(dir string) error {
	return func(dir string) error {
		if err := workingTree(root)(dir); err != nil {
			return err
		}
		file, err := filepath.Abs(spec)
		if err != nil {
			return err
		}
		if err := withoutBetas(dir); err != nil {
			return err
		}
		if _, err := command(dir, "go", "run", "./internal/codegen", "-spec", file); err != nil {
			return fmt.Errorf("generate the code of %s: %w", spec, err)
		}
		_, err = command(dir, "go", "generate", "./internal/domains/...", "./webhook/...")
		return err
	}
}

// workingTree writes the files of the working tree that git does not ignore.
func workingTree(root string) func(dir string) error {
	return func(dir string) error {
		list, err := command(root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
		if err != nil {
			return err
		}
		for name := range strings.SplitSeq(strings.TrimSuffix(list, "\x00"), "\x00") {
			text, err := os.ReadFile(filepath.Join(root, name))
			if errors.Is(err, os.ErrNotExist) {
				continue // deleted, but not committed
			}
			if err != nil {
				return err
			}
			to := filepath.Join(dir, name)
			if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, text, 0o644)); err != nil {
				return err
			}
		}
		return nil
	}
}

// commit writes the files of a commit.
func commit(root, ref string) func(dir string) error {
	return func(dir string) error {
		archive, err := command(root, "git", "archive", "--format=tar", ref)
		if err != nil {
			return err
		}
		tar := exec.Command("tar", "-x")
		tar.Dir, tar.Stdin = dir, strings.NewReader(archive)
		return tar.Run()
	}
}

// command runs a program and returns what it prints.
func command(dir, name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	var stdout, stderr bytes.Buffer
	c.Dir, c.Stdout, c.Stderr = dir, &stdout, &stderr
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w", name, args[0], cmp.Or(said(stderr.String()), err))
	}
	return stdout.String(), nil
}

// said returns the last thing that a failed program wrote, or nil. "go run" writes the exit status
// after it.
func said(stderr string) error {
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i] != "" && !strings.HasPrefix(lines[i], "exit status") {
			return errors.New(lines[i])
		}
	}
	return nil
}
