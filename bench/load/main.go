// Command load measures the fake API as programs of any language use it: it builds and starts the
// command factorialhr mock, sends requests over 50 connections, and reads the processor time and
// the memory of the process from /proc.
//
//	make load                            measure this version
//	make load AGAINST=/tmp/factorialhr   compare with another build of the command, in the same run
//
// The client writes prepared requests to plain sockets and reads no more of a response than its
// status and its length; only the walk over all lists uses net/http. So the client costs a small
// part of what the server costs: the table has both.
//
// The memory needs Linux. Elsewhere the table has a dash in its place.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

// connections is the number of connections that send requests at the same time.
const connections = 50

func main() {
	var p plan
	flag.StringVar(&p.command, "command", "", "measure this `file` instead of a fresh build of cmd/factorialhr")
	flag.StringVar(&p.against, "against", "", "compare with this `file`, another build of the command")
	flag.DurationVar(&p.each, "each", 3*time.Second, "`duration` of one measurement of speed")
	flag.IntVar(&p.rounds, "rounds", 3, "measurements of each speed; the best one counts")
	flag.IntVar(&p.bodies, "bodies", 100_000, "`number` of requests with a body of 60 KB")
	flag.IntVar(&p.employees, "employees", 100_000, "`number` of employees of the large company; 0 leaves it out")
	flag.StringVar(&p.only, "only", "", "measure only what has this `text` in its name")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := p.run(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}
