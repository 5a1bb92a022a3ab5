package auth

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "REDACTED"

// Secret holds a string that must not be seen: a client secret, a token. It prints as REDACTED
// through every verb of fmt, through slog, encoding/json and other encoders of text, alone or
// inside any struct. Reveal is the only way to the text.
//
// It decodes from text, so that a program's JSON or YAML configuration may contain a Secret.
// The zero Secret is empty. Two secrets are not comparable by ==.
type Secret struct {
	_ [0]func() // == would compare pointers
	// fmt reaches unexported fields of a struct without asking for methods. It follows no
	// pointer at that depth.
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
