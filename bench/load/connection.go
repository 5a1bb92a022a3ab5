package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// connection sends prepared requests and skips the bodies of the responses.
type connection struct {
	conn   net.Conn
	reader *bufio.Reader
}

func dial(ctx context.Context, address string) (*connection, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &connection{conn: conn, reader: bufio.NewReaderSize(conn, 16<<10)}, nil
}

var errFraming = errors.New("the response has no Content-Length")

// exchange sends a request and returns the status of its response.
func (c *connection) exchange(request []byte) (status int, err error) {
	if _, err := c.conn.Write(request); err != nil {
		return 0, err
	}
	line, err := c.reader.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(line) < 12 {
		return 0, errFraming
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, err
	}
	length := -1
	for {
		if line, err = c.reader.ReadSlice('\n'); err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		}
	}
	if length < 0 {
		return 0, errFraming
	}
	_, err = io.CopyN(io.Discard, c.reader, int64(length))
	return status, err
}

// send sends the requests that next prepares, over all connections at once, until next returns nil.
// Every response must have the status.
func send(ctx context.Context, address string, status int, next func(worker int) []byte) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wait sync.WaitGroup
	for worker := range connections {
		wait.Go(func() {
			c, err := dial(ctx, address)
			if err != nil {
				cancel(err)
				return
			}
			defer c.conn.Close()
			for ctx.Err() == nil {
				request := next(worker)
				if request == nil {
					return
				}
				got, err := c.exchange(request)
				if err == nil && got != status {
					line, _, _ := bytes.Cut(request, []byte("\r\n"))
					err = fmt.Errorf("%s: status %d, want %d", line, got, status)
				}
				if err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	wait.Wait()
	return context.Cause(ctx)
}

// during returns a next function that repeats one of the requests for a duration, and the number of
// requests so far.
func during(d time.Duration, requests [][]byte) (next func(worker int) []byte, sent *atomic.Int64) {
	sent = new(atomic.Int64)
	end := time.Now().Add(d)
	return func(int) []byte {
		if time.Now().After(end) {
			return nil
		}
		return requests[int(sent.Add(1))%len(requests)]
	}, sent
}

// times returns a next function for n requests, one after the other from requests.
func times(n int, requests [][]byte) func(worker int) []byte {
	sent := new(atomic.Int64)
	return func(int) []byte {
		i := int(sent.Add(1)) - 1
		if i >= n {
			return nil
		}
		return requests[i%len(requests)]
	}
}
