package browser_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

const notTested = "NOT TESTED: the page of the fake API needs a Chromium on PATH, or its path in CHROMIUM"

// TestMain says loudly that the tests are skipped: a skip alone is silent.
func TestMain(m *testing.M) {
	if program() == "" {
		fmt.Println(notTested)
	}
	os.Exit(m.Run())
}

// program returns the path of the browser, or "".
func program() string {
	names := []string{
		"chromium-headless-shell", "headless_shell", "chrome-headless-shell",
		"chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
	}
	if name := os.Getenv("CHROMIUM"); name != "" {
		names = []string{name}
	}
	for _, name := range names {
		if file, err := exec.LookPath(name); err == nil {
			return file
		}
	}
	return ""
}

// chromium returns the path of the browser, or skips the test.
func chromium(t *testing.T) string {
	t.Helper()
	file := program()
	if file == "" {
		t.Skip(notTested)
	}
	return file
}

// tab is a tab of a browser that a test owns.
type tab struct {
	t      *testing.T
	ctx    context.Context
	origin string

	mu       sync.Mutex
	mistakes []string // of the page: exceptions and violations of its policy
	foreign  []string // requests to other origins
	requests int
}

// size is a viewport and a scheme of colours.
type size struct {
	width, height int64
	scheme        string // light or dark
}

var wide, narrow = size{1440, 900, "light"}, size{375, 812, "light"}

// openTab opens a browser at the page of a server. The test fails at its end if the page threw an
// exception, broke its policy or sent a request to another origin.
func openTab(t *testing.T, origin string, s size, path string) *tab {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(chromium(t)),
		chromedp.Env("TZ=UTC", "LANG=en_GB.UTF-8"),
	)
	if os.Geteuid() == 0 { // Chromium refuses its sandbox to root
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	t.Cleanup(stop)
	ctx, _ = chromedp.NewContext(ctx)
	b := &tab{t: t, ctx: ctx, origin: origin}
	t.Cleanup(b.close)
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	b.resize(s)
	b.do(chromedp.Navigate(origin + path))
	b.sees("#connection", "Live")
	return b
}

// resize changes the viewport and the scheme of colours.
func (b *tab) resize(s size) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(s.width, s.height), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s.scheme}},
		})
		return err
	}))
}

// visit goes to another address of the page.
func (b *tab) visit(address string) {
	b.t.Helper()
	evaluate[any](b, `location.hash = `+quote(address))
	b.until("never shows "+address, "body", func(string) bool {
		return evaluate[bool](b, `document.body.dataset.view === `+quote(strings.Split(address, "/")[1])+` && !document.querySelector("[aria-busy=true]")`)
	})
}

func (b *tab) close() {
	ctx, cancel := context.WithTimeout(b.ctx, 10*time.Second)
	defer cancel()
	if err := chromedp.Cancel(ctx); err != nil {
		b.t.Logf("close the browser: %v", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.mistakes {
		b.t.Errorf("a mistake of the page: %s", m)
	}
	for _, url := range b.foreign {
		b.t.Errorf("the page sent a request to another origin: %s", url)
	}
	if b.requests == 0 && !b.t.Skipped() {
		b.t.Error("the test saw no request of the page")
	}
}

// listen notes the mistakes of the page. It must not block.
func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		b.mistakes = append(b.mistakes, text)
	case *runtime.EventConsoleAPICalled:
		for _, a := range e.Args {
			b.mistakes = append(b.mistakes, fmt.Sprintf("console.%s: %s", e.Type, a.Value))
		}
	case *log.EventEntryAdded:
		// A response of 4xx and a server that is gone are network entries: tests provoke them.
		if e.Entry.Source != log.EntrySourceNetwork {
			b.mistakes = append(b.mistakes, fmt.Sprintf("%s: %s", e.Entry.Source, e.Entry.Text))
		}
	case *network.EventRequestWillBeSent:
		b.requests++
		if strings.HasPrefix(e.Request.URL, "data:") {
			break // an icon of the browser's own controls
		}
		if !strings.HasPrefix(e.Request.URL, b.origin+"/") {
			b.foreign = append(b.foreign, e.Request.URL)
		}
	}
}
