package webhook

import "net/http"

// Result is the outcome of a request to a [Mux].
type Result uint8

const (
	// ResultAccepted is 200: the mux queued the delivery.
	ResultAccepted Result = iota
	// ResultHandled is 200: the [Synchronous] handler returned nil.
	ResultHandled
	// ResultDuplicate is 200: the same delivery was already handled. See [Deduplicate].
	ResultDuplicate
	// ResultInProgress is 503: the same delivery waits or is being handled, and may still fail.
	ResultInProgress
	// ResultUnknownPath is 404: no event has this URL.
	ResultUnknownPath
	// ResultMethod is 405: a delivery is a POST.
	ResultMethod
	// ResultUnverified is 403: the challenge is missing or wrong, or the [Authorize] function
	// refused the request.
	ResultUnverified
	// ResultContentType is 415: the body is compressed, or it is not JSON in UTF-8 and its content
	// type says so.
	ResultContentType
	// ResultTooLarge is 413: the body is larger than [MaxBodyBytes].
	ResultTooLarge
	// ResultSlow is 408: the body did not arrive within [ReadTimeout].
	ResultSlow
	// ResultIncomplete is 400: the connection broke before the end of the body.
	ResultIncomplete
	// ResultMalformed is 400: the body is not a JSON object or an array of objects.
	ResultMalformed
	// ResultBusy is 503: the queue is full.
	ResultBusy
	// ResultClosed is 503: [Mux.Shutdown] was called.
	ResultClosed
	// ResultFailed is 500: the [Synchronous] handler returned an error or panicked.
	ResultFailed
	// ResultOverdue is 503: the [Synchronous] handler did not return before its deadline.
	ResultOverdue
	// ResultGone means that the client closed the request before a [Synchronous] handler returned.
	ResultGone
)

// results has the text and the status of each Result.
var results = [...]struct {
	text   string
	status int
}{
	ResultAccepted:    {"accepted", http.StatusOK},
	ResultHandled:     {"handled", http.StatusOK},
	ResultDuplicate:   {"duplicate", http.StatusOK},
	ResultInProgress:  {"in progress", http.StatusServiceUnavailable},
	ResultUnknownPath: {"unknown path", http.StatusNotFound},
	ResultMethod:      {"method not allowed", http.StatusMethodNotAllowed},
	ResultUnverified:  {"not verified", http.StatusForbidden},
	ResultContentType: {"unsupported content type", http.StatusUnsupportedMediaType},
	ResultTooLarge:    {"body too large", http.StatusRequestEntityTooLarge},
	ResultSlow:        {"body too slow", http.StatusRequestTimeout},
	ResultIncomplete:  {"body incomplete", http.StatusBadRequest},
	ResultMalformed:   {"body malformed", http.StatusBadRequest},
	ResultBusy:        {"queue full", http.StatusServiceUnavailable},
	ResultClosed:      {"shutting down", http.StatusServiceUnavailable},
	ResultFailed:      {"handler failed", http.StatusInternalServerError},
	ResultOverdue:     {"handler too slow", http.StatusServiceUnavailable},
	ResultGone:        {"sender gone", http.StatusServiceUnavailable},
}

// String returns a short text for logs, such as "queue full".
func (r Result) String() string {
	if int(r) >= len(results) {
		return "unknown"
	}
	return results[r].text
}

// Status returns the HTTP status of the response. A 2xx acknowledges the delivery; after any other
// status the API delivers again.
func (r Result) Status() int {
	if int(r) >= len(results) {
		return http.StatusInternalServerError
	}
	return results[r].status
}

// retryAfter is the Retry-After of a 503, in seconds. It is a guess: the queue usually drains
// sooner.
const retryAfter = "30"

// respond writes the response for r. The body is meant for people who read the client's log.
func (r Result) respond(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	switch {
	case r == ResultMethod:
		h.Set("Allow", http.MethodPost)
	case r == ResultSlow:
		h.Set("Connection", "close")
	case r.Status() == http.StatusServiceUnavailable:
		h.Set("Retry-After", retryAfter)
	}
	w.WriteHeader(r.Status())
	_, _ = w.Write([]byte(r.String() + "\n"))
}
