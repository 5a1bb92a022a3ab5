package factorialhr

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
)

const (
	// maxCodesInText is how many codes a text or a log repeats.
	maxCodesInText = 5
	// maxFieldsInText is how many names of fields a text or a log repeats.
	maxFieldsInText = 10
)

// Error describes the error without ids of records, query values, bodies or texts of the server.
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

// GoString describes the error as Error does, for %#v.
func (e *Error) GoString() string { return fmt.Sprintf("&factorialhr.Error{%q}", e.Error()) }

// MarshalJSON encodes the facts of LogValue, for logs that encode errors as JSON. It never fails.
func (e *Error) MarshalJSON() ([]byte, error) {
	facts := map[string]any{}
	for _, attr := range e.LogValue().Group() {
		facts[attr.Key] = attr.Value.Any()
	}
	return json.Marshal(facts)
}

// LogValue gives the facts of the error to a structured log, with the same care as Error. An operation that only reads has
// no outcome.
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

// firstCodes lists the codes that a text repeats.
func (e *Error) firstCodes() []string { return e.Codes[:min(len(e.Codes), maxCodesInText)] }

// fieldNames lists the fields that the server complained about. The server chooses the names too, so only names that look
// like a property of the API are repeated.
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

// isPropertyName reports whether name is written like the properties of the API: lower case words.
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
