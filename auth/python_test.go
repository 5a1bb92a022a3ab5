package auth_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// pythonVariable names a Python interpreter with the package factorialhr; make interop sets it.
const pythonVariable = "FACTORIALHR_TEST_PYTHON"

// python is a process that uses token files; see factorialtest/interop/token_file.py.
type python struct {
	in  *json.Encoder
	out *json.Decoder
}

// pythonReport is its result of a request.
type pythonReport struct {
	TargetURL              string    `json:"target_url"`
	Expired                bool      `json:"expired"`
	AccessTokenExpiration  time.Time `json:"access_token_expiration"`
	RefreshTokenExpiration time.Time `json:"refresh_token_expiration"`
	Status                 int       `json:"status"`
}

func startPython(t *testing.T, interpreter string) python {
	t.Helper()
	cmd := exec.Command(interpreter, "../factorialtest/interop/token_file.py")
	cmd.Stderr = os.Stderr
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	if err := errors.Join(err1, err2, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	})
	return python{json.NewEncoder(in), json.NewDecoder(out)}
}

func (p python) do(t *testing.T, command map[string]any) (report pythonReport) {
	t.Helper()
	if err := errors.Join(p.in.Encode(command), p.out.Decode(&report)); err != nil {
		t.Fatal(err)
	}
	return report
}

func (p python) request(t *testing.T, path string) pythonReport {
	t.Helper()
	return p.do(t, map[string]any{"file": path})
}

func TestATokenFileIsSharedWithPython(t *testing.T) {
	interpreter := os.Getenv(pythonVariable)
	if interpreter == "" {
		t.Skip("NOT TESTED: " + pythonVariable + " names no Python with factorialhr; run make interop")
	}
	there := startPython(t, interpreter)
	for _, test := range []struct {
		name  string
		begin func(t *testing.T, server *loopback, path string)
	}{
		{"a file that began here", func(_ *testing.T, server *loopback, path string) { server.login(path) }},
		{"a file that began there", func(t *testing.T, server *loopback, path string) {
			login := server.oauth.Login()
			there.do(t, map[string]any{"file": path, "login": map[string]any{
				"access_token": login.AccessToken, "client_id": "client", "client_secret": "secret", "created_at": login.CreatedAt,
				"refresh_token": login.RefreshToken, "target_url": server.target, "token_type": "Bearer",
			}})
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			// A program that sent an older refresh token would end the login.
			server := newLoopback(t, oauthserver.StrictFamily)
			path := filepath.Join(t.TempDir(), "token.json")
			test.begin(t, server, path)
			want := func(refreshes int) {
				t.Helper()
				if got := server.oauth.Counts(); got.Refreshes != refreshes || got.Refused != 0 || got.Unauthorized != 0 {
					t.Fatalf("%d refreshes, %d requests refused, %d times 401; want %d refreshes", got.Refreshes, got.Refused, got.Unauthorized, refreshes)
				}
			}
			for round := range 3 {
				// Both use a valid token as it is.
				report := there.request(t, path)
				if report.Status != 200 || report.Expired || report.TargetURL != server.target {
					t.Errorf("Python read %+v", report)
				}
				r := here(t, path)
				token := r.Current()
				if !token.AccessTokenExpiration().Equal(report.AccessTokenExpiration) || !token.RefreshTokenExpiration().Equal(report.RefreshTokenExpiration) {
					t.Errorf("expires at %v and %v, there at %v and %v", token.AccessTokenExpiration(), token.RefreshTokenExpiration(),
						report.AccessTokenExpiration, report.RefreshTokenExpiration)
				}
				oneRequest(t, r, server)
				want(2 * round)

				// Python refreshes. This client uses the token that it saved.
				expire(t, server, path)
				if report := there.request(t, path); report.Status != 200 || !report.Expired {
					t.Errorf("Python read an expired token as %+v", report)
				}
				oneRequest(t, here(t, path), server)
				want(2*round + 1)

				// This client refreshes. Python uses the new token in the next round.
				expire(t, server, path)
				oneRequest(t, here(t, path), server)
				want(2*round + 2)
				if fields := readJSON(t, path); fields["note"] != "keep me" {
					t.Errorf("a key of another program became %v", fields["note"])
				}
			}
			if report := there.request(t, path); report.Status != 200 || report.Expired {
				t.Errorf("at the end Python read %+v", report)
			}
			want(6)
		})
	}
}

// here loads a token file that Python may have written, with access for all accounts.
func here(t *testing.T, path string) *auth.Refresher {
	t.Helper()
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	r, _, err := auth.FromFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// oneRequest sends one request with a login.
func oneRequest(t *testing.T, r *auth.Refresher, server *loopback) {
	t.Helper()
	rt, err := r.Transport(&http.Transport{DisableKeepAlives: true}, mustParse(t, server.target))
	if err != nil {
		t.Fatal(err)
	}
	if failure := failureOf(call(&http.Client{Transport: rt}, server.target)); failure != "" {
		t.Fatal(failure)
	}
}

// expire moves the date of a file two hours back, expires the access token on the server, and adds
// a note of another program to the file.
func expire(t *testing.T, server *loopback, path string) {
	t.Helper()
	server.oauth.ExpireAccessTokens()
	fields := readJSON(t, path)
	created, err := time.Parse(time.RFC3339, fields["created_at"].(string))
	if err != nil {
		t.Fatal(err)
	}
	fields["created_at"] = created.Add(-2 * time.Hour).Format("2006-01-02T15:04:05-07:00")
	fields["note"] = "keep me"
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(fields); err != nil {
		t.Fatal(err)
	}
	writeFile(t, path, text.String())
}
