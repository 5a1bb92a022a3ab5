package mockserver

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// stuckTerminal shows the greeting, and nothing more until it may go on.
type stuckTerminal struct {
	greeting chan string
	next     chan struct{}
}

func (w *stuckTerminal) Write(b []byte) (int, error) {
	select {
	case w.greeting <- string(b):
	default:
		<-w.next
	}
	return len(b), nil
}

func TestTheRecordsAreSavedAndTheProgramEndsAlthoughTheTerminalIsStuck(t *testing.T) {
	dump := filepath.Join(t.TempDir(), "dump.json")
	w := &stuckTerminal{greeting: make(chan string, 1), next: make(chan struct{})}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, Config{Key: "key", Dump: dump}, w, io.Discard) }()
	var greeting string
	select {
	case greeting = <-w.greeting:
	case err := <-ended:
		t.Fatal(err)
	}
	w.greeting <- "" // full from here on
	base := regexp.MustCompile(`base URL +(\S+)`).FindStringSubmatch(greeting)[1]
	client := &http.Client{Timeout: time.Second}
	long := base + "/" + strings.Repeat("x", 50_000)
	for i := 0; ; i++ { // until a request waits for the terminal
		resp, err := client.Get(long)
		if err != nil {
			break
		}
		resp.Body.Close()
		if i > 1000 {
			t.Fatal("no request waits")
		}
	}
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("it does not end")
	}
	if _, err := os.Stat(dump); err != nil {
		t.Errorf("the records are not saved: %v", err)
	}
	close(w.next)
}
