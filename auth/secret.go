package auth

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "REDACTED"

// Secret holds a string that must not be shown, such as a client secret or a token. It prints as
// REDACTED with every verb of fmt, with log/slog, encoding/json and other text encoders, on its own
// and in any struct. Only Reveal returns the text.
//
// A Secret decodes from text, so a program's JSON or YAML configuration may contain one. The zero
// Secret is empty. Secrets cannot be compared with ==.
type Secret struct {
	_ [0]func() // forbids ==, which would compare pointers
	// A pointer, because fmt prints unexported fields without calling their methods, but does not
	// follow pointers at that depth.
	text *string
}

// NewSecret returns a Secret that holds text.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{text: &text}
}

// Reveal returns the text.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s.text == nil }

// Format implements fmt.Formatter for every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// String returns REDACTED.
func (Secret) String() string { return redacted }

// LogValue returns REDACTED.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns REDACTED.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// UnmarshalText sets the secret.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}
