package main

import (
	"errors"
	"flag"
	"fmt"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/internal/mockserver"
)

// mockFlags are the flags of the command.
type mockFlags struct {
	mockserver.Config
	healthcheck string
}

func (f *mockFlags) set() *flag.FlagSet {
	set := flag.NewFlagSet("mock", flag.ContinueOnError)
	set.StringVar(&f.Host, "host", "127.0.0.1", "listen on this `address`; 0.0.0.0 for a container: then other machines reach the server")
	set.IntVar(&f.Port, "port", 8080, "listen on this `port`; 0 selects a free one")
	set.IntVar(&f.FilesPort, "files-port", 0, "`port` of the download URLs, which belong to a second origin; 0 selects a free one, or the next one to -port if other machines reach the server")
	set.StringVar(&f.Control, "control", "on", "serve the page and the control surface: `on|off|address`; an address such as 127.0.0.1:9090 is of this machine")
	set.Func("cors", "let web pages of these `origins` call the server: http://localhost:5173, commas between several, or '*' for all", list(&f.CORS))
	set.BoolVar(&f.TLS.On, "tls", false, "serve https with a certificate that the server makes at the start and prints")
	set.Func("tls-hosts", "further `names` in that certificate, commas between them, such as the name of the container", list(&f.TLS.Hosts))
	set.StringVar(&f.TLS.Out, "tls-out", "", "write that certificate to a `file` instead of printing it")
	set.StringVar(&f.TLS.Cert, "tls-cert", "", "serve https with the certificate in this PEM `file`")
	set.StringVar(&f.TLS.Key, "tls-key", "", "the key of that certificate, in a PEM `file`")

	set.StringVar(&f.Key, "key", factorialtest.DefaultAPIKey, "the API `key` that the server accepts")
	set.StringVar(&f.OAuth.ClientID, "oauth-client-id", "client", "the `id` of the OAuth application")
	set.StringVar(&f.OAuth.ClientSecret, "oauth-client-secret", "secret", "its `secret`, made up")
	set.StringVar(&f.OAuth.RedirectURI, "oauth-redirect", "", "its registered redirect `URI`; without it, every absolute one is accepted")

	set.IntVar(&f.Size, "size", 50, "`number` of employees; the other records follow from it")
	set.Uint64Var(&f.Seed, "seed", 1, "`number` that seeds the company; another one makes another company")
	set.Func("at", "a `date` (2026-03-01) or a time (RFC 3339) when the server's clock starts, and around which the dates of the company lie; without it, now", f.at)
	set.StringVar(&f.Version, "version", "", "serve only this API `version` (2026-10-01), whatever version a path names; without it, each path gets the version that it names")
	set.StringVar(&f.Load, "load", "", "load records from a `file`: {\"employees/employees\": [{…}]}")
	set.StringVar(&f.State, "state", "", "go on with the records in this `file` if it exists, without -load and -size, and save them there every few seconds and at the end")
	set.StringVar(&f.Dump, "dump", "", "write the records to a `file` at the end, for -load")
	set.BoolVar(&f.Loose, "loose", false, "accept bodies that refer to missing records")

	set.StringVar(&f.Faults, "faults", "", "make requests fail; `kinds` as below")
	set.Uint64Var(&f.FaultSeed, "fault-seed", 1, "`number` that seeds the faults; another one makes other requests fail")
	set.IntVar(&f.PostLimit, "post-limit", 0, fmt.Sprintf("respond with 429 to more than this `number` of POSTs a minute; 0 means no limit, the real API accepts %d", factorialtest.DocumentedPOSTLimit))

	set.Func("webhook-hosts", "deliver webhooks to these `hosts` too, commas between them; to this machine they need no flag", list(&f.WebhookHosts))
	set.StringVar(&f.SyncRuns, "sync-runs", "", "call an integration at this `URL` when a sync run is created")

	set.BoolVar(&f.Quiet, "quiet", false, "do not print the requests")
	set.StringVar(&f.healthcheck, "healthcheck", "", "start no server, but ask the one at this `URL` whether it runs; exit with 1 if not")
	return set
}

// list appends the words of a text with commas.
func list(words *[]string) func(string) error {
	return func(text string) error {
		for word := range strings.SplitSeq(text, ",") {
			if word = strings.TrimSpace(word); word == "" {
				return errors.New("a word between the commas is missing")
			}
			*words = append(*words, word)
		}
		return nil
	}
}

func (f *mockFlags) at(text string) (err error) {
	layout := time.RFC3339
	if len(text) == len(time.DateOnly) {
		layout = time.DateOnly
	}
	if f.At, err = time.Parse(layout, text); err != nil {
		return errors.New("it is neither a date such as 2026-03-01 nor a time such as 2026-03-01T09:00:00Z")
	}
	return nil
}
