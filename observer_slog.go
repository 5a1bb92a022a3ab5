package factorialhr

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
)

// LogTo returns an observer that writes to a structured log: one event when a call ends, one for
// each failed attempt that may be retried ([AttemptInfo].MayRetry), at most two for the mismatches
// of a response, which name the first ten, and one for an API version that this module does not
// know. [LogLevels] sets the levels; a later one overrides an earlier one. An event has the
// operation, the path template and the request id, and contains no record id, query value or body.
func LogTo(logger *slog.Logger, levels ...LogLevels) Observer {
	o := &logObserver{log: logger, levels: LogLevels{
		Succeeded: slog.LevelDebug,
		Expected:  slog.LevelInfo,
		Rejected:  slog.LevelWarn,
		Failed:    slog.LevelError,
		Canceled:  slog.LevelDebug,
		Attempt:   slog.LevelDebug,
		Mismatch:  slog.LevelWarn,
		Unknown:   slog.LevelInfo,
		Version:   slog.LevelWarn,
	}}
	for _, l := range levels {
		o.levels.override(&l)
	}
	return o
}

// LogLevels sets the levels of the events of [LogTo]. A nil level means the default. An event below
// the level of the logger is not written. Use a [slog.LevelVar] to change a level while the program
// runs.
type LogLevels struct {
	// Succeeded is the level of calls that succeeded. The default is Debug.
	Succeeded slog.Leveler
	// Expected is the level of calls that failed with 404, 409, 410 or 422: programs check whether
	// a record exists, and users send values that the server rejects. The default is Info.
	Expected slog.Leveler
	// Rejected is the level of calls that failed with another 4xx, such as 401, 403 and, after the
	// retries, 429: they require a change to the credential, its permissions or the program. The
	// default is Warn.
	Rejected slog.Leveler
	// Failed is the level of all other failed calls: 5xx, 408, a network error, an unreadable
	// response, a timeout, a call that could not be sent. The default is Error.
	Failed slog.Leveler
	// Canceled is the level of calls whose context the caller canceled. The default is Debug.
	Canceled slog.Leveler
	// Attempt is the level of failed attempts that may be retried. The default is Debug. The event
	// of the call has the number of attempts.
	Attempt slog.Leveler
	// Mismatch is the level of values that do not have the type of their field. The default is
	// Warn.
	Mismatch slog.Leveler
	// Unknown is the level of properties for which a type has no field. The default is Info.
	Unknown slog.Leveler
	// Version is the level of the first call of a client at an API version that is not one of
	// [APIVersions]: see [VersionObserver]. The default is Warn.
	Version slog.Leveler
}

// override sets the levels that are set in other.
func (l *LogLevels) override(other *LogLevels) {
	for _, level := range []struct{ to, from *slog.Leveler }{
		{&l.Succeeded, &other.Succeeded}, {&l.Expected, &other.Expected}, {&l.Rejected, &other.Rejected},
		{&l.Failed, &other.Failed}, {&l.Canceled, &other.Canceled}, {&l.Attempt, &other.Attempt},
		{&l.Mismatch, &other.Mismatch}, {&l.Unknown, &other.Unknown}, {&l.Version, &other.Version},
	} {
		if *level.from != nil {
			*level.to = *level.from
		}
	}
}

// ofCall returns the level of a call that ended with err.
func (l *LogLevels) ofCall(ctx context.Context, err error) slog.Level {
	if err == nil {
		return l.Succeeded.Level()
	}
	if ctx.Err() == context.Canceled && errors.Is(err, context.Canceled) {
		return l.Canceled.Level()
	}
	status := 0
	if e, ok := errors.AsType[*Error](err); ok {
		status = e.StatusCode
	}
	switch {
	case status == http.StatusNotFound, status == http.StatusConflict, status == http.StatusGone,
		status == http.StatusUnprocessableEntity:
		return l.Expected.Level()
	case status >= 400 && status < 500 && status != http.StatusRequestTimeout, errors.Is(err, ErrRateLimited):
		return l.Rejected.Level()
	default:
		return l.Failed.Level()
	}
}

type logObserver struct {
	log    *slog.Logger
	levels LogLevels
}

func (o *logObserver) Start(ctx context.Context, _ *Operation) context.Context { return ctx }

func (o *logObserver) Attempt(ctx context.Context, op *Operation, a AttemptInfo) {
	level := o.levels.Attempt.Level()
	if !a.MayRetry || !o.log.Enabled(ctx, level) {
		return
	}
	attrs := append(operationAttrs(op),
		slog.Int("attempt", a.Number), slog.Int("status", a.StatusCode), slog.Duration("duration", a.Duration))
	o.log.LogAttrs(ctx, level, "factorialhr attempt failed", withError(attrs, a.RequestID, a.Err)...)
}

func (o *logObserver) End(ctx context.Context, op *Operation, c CallInfo) {
	level := o.levels.ofCall(ctx, c.Err)
	if !o.log.Enabled(ctx, level) {
		return
	}
	text := "factorialhr call"
	if c.Err != nil {
		text = "factorialhr call failed"
	}
	attrs := append(operationAttrs(op),
		slog.Int("status", c.StatusCode), slog.Int("attempts", c.Attempts),
		slog.Duration("duration", c.Duration), slog.Duration("waited", c.Waited))
	if c.AlreadyGone {
		attrs = append(attrs, slog.Bool("already_gone", true))
	}
	o.log.LogAttrs(ctx, level, text, withError(attrs, c.RequestID, c.Err)...)
}

func operationAttrs(op *Operation) []slog.Attr {
	attrs := make([]slog.Attr, 0, 10)
	return append(attrs, slog.String("operation", op.Name), slog.String("method", op.Method), slog.String("path", op.Path))
}

func withError(attrs []slog.Attr, requestID string, err error) []slog.Attr {
	if requestID != "" {
		attrs = append(attrs, slog.String("request_id", requestID))
	}
	if err != nil {
		attrs = append(attrs, slog.Any("error", err))
	}
	return attrs
}
