package auth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"strings"
	"time"
)

// The keys of a stored token. They are those of the token file that Factorial's Python client
// reads and writes, and expires_in, which that client ignores.
const (
	keyAccessToken  = "access_token"
	keyTokenType    = "token_type"
	keyRefreshToken = "refresh_token"
	keyCreatedAt    = "created_at" // ISO 8601 with a zone
	keyExpiresIn    = "expires_in" // seconds
	keyClientID     = "client_id"
	keyClientSecret = "client_secret"
	keyTargetURL    = "target_url"
)

// record is a stored token with everything that lies beside it.
type record struct {
	token  Token
	stored bool // there was one
	line   lineage
	fields map[string]json.RawMessage
}

// loadRecord returns an empty record if nothing is stored.
func loadRecord(ctx context.Context, store TokenStore, key string) (record, error) {
	data, err := store.Load(ctx, key)
	switch {
	case errors.Is(err, ErrNotStored):
		return record{}, nil
	case err != nil:
		if _, ok := errors.AsType[*FormatError](err); ok {
			return record{}, err
		}
		return record{}, &SaveError{Op: "load", Err: err}
	}
	rec, bad := parseRecord(data)
	if bad != nil {
		if file, ok := store.(interface{ Path(key string) string }); ok {
			bad.Path = file.Path(key)
		}
		return record{}, bad
	}
	return rec, nil
}

func parseRecord(data []byte) (record, *FormatError) {
	rec := record{stored: true}
	data, ok := withoutMark(data)
	if !ok {
		return record{}, &FormatError{Problem: "UTF-16 text: save it as UTF-8"}
	}
	// The errors of encoding/json can quote what they do not like.
	if err := json.Unmarshal(data, &rec.fields); err != nil || rec.fields == nil {
		problem := "not a JSON object"
		if len(bytes.TrimSpace(data)) == 0 {
			problem = "empty"
		}
		return record{}, &FormatError{Problem: problem}
	}
	text := make(map[string]string)
	for _, key := range []string{keyAccessToken, keyRefreshToken, keyTokenType, keyCreatedAt} {
		var bad *FormatError
		if text[key], bad = rec.text(key); bad != nil {
			return record{}, bad
		}
	}
	expiresIn, bad := rec.seconds(keyExpiresIn)
	if bad != nil {
		return record{}, bad
	}
	rec.token = Token{
		AccessToken:  NewSecret(text[keyAccessToken]),
		TokenType:    text[keyTokenType],
		RefreshToken: NewSecret(text[keyRefreshToken]),
		ExpiresIn:    expiresIn,
	}
	if rec.token.AccessToken.IsZero() && rec.token.RefreshToken.IsZero() {
		return record{}, &FormatError{Key: keyRefreshToken, Problem: "missing"}
	}
	if createdAt := text[keyCreatedAt]; createdAt != "" {
		var ok bool
		if rec.token.CreatedAt, ok = parseTime(createdAt); !ok {
			return record{}, &FormatError{Key: keyCreatedAt, Problem: "not an ISO 8601 date and time with a zone"}
		}
	}
	history, _ := rec.text(keyHistory) // one that nobody can read counts as absent
	rec.line = parseLineage(history, rec.token)
	return rec, nil
}

// withoutMark takes off the byte order mark that some editors write. It reports false for UTF-16.
func withoutMark(data []byte) (text []byte, ok bool) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return nil, false
	}
	return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), true
}

// text returns a string, empty if it is missing or null.
func (r record) text(key string) (string, *FormatError) {
	raw, ok := r.fields[key]
	if !ok {
		return "", nil
	}
	var s *string
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", &FormatError{Key: key, Problem: "not a string"}
	}
	if s == nil {
		return "", nil
	}
	return *s, nil
}

func (r record) seconds(key string) (time.Duration, *FormatError) {
	raw, ok := r.fields[key]
	if !ok {
		return 0, nil
	}
	var n *int32 // 68 years
	if err := json.Unmarshal(raw, &n); err != nil || n != nil && *n < 0 {
		return 0, &FormatError{Key: key, Problem: "not a number of seconds"}
	}
	if n == nil {
		return 0, nil
	}
	return time.Duration(*n) * time.Second, nil
}

// with encodes the record with another version and keeps everything else, keys of others included.
func (r record) with(v version) ([]byte, error) {
	t := v.token
	fields := maps.Clone(r.fields)
	if fields == nil {
		fields = make(map[string]json.RawMessage)
	}
	set := func(key string, value any) error {
		raw, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("auth: encode %s", key)
		}
		fields[key] = raw
		return nil
	}
	t = dated(t)
	err := errors.Join(
		set(keyAccessToken, t.AccessToken.Reveal()),
		set(keyTokenType, canonicalType(t.TokenType)),
		set(keyRefreshToken, t.RefreshToken.Reveal()),
		set(keyCreatedAt, formatTime(t.CreatedAt)),
	)
	if delete(fields, keyExpiresIn); t.ExpiresIn >= time.Second {
		err = errors.Join(err, set(keyExpiresIn, min(int64(t.ExpiresIn/time.Second), math.MaxInt32)))
	}
	if delete(fields, keyHistory); v.line.generation > 0 {
		err = errors.Join(err, set(keyHistory, v.line.encode(t)))
	}
	if err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(fields, "", "  ")
	if err != nil {
		return nil, errors.New("auth: encode the token")
	}
	return append(data, '\n'), nil
}

// dated makes up a date for a token without one, since readers of the file insist on it: one that
// makes them refresh before they use it.
func dated(t Token) Token {
	if t.CreatedAt.IsZero() {
		t.CreatedAt = time.Now()
		if !t.RefreshToken.IsZero() {
			t.CreatedAt = t.CreatedAt.Add(-accessTokenLife)
		}
	}
	return t
}

// set puts text beside the token.
func (r *record) set(key, text string) {
	if r.fields == nil {
		r.fields = make(map[string]json.RawMessage)
	}
	raw, _ := json.Marshal(text) // a string always encodes
	r.fields[key] = raw
}

// parseTime reads the spellings of ISO 8601 that people and programs use. Without a zone nobody
// knows the moment, so that is not one of them.
func parseTime(text string) (time.Time, bool) {
	// Go's parser accepts a fraction after the seconds by itself, with a dot or a comma.
	for _, layout := range []string{
		"2006-01-02T15:04:05Z07:00",
		"2006-01-02T15:04:05Z0700",
		"2006-01-02T15:04:05Z07",
		"2006-01-02T15:04Z07:00",
		"20060102T150405Z0700",
	} {
		if t, err := time.Parse(layout, normal(text)); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// normal writes the letters as the layouts have them: RFC 3339 §5.6 allows small ones and a space.
func normal(text string) string {
	text = strings.ToUpper(text)
	if len(text) > 10 && text[10] == ' ' {
		text = text[:10] + "T" + text[11:]
	}
	return text
}

// formatTime writes UTC as +00:00, because Python reads Z only since 3.11.
func formatTime(t time.Time) string {
	return t.UTC().Format("2006-01-02T15:04:05.999999-07:00")
}
