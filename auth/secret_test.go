package auth_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
)

func TestASecretIsNeverPrinted(t *testing.T) {
	const text = "hunter2"
	secret := auth.NewSecret(text)
	type exported struct{ S auth.Secret }
	type unexported struct {
		s auth.Secret
		p *auth.Secret
		e exported
		l []auth.Secret
		m map[string]auth.Secret
	}
	rt, err := auth.APIKey(text).Transport(nil, mustParse(t, "https://api.example.com"))
	if err != nil {
		t.Fatal(err)
	}
	store := auth.NewMemoryStore()
	token := auth.Token{AccessToken: secret, RefreshToken: secret, CreatedAt: time.Now()}
	if err := auth.SaveToken(t.Context(), store, "acme", token); err != nil {
		t.Fatal(err)
	}
	login := auth.RefreshToken(auth.Config{ClientSecret: secret}, token, auth.StoreIn(store, "acme"))
	if _, err := login.Token(t.Context()); err != nil {
		t.Fatal(err)
	}
	login.Close() // so that no goroutine writes while the test prints
	values := map[string]any{
		"alone":               secret,
		"pointer":             &secret,
		"in a struct":         exported{secret},
		"in hidden fields":    unexported{secret, &secret, exported{secret}, []auth.Secret{secret}, map[string]auth.Secret{"k": secret}},
		"pointer to hidden":   &unexported{s: secret},
		"in a slice":          []auth.Secret{secret},
		"in a map":            map[string]any{"k": secret},
		"in an error":         fmt.Errorf("wrapped: %w", fmt.Errorf("%v %s %q %x", secret, secret, secret, secret)),
		"in joined errors":    errors.Join(fmt.Errorf("%+v", exported{secret})),
		"API key method":      auth.APIKey(text),
		"access token method": auth.AccessToken(text),
		"transport":           rt,
		"token":               token,
		"application":         auth.Config{ClientSecret: secret},
		"login":               login,
		"memory store":        store,
		"client":              &http.Client{Transport: rt},
	}
	// The text as some verbs print it.
	spellings := []string{text, strings.Trim(fmt.Sprint([]byte(text)), "[]"), fmt.Sprintf("%x", text), fmt.Sprintf("%X", text), fmt.Sprintf("% x", text), fmt.Sprintf("%d", []byte(text))}
	for name, value := range values {
		t.Run(name, func(t *testing.T) {
			var printed []string
			for _, flag := range []string{"", "+", "#", " ", "-20", "020", ".3"} {
				for verb := 'A'; verb <= 'z'; verb++ {
					printed = append(printed, fmt.Sprintf("%"+flag+string(verb), value))
				}
			}
			var log bytes.Buffer
			slog.New(slog.NewTextHandler(&log, nil)).Info("text", "value", value)
			slog.New(slog.NewJSONHandler(&log, nil)).Info("json", "value", value)
			printed = append(printed, log.String())
			if encoded, err := json.Marshal(value); err == nil {
				printed = append(printed, string(encoded))
			}
			if encoded, err := xml.Marshal(value); err == nil {
				printed = append(printed, string(encoded))
			}
			if err := gob.NewEncoder(&log).Encode(value); err == nil {
				printed = append(printed, log.String())
			}
			for _, got := range printed {
				for _, spelling := range spellings {
					if strings.Contains(got, spelling) {
						t.Fatalf("printed as %s", got)
					}
				}
			}
		})
	}
	for _, got := range []string{fmt.Sprint(secret), fmt.Sprintf("%d", secret), fmt.Sprintf("%#v", secret), secret.String()} {
		if got != "REDACTED" {
			t.Errorf("printed as %q", got)
		}
	}
}

func TestASecretDecodesFromConfiguration(t *testing.T) {
	var config struct{ Key, None auth.Secret }
	if err := json.Unmarshal([]byte(`{"Key":"hunter2","None":null}`), &config); err != nil {
		t.Fatal(err)
	}
	if got := config.Key.Reveal(); got != "hunter2" {
		t.Errorf("Reveal() = %q", got)
	}
	if config.Key.IsZero() || !config.None.IsZero() || config.None.Reveal() != "" {
		t.Error("IsZero is wrong")
	}
}
