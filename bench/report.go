package main

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"text/template"
	"time"
)

//go:embed performance.md.tmpl
var pageTemplate string

// report is the result of a run.
type report struct {
	Slow, Fast, Ahead *match
	ByHand, SDK       testing.BenchmarkResult // of one request
	Python            string                  // its version, empty if the clients did not take part
}

// target is a ratio with the limit that it must not exceed.
type target struct {
	What  string
	Ratio float64
	Most  float64
}

// Met reports whether the ratio is within the limit.
func (t target) Met() string {
	switch {
	case math.IsNaN(t.Ratio):
		return "not measured"
	case t.Ratio <= t.Most:
		return "yes"
	}
	return "**no**"
}

// Targets returns the ratios that this module promises.
func (r *report) Targets() []target {
	return []target{
		{"20 ms: `Parallel(8)` to 8 workers by hand", r.Slow.ratio(parallelSDK, parallelByHand), 1.2},
		{"20 ms: `Parallel(8)` to factorialhr's typed records", r.Slow.ratio(parallelSDK, typedPython), 0.6},
		{"20 ms: `Parallel(32)` to factorialhr's `get_all`", r.Slow.ratio(widestSDK, getAllPython), 0.6},
		{"20 ms: `Parallel(8)` to factorial-api-client's `paginate`", r.Slow.ratio(parallelSDK, paginatePython), 0.25},
		{"0 ms: `All` to one loop by hand", r.Fast.ratio(iteratorSDK, loopByHand), 1.15},
		{"20 ms and 20 ms of work: `Prefetch(1)` to none", r.Ahead.ratio(withPrefetch, sequential), 0.6},
	}
}

// Rows returns the contenders of a match with their times, and with the ratio to the reference.
func (r *report) Rows(m *match, reference string) []row {
	var rows []row
	for _, c := range m.contenders {
		rows = append(rows, row{c.name, m.time(c.name), m.median(c.name), m.ratio(c.name, reference)})
	}
	return rows
}

type row struct {
	Name         string
	Best, Median time.Duration
	Ratio        float64 // of the best times
}

// Machine describes the machine without identifying it.
func (r *report) Machine() string {
	text := fmt.Sprintf("%s, %d CPUs, %s/%s, %s", processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	if r.Python != "" {
		text += ", " + r.Python
	}
	return text
}

// processor returns the model of the CPU, if the system reports it.
func processor() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "unknown CPU"
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown CPU"
}

func pythonVersion(ctx context.Context, interpreter string) string {
	out, err := exec.CommandContext(ctx, interpreter, "--version").Output()
	if err != nil {
		return "Python"
	}
	return strings.TrimSpace(string(out))
}

func (r *report) page() (string, error) {
	functions := template.FuncMap{
		"seconds": func(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) },
		"ratio": func(f float64) string {
			if math.IsNaN(f) {
				return "–"
			}
			return fmt.Sprintf("%.2f", f)
		},
		"micro":         func(ns int64) string { return fmt.Sprintf("%.1f µs", float64(ns)/1000) },
		"sub":           func(a, b int64) int64 { return a - b },
		"parallelSDK":   func() string { return parallelSDK },
		"loopByHand":    func() string { return loopByHand },
		"sequentialSDK": func() string { return sequential },
	}
	t, err := template.New("page").Funcs(functions).Parse(pageTemplate)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = t.Execute(&b, r)
	return b.String(), err
}
