package webhook

import (
	"context"
	"log/slog"

	"github.com/factorialhr-go/factorialhr"
)

// LogTo returns an observer that logs to logger: accepted and handled deliveries at level Debug;
// refused and postponed deliveries, mismatches and missed deadlines at Warn; failed handlers at
// Error. A log record contains the event and no id, body or secret, unless the error of a handler
// contains one.
func LogTo(logger *slog.Logger) Observer { return &logObserver{logger} }

type logObserver struct{ log *slog.Logger }

func (o *logObserver) Answered(ctx context.Context, a Answer) {
	level := slog.LevelDebug
	if a.Result.Status() != 200 || a.StoreErr != nil {
		level = slog.LevelWarn
	}
	attrs := []slog.Attr{
		slog.String("event", a.Event), slog.String("result", a.Result.String()), slog.Int("status", a.Result.Status()),
		slog.Int("bytes", a.Bytes), slog.Duration("duration", a.Duration),
	}
	if a.StoreErr != nil {
		attrs = append(attrs, slog.Any("store_error", a.StoreErr))
	}
	o.log.LogAttrs(ctx, level, "webhook response", attrs...)
}

func (o *logObserver) Handled(ctx context.Context, h Handling) {
	level, text := slog.LevelDebug, "webhook handled"
	attrs := []slog.Attr{
		slog.String("event", h.Event), slog.Int("records", h.Records),
		slog.Duration("waited", h.Waited), slog.Duration("duration", h.Duration),
	}
	if h.StoreErr != nil {
		level = slog.LevelWarn
		attrs = append(attrs, slog.Any("store_error", h.StoreErr))
	}
	if h.Err != nil {
		level, text = slog.LevelError, "webhook handler failed"
		attrs = append(attrs, slog.Any("error", h.Err))
		for _, p := range panics(h.Err) {
			attrs = append(attrs, slog.String("stack", string(p.Stack)))
		}
	}
	o.log.LogAttrs(ctx, level, text, attrs...)
	o.mismatches(ctx, h.Event, h.Mismatches)
}

func (o *logObserver) mismatches(ctx context.Context, event string, mismatches []factorialhr.Mismatch) {
	for _, m := range mismatches {
		o.log.LogAttrs(ctx, slog.LevelWarn, "webhook value has another type than its field", slog.String("event", event),
			slog.String("pointer", m.Pointer), slog.String("want", m.Want), slog.String("got", m.Got), keptAttr(m))
	}
}

func (o *logObserver) Overdue(ctx context.Context, event string) {
	o.log.LogAttrs(ctx, slog.LevelWarn, "webhook handler missed its deadline", slog.String("event", event))
}

// keptAttr says that a value was kept although it is not what its field expects; it is empty where
// it was not.
func keptAttr(m factorialhr.Mismatch) slog.Attr {
	if !m.Kept {
		return slog.Attr{}
	}
	return slog.Bool("kept", true)
}
