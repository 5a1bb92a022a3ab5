package factorialhr

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
)

const (
	// maxCodesInText is the maximum number of codes in a text or a log.
	maxCodesInText = 5
	// maxFieldsInText is the maximum number of field names in a text or a log.
	maxFieldsInText = 10
)

// Error describes the error. The text contains no record id, query value or body, and no message of
// the server.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("factorialhr: ")
	if e.Operation != "" {
		b.WriteString(e.Operation + ": ")
	}
	b.WriteString(e.Method + " " + e.Path)
	if e.StatusCode != 0 {
		fmt.Fprintf(&b, ": %d %s", e.StatusCode, http.StatusText(e.StatusCode))
	}
	if codes := e.firstCodes(); len(codes) > 0 {
		b.WriteString(": " + strings.Join(codes, ", "))
	}
	if names := e.fieldNames(); len(names) > 0 {
		b.WriteString(" (" + strings.Join(names, ", ") + ")")
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, ", after %d attempts", e.Attempts)
	}
	if e.RequestID != "" {
		b.WriteString(", request " + e.RequestID)
	}
	if e.unknown() {
		b.WriteString("; " + ErrOutcomeUnknown.Error())
	}
	return b.String()
}

// GoString returns the text of Error for %#v.
func (e *Error) GoString() string { return fmt.Sprintf("&factorialhr.Error{%q}", e.Error()) }

// Format writes the text of Error for every verb. For a verb that does not apply to strings, such
// as %d, fmt would print the fields, and so the texts of the server.
func (e *Error) Format(f fmt.State, verb rune) {
	switch {
	case verb == 'v' && f.Flag('#'):
		_, _ = io.WriteString(f, e.GoString())
	case strings.ContainsRune("vsqxX", verb):
		_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), e.Error())
	default:
		_, _ = io.WriteString(f, e.Error())
	}
}

// MarshalJSON encodes the attributes of LogValue, for logs that encode errors as JSON. It never
// fails.
func (e *Error) MarshalJSON() ([]byte, error) {
	facts := map[string]any{}
	for _, attr := range e.LogValue().Group() {
		facts[attr.Key] = attr.Value.Any()
	}
	return json.Marshal(facts)
}

// LogValue returns the facts of the error for a structured log. It omits the same data as Error.
// The error of an operation that only reads has no outcome.
func (e *Error) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("operation", e.Operation),
		slog.String("method", e.Method),
		slog.String("path", e.Path),
		slog.Int("status", e.StatusCode),
	}
	if !e.reads {
		attrs = append(attrs, slog.String("outcome", e.Outcome.String()))
	}
	attrs = append(attrs, slog.Int("attempts", e.Attempts))
	if e.Waited > 0 {
		attrs = append(attrs, slog.Duration("waited", e.Waited))
	}
	if e.RetryAfter > 0 {
		attrs = append(attrs, slog.Duration("retry_after", e.RetryAfter))
	}
	if e.RequestID != "" {
		attrs = append(attrs, slog.String("request_id", e.RequestID))
	}
	codes := e.firstCodes()
	if len(codes) > 0 {
		attrs = append(attrs, slog.String("code", codes[0]))
	}
	if len(codes) > 1 {
		attrs = append(attrs, slog.Any("codes", codes))
	}
	if names := e.fieldNames(); len(names) > 0 {
		attrs = append(attrs, slog.Any("fields", names))
	}
	if e.cause != nil {
		attrs = append(attrs, slog.String("cause", e.cause.Error()))
	}
	return slog.GroupValue(attrs...)
}

// firstCodes returns the codes to show in a text.
func (e *Error) firstCodes() []string { return e.Codes[:min(len(e.Codes), maxCodesInText)] }

// fieldNames returns the fields that the server rejected. The server chooses these names, so
// fieldNames returns only those that look like a property of the API.
func (e *Error) fieldNames() []string {
	var names []string
	for name := range e.Fields {
		if isPropertyName(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names[:min(len(names), maxFieldsInText)]
}

// isPropertyName reports whether name looks like a property of the API: lower-case words.
func isPropertyName(name string) bool {
	if name == "" || len(name) > 40 {
		return false
	}
	for _, c := range []byte(name) {
		if (c < 'a' || c > 'z') && c != '_' {
			return false
		}
	}
	return true
}
