package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// plan says what to measure.
type plan struct {
	command, against string
	each             time.Duration
	rounds           int
	bodies           int
	employees        int
	only             string
}

// result is a measurement of speed.
type result struct {
	rate            float64       // requests a second
	server, clients time.Duration // processor time for a request
}

// run measures all builds of the command in turn, and prints a table for the speed and one for the
// memory.
func (p *plan) run(ctx context.Context, w io.Writer) error {
	if p.command == "" {
		dir, err := os.MkdirTemp("", "load")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		if p.command, err = build(ctx, dir); err != nil {
			return err
		}
	}
	names, files := []string{"this build"}, []string{p.command}
	if p.against != "" {
		names, files = []string{"the other build", "this build"}, []string{p.against, p.command}
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "%d connections\tbuild\trequests/s\tserver, µs/request\tclient, µs/request\n", connections)
	for _, kind := range append(speeds(), speed{}) {
		quiet := kind.name != ""
		if !quiet { // the same requests as the first kind, printed
			kind = speeds()[0]
			kind.name += ", printed"
		}
		if !strings.Contains(kind.name, p.only) {
			continue
		}
		best, err := p.compare(ctx, files, kind, quiet)
		if err != nil {
			return err
		}
		for i, r := range best {
			fmt.Fprintf(table, "%s\t%s\t%.0f\t%.1f\t%.1f\n", kind.name, names[i], r.rate,
				float64(r.server)/float64(time.Microsecond), float64(r.clients)/float64(time.Microsecond))
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	fmt.Fprintf(table, "\nmemory\tbuild\tmost MB\tMB at the end\tserver, seconds\n")
	for _, load := range p.loads() {
		if !strings.Contains(load.name, p.only) {
			continue
		}
		for i, file := range files {
			most, now, used, err := measure(ctx, file, load)
			if err != nil {
				return fmt.Errorf("%s: %w", load.name, err)
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%.1f\n", load.name, names[i], orDash(most), orDash(now), used.Seconds())
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func orDash(megabytes int) string {
	if megabytes == 0 {
		return "-"
	}
	return strconv.Itoa(megabytes)
}

// compare returns the best result of each build. The builds take turns, so that the rest of the
// machine slows all of them.
func (p *plan) compare(ctx context.Context, files []string, kind speed, quiet bool) ([]result, error) {
	best := make([]result, len(files))
	for range p.rounds {
		for i, file := range files {
			r, err := p.speed(ctx, file, kind, quiet)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", kind.name, err)
			}
			best[i].rate = max(best[i].rate, r.rate)
			if best[i].server == 0 || r.server < best[i].server {
				best[i].server, best[i].clients = r.server, r.clients
			}
		}
	}
	return best, nil
}

func (p *plan) speed(ctx context.Context, file string, kind speed, quiet bool) (result, error) {
	flags := []string{"-size", strconv.Itoa(companySize)}
	if quiet {
		flags = append(flags, "-quiet")
	}
	server, err := start(ctx, file, flags...)
	if err != nil {
		return result{}, err
	}
	defer server.stop()
	if err := send(ctx, server.address, kind.status, times(connections, kind.requests)); err != nil {
		return result{}, err // the tables are filled now
	}
	next, sent := during(p.each, kind.requests)
	begin, used, own := time.Now(), processor(server.cmd.Process.Pid), processor(0)
	if err := send(ctx, server.address, kind.status, next); err != nil {
		return result{}, err
	}
	n := time.Duration(max(1, sent.Load()))
	return result{
		rate:    float64(n) / time.Since(begin).Seconds(),
		server:  (processor(server.cmd.Process.Pid) - used) / n,
		clients: (processor(0) - own) / n,
	}, nil
}

// load is a use of the server whose memory is measured.
type load struct {
	name  string
	flags []string
	use   func(ctx context.Context, server *process) error
}

func (p *plan) loads() []load {
	sends := func(n, status int, requests func() [][]byte) func(context.Context, *process) error {
		return func(ctx context.Context, server *process) error {
			return send(ctx, server.address, status, times(n, requests()))
		}
	}
	all := []load{
		{"after the start", nil, func(context.Context, *process) error { return nil }},
		{fmt.Sprintf("%d PUTs of 60 KB", p.bodies), nil, sends(p.bodies, 200, func() [][]byte { return put(60_000) })},
		{fmt.Sprintf("%d POSTs of small records in 60 KB", p.bodies/10), nil, sends(p.bodies/10, 201, func() [][]byte { return padded(60_000) })},
		{"100 PUTs of 5 MB to one employee", nil, func(ctx context.Context, server *process) error {
			c, err := dial(ctx, server.address)
			if err != nil {
				return err
			}
			defer c.conn.Close()
			request := put(5_000_000)[0]
			for range 100 {
				if status, err := c.exchange(request); err != nil {
					return err
				} else if status != 200 {
					return fmt.Errorf("status %d", status)
				}
			}
			return nil
		}},
	}
	if p.employees > 0 {
		flags := []string{"-size", strconv.Itoa(p.employees)}
		all = append(all,
			load{fmt.Sprintf("the start with %d employees", p.employees), flags, func(context.Context, *process) error { return nil }},
			load{"… and one page of them", flags, sends(1, 200, func() [][]byte {
				return [][]byte{request("GET", "employees/employees?limit=100", "")}
			})},
			load{"… and a walk over all lists", flags, func(ctx context.Context, server *process) error {
				_, _, err := walk(ctx, server.address)
				return err
			}})
	}
	return all
}

// measure starts the command, uses it, and returns its memory in MB and its processor time.
func measure(ctx context.Context, file string, l load) (most, now int, used time.Duration, err error) {
	server, err := start(ctx, file, append([]string{"-quiet"}, l.flags...)...)
	if err != nil {
		return 0, 0, 0, err
	}
	defer server.stop()
	if err := l.use(ctx, server); err != nil {
		return 0, 0, 0, err
	}
	most, now = server.memory()
	return most, now, processor(server.cmd.Process.Pid), nil
}
