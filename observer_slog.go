package factorialhr

import (
	"context"
	"log/slog"
)

// LogTo returns an observer that writes to a structured log: calls that succeed at level Debug, those that fail at
// Error, attempts that failed and mismatches at Warn, properties without a field at Info. What ended because its context
// did is no failure, and logged at Debug. A record has the operation and the path template, and no id, query value or
// body.
func LogTo(logger *slog.Logger) Observer { return &logObserver{logger} }

type logObserver struct{ log *slog.Logger }

func (o *logObserver) Start(ctx context.Context, _ *Operation) context.Context { return ctx }

func (o *logObserver) Attempt(ctx context.Context, op *Operation, a AttemptInfo) {
	if a.Err == nil || !o.log.Enabled(ctx, slog.LevelWarn) {
		return
	}
	level := slog.LevelWarn
	if ctx.Err() != nil {
		level = slog.LevelDebug
	}
	o.log.LogAttrs(ctx, level, "factorialhr attempt failed",
		slog.String("operation", op.Name), slog.String("method", op.Method), slog.String("path", op.Path),
		slog.Int("attempt", a.Number), slog.Int("status", a.StatusCode), slog.Duration("duration", a.Duration),
		slog.Any("error", a.Err))
}

func (o *logObserver) Mismatch(ctx context.Context, op *Operation, mismatches []Mismatch) {
	for _, m := range mismatches {
		level, text := slog.LevelWarn, "factorialhr value has another type than its field"
		if m.Want == "" {
			level, text = slog.LevelInfo, "factorialhr property without a field"
		}
		o.log.LogAttrs(ctx, level, text,
			slog.String("operation", op.Name), slog.String("method", op.Method), slog.String("path", op.Path),
			slog.String("pointer", m.Pointer), slog.String("want", m.Want), slog.String("got", m.Got), keptAttr(m))
	}
}

func (o *logObserver) End(ctx context.Context, op *Operation, c CallInfo) {
	level, text := slog.LevelDebug, "factorialhr call"
	if c.Err != nil {
		text = "factorialhr call failed"
		if ctx.Err() == nil {
			level = slog.LevelError
		}
	}
	if !o.log.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("operation", op.Name), slog.String("method", op.Method), slog.String("path", op.Path),
		slog.Int("status", c.StatusCode), slog.Int("attempts", c.Attempts),
		slog.Duration("duration", c.Duration), slog.Duration("waited", c.Waited),
	}
	if c.AlreadyGone {
		attrs = append(attrs, slog.Bool("already_gone", true))
	}
	if c.Err != nil {
		attrs = append(attrs, slog.Any("error", c.Err))
	}
	o.log.LogAttrs(ctx, level, text, attrs...)
}

// keptAttr says that a value was kept although it is not what its field expects; it is empty where it was not.
func keptAttr(m Mismatch) slog.Attr {
	if !m.Kept {
		return slog.Attr{}
	}
	return slog.Bool("kept", true)
}
