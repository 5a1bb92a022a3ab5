package factorialhr

import (
	"context"
	"fmt"
	"log/slog"
)

const (
	// maxMismatchesInLog is the maximum number of mismatches that an event names.
	maxMismatchesInLog = 10
	// maxPointerInLog is the maximum length of a pointer in an event, in bytes.
	maxPointerInLog = 200
)

func (o *logObserver) Mismatch(ctx context.Context, op *Operation, mismatches []Mismatch) {
	unknown := 0
	for _, m := range mismatches {
		if m.Want == "" {
			unknown++
		}
	}
	o.mismatches(ctx, o.levels.Mismatch.Level(), "factorialhr response has unexpected values",
		op, mismatches, false, len(mismatches)-unknown)
	o.mismatches(ctx, o.levels.Unknown.Level(), "factorialhr response has unknown properties", op, mismatches, true, unknown)
}

// mismatches logs all mismatches of one kind in one event, because a page can have thousands of
// them.
func (o *logObserver) mismatches(
	ctx context.Context, level slog.Level, text string, op *Operation, all []Mismatch, unknown bool, count int,
) {
	if count == 0 || !o.log.Enabled(ctx, level) {
		return
	}
	var first []string
	for _, m := range all {
		if (m.Want == "") == unknown && len(first) < maxMismatchesInLog {
			first = append(first, mismatchText(m))
		}
	}
	o.log.LogAttrs(ctx, level, text, append(operationAttrs(op), slog.Int("count", count), slog.Any("first", first))...)
}

func mismatchText(m Mismatch) string {
	pointer := m.Pointer
	if len(pointer) > maxPointerInLog {
		pointer = pointer[:maxPointerInLog] + "…"
	}
	if m.Want == "" {
		return pointer
	}
	text := fmt.Sprintf("%s: want %s, got %s", pointer, m.Want, m.Got)
	if m.Kept {
		text += ", kept"
	}
	return text
}
