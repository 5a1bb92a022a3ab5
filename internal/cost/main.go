// Command cost measures the cost of importing this module: the CPU time and memory to compile the
// generated packages from scratch, and how much larger a program becomes if it uses one domain.
//
//	go run ./internal/cost            # measure and print
//	go run ./internal/cost -limits    # also fail if a limit is exceeded
//
// CPU time depends on the machine and its load, so -limits checks it with a wide margin; it checks
// sizes and memory exactly.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

const module = "github.com/factorialhr-go/factorialhr"

// The limits for all of gen, for gen/employees and for the program.
const (
	maxAllCPU      = 5.0       // seconds
	maxOneCPU      = 0.5       // seconds
	maxMemory      = 150 << 20 // bytes, of the largest compiler process
	maxProgramMore = 850_000   // bytes more than the same program with net/http and encoding/json
	roomCPU        = 4.0       // factor by which a shared machine may be slower
	maxRatio       = 1.6       // the CPU time of gen and what it needs, to that of net/http and what it needs
)

func main() {
	if log := os.Getenv(logVariable); log != "" {
		os.Exit(compile(log, os.Args[1:]))
	}
	limits := flag.Bool("limits", false, "fail if a limit is exceeded")
	flag.Parse()
	if err := measure(*limits); err != nil {
		fmt.Fprintln(os.Stderr, "cost:", err)
		os.Exit(1)
	}
}

func measure(limits bool) error {
	dir, err := os.MkdirTemp("", "cost")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	all, err := coldCompile(dir, module+"/gen/...")
	if err != nil {
		return err
	}
	base, err := dependencies("net/http")
	if err != nil {
		return err
	}
	var one usage
	packages := 0
	total, http := 0.0, 0.0
	for path, u := range all {
		total += u.cpu
		if base[path] {
			http += u.cpu
		}
		if strings.HasPrefix(path, module+"/gen/") {
			packages++
			one.cpu += u.cpu
			one.memory = max(one.memory, u.memory)
		}
	}
	ratio := total / http
	employees := all[module+"/gen/employees"]
	with, without, err := programs(dir)
	if err != nil {
		return err
	}
	fmt.Printf("%-44s %6s %8s %8s\n", "", "", "limit", "")
	fmt.Printf("%-44s %6.1f %8.1f CPU s\n", fmt.Sprintf("cold compile of gen/... (%d packages)", packages), one.cpu, maxAllCPU)
	fmt.Printf("%-44s %6.2f %8.1f\n", "the same with what it needs, to net/http", ratio, maxRatio)
	fmt.Printf("%-44s %6d %8d MB\n", "largest compiler process", one.memory>>20, maxMemory>>20)
	fmt.Printf("%-44s %6.2f %8.1f CPU s\n", "cold compile of gen/employees", employees.cpu, maxOneCPU)
	fmt.Printf("%-44s %6.2f %8s MB\n", "stripped program with net/http", mb(without), "")
	fmt.Printf("%-44s %6.2f %8s MB\n", "the same with one domain of this module", mb(with), "")
	fmt.Printf("%-44s %6.2f %8.2f MB\n", "difference", mb(with-without), mb(maxProgramMore))
	if !limits {
		return nil
	}
	return errors.Join(
		exceeds("CPU time of gen/...", one.cpu, maxAllCPU*roomCPU),
		exceeds("CPU time of gen/employees", employees.cpu, maxOneCPU*roomCPU),
		exceeds("ratio to net/http", ratio, maxRatio),
		exceeds("memory", float64(one.memory), maxMemory),
		exceeds("size", float64(with-without), maxProgramMore),
	)
}

func mb(n int64) float64 { return float64(n) / 1e6 }

func exceeds(what string, value, limit float64) error {
	if value > limit {
		return fmt.Errorf("%s is %.2f, the limit is %.2f", what, value, limit)
	}
	return nil
}

// usage is the CPU time and memory of a compiler process.
type usage struct {
	cpu    float64 // seconds, user and system
	memory int64   // bytes
}

// dependencies returns the packages that a package needs, and the package itself.
func dependencies(path string) (map[string]bool, error) {
	out, err := exec.Command("go", "list", "-deps", path).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	all := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		all[strings.TrimSpace(line)] = true
	}
	return all, nil
}

// coldCompile compiles packages and what they need into an empty cache. It returns the usage of the
// compiler for each package.
func coldCompile(dir, packages string) (map[string]usage, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	log := filepath.Join(dir, "log")
	cmd := exec.Command("go", "build", "-toolexec", self, packages)
	cmd.Env = append(os.Environ(), "GOCACHE="+filepath.Join(dir, "cache"), logVariable+"="+log)
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build: %w: %s", err, out)
	}
	text, err := os.ReadFile(log)
	if err != nil {
		return nil, err
	}
	all := map[string]usage{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			continue
		}
		cpu, err := strconv.ParseFloat(fields[1], 64)
		if err != nil {
			return nil, err
		}
		memory, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil {
			return nil, err
		}
		all[fields[0]] = usage{cpu, memory}
	}
	return all, nil
}
