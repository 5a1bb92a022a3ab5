package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// programs builds a stripped program with this module and one without it, and returns their sizes
// in bytes.
func programs(dir string) (with, without int64, err error) {
	if with, err = size(dir, "sdk"); err == nil {
		without, err = size(dir, "plain")
	}
	return with, without, err
}

func size(dir, program string) (int64, error) {
	target := filepath.Join(dir, program)
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", target, module+"/internal/cost/"+program)
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("go build: %w: %s", err, out)
	}
	info, err := os.Stat(target)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
