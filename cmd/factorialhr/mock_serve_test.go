//go:build unix

package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/fake/certificate"
)

func TestItServesHTTPSWithItsOwnCertificate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "certificate.pem")
	for name, args := range map[string][]string{
		"printed":   {"-tls"},
		"in a file": {"-tls", "-tls-out", file, "-tls-hosts", "fake,10.0.0.7"},
	} {
		t.Run(name, func(t *testing.T) {
			p := start(t, args...)
			text := regexp.MustCompile(`(?s)-----BEGIN CERT.*END CERTIFICATE-----\n`).FindString(p.out.String())
			if name == "in a file" {
				if text != "" {
					t.Error("it is also printed")
				}
				content, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				text = string(content)
			}
			pool := x509.NewCertPool()
			if !pool.AppendCertsFromPEM([]byte(text)) {
				t.Fatalf("no certificate: %s", &p.out)
			}
			p.client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
			if status, body := p.call(http.MethodGet, "teams/teams", ""); status != http.StatusOK || !strings.HasPrefix(p.url, "https://") {
				t.Errorf("%s: got %d %s", p.url, status, body)
			}
			if _, err := http.Get(p.url + "/healthz"); err == nil {
				t.Error("a client trusts the certificate without being told to")
			}
			if code, printed := fails(t, "-healthcheck", p.url+"/healthz"); code != 0 {
				t.Errorf("the check of the container ends with %d: %s", code, printed)
			}
			p.end(syscall.SIGTERM)
		})
	}
}

func TestItServesHTTPSWithAGivenCertificate(t *testing.T) {
	own, err := certificate.New("fake")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	der, err := x509.MarshalPKCS8PrivateKey(own.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string][]byte{cert: certificate.PEM(own), key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := start(t, "-tls-cert", cert, "-tls-key", key)
	config, err := certificate.Trust(own)
	if err != nil {
		t.Fatal(err)
	}
	p.client = &http.Client{Transport: &http.Transport{TLSClientConfig: config}}
	if status, _ := p.request(http.MethodGet, "/healthz", ""); status != http.StatusOK {
		t.Errorf("got %d", status)
	}
	p.end(syscall.SIGTERM)
	if code, printed := fails(t, "-port", "0", "-tls-cert", cert, "-tls-key", cert); code != 1 || strings.Contains(printed, "BEGIN") {
		t.Errorf("a key that is none: it ends with %d: %s", code, printed)
	}
}

func TestOtherMachinesReachItOnlyWhenTold(t *testing.T) {
	const warning = "Other machines can reach this server"
	p := start(t)
	if strings.Contains(p.out.String(), warning) {
		t.Errorf("a server of this machine says %s", &p.out)
	}
	p.end(syscall.SIGTERM)

	p = start(t, "-host", "0.0.0.0")
	if !strings.Contains(p.out.String(), warning) || !strings.Contains(p.out.String(), "0.0.0.0") {
		t.Errorf("it does not say that others reach it: %s", &p.out)
	}
	base, err := url.Parse(p.url)
	if err != nil || base.Hostname() != "127.0.0.1" {
		t.Errorf("the base URL is %s, %v", p.url, err)
	}
	// Download URLs name the host that the client used.
	p.url = "http://localhost:" + base.Port()
	_, documents := p.call(http.MethodGet, "documents/documents?limit=1", "")
	id := regexp.MustCompile(`"id":"([^"]+)"`).FindStringSubmatch(documents)[1]
	status, links := p.call(http.MethodPost, "documents/download_urls/bulk_create", `{"ids":["`+id+`"]}`)
	link := regexp.MustCompile(`"url":"([^"]+)"`).FindStringSubmatch(links)
	if link == nil || !strings.HasPrefix(link[1], "http://localhost:") || strings.HasPrefix(link[1], p.url) {
		t.Fatalf("got %d %s", status, links)
	}
	resp, err := http.Get(link[1])
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("the download: %s", resp.Status)
	}
	p.end(syscall.SIGTERM)
}

func TestTheCompanyLiesAroundToday(t *testing.T) {
	p := start(t)
	today := time.Now().UTC()
	month := today.AddDate(0, -1, 0)
	query := "attendance/shifts?start_on=" + month.Format(time.DateOnly) + "&end_on=" + today.Format(time.DateOnly)
	if _, shifts := p.call(http.MethodGet, query, ""); !strings.Contains(shifts, `"id"`) {
		t.Errorf("there are no shifts of the last month: %s", shifts)
	}
	p.end(syscall.SIGTERM)
}

func TestAnotherTime(t *testing.T) {
	for _, at := range []string{"2024-02-10", "2024-02-10T09:30:00+01:00"} {
		t.Run(at, func(t *testing.T) {
			p := start(t, "-at", at)
			query := "attendance/shifts?start_on=2024-01-10&end_on=2024-02-10"
			if _, shifts := p.call(http.MethodGet, query, ""); !strings.Contains(shifts, `"id"`) {
				t.Errorf("there are no shifts of the month before: %s", shifts)
			}
			first := p.date()
			if first.Year() != 2024 || first.Month() != time.February || first.Day() != 10 {
				t.Errorf("the server's clock shows %v", first)
			}
			for end := time.Now().Add(10 * time.Second); !p.date().After(first); time.Sleep(50 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("the server's clock stands still")
				}
			}
			p.end(syscall.SIGTERM)
		})
	}
}

// date returns the header Date of a response.
func (p *program) date() time.Time {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.url+"/api/"+factorialhr.DefaultAPIVersion+"/resources/teams/teams", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	resp, err := p.client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	resp.Body.Close()
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		p.t.Fatal(err)
	}
	return date
}

func TestOneVersionOnly(t *testing.T) {
	p := start(t, "-version", "2026-04-01")
	for _, version := range []string{"2026-04-01", "2026-10-01", "2020-01-01"} {
		_, body := p.request(http.MethodGet, "/api/"+version+"/resources/teams/teams?limit=1", "")
		var page struct {
			Data []struct {
				ID json.Number `json:"id"`
			} `json:"data"`
		}
		if err := json.Unmarshal([]byte(body), &page); err != nil || len(page.Data) != 1 || strings.Contains(body, `"id":"`) {
			t.Errorf("%s: its ids are no numbers, as in 2026-04-01: %s, %v", version, body, err)
		}
	}
	_, document := p.request(http.MethodGet, "/openapi.json", "")
	if !strings.Contains(document, `"/api/2026-04-01/resources/teams/teams"`) || strings.Contains(document, "/api/2026-10-01/") {
		t.Errorf("the document is of another version: %.300s", document)
	}
	p.end(syscall.SIGTERM)
	if !strings.Contains(p.out.String(), "serves only the version 2026-04-01") {
		t.Errorf("it does not say that a path names another version: %s", &p.out)
	}
	if code, printed := fails(t, "-port", "0", "-version", "2026-04-02"); code != 1 || !strings.Contains(printed, "2026-04-01, ") {
		t.Errorf("a version that it does not know: it ends with %d: %s", code, printed)
	}
}

func TestTheCheckOfAContainer(t *testing.T) {
	p := start(t)
	for address, want := range map[string]int{
		p.url:                  0,
		p.url + "/healthz":     0,
		p.url + "/api/nothing": 1,
		"http://127.0.0.1:1":   1,
		"127.0.0.1:8080":       1,
		"ftp://127.0.0.1/a":    1,
	} {
		if code, printed := fails(t, "-healthcheck", address); code != want {
			t.Errorf("%s: it ended with %d: %s", address, code, printed)
		}
	}
	if code, printed := fails(t, "-port", strings.TrimPrefix(p.url, "http://127.0.0.1:")); code != 1 || !strings.Contains(printed, "in use") {
		t.Errorf("a port that is taken: it ended with %d: %s", code, printed)
	}
	p.end(syscall.SIGTERM)
}

func TestAnApplicationInABrowserCallsIt(t *testing.T) {
	p := start(t, "-cors", "http://localhost:5173, https://app.test")
	for _, test := range []struct {
		origin, want string
	}{{"http://localhost:5173", "http://localhost:5173"}, {"https://app.test", "https://app.test"}, {"https://other.test", ""}} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodOptions, p.url+"/api/"+factorialhr.DefaultAPIVersion+"/resources/teams/teams", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Origin", test.origin)
		r.Header.Set("Access-Control-Request-Method", "POST")
		r.Header.Set("Access-Control-Request-Headers", "x-api-key,authorization")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if got := resp.Header.Get("Access-Control-Allow-Origin"); got != test.want {
			t.Errorf("%s: got %q", test.origin, got)
		}
	}
	p.end(syscall.SIGTERM)
}
