package people

import (
	"fmt"
	"io"
	"log/slog"
)

// String returns the status alone. No verb of package fmt prints more of a person.
func (p Person) String() string { return "person (" + string(p.Status) + ")" }

// Format writes String for every verb.
func (p Person) Format(w fmt.State, _ rune) { io.WriteString(w, p.String()) }

// LogValue returns String for package slog.
func (p Person) LogValue() slog.Value { return slog.StringValue(p.String()) }

// String returns the day and the number of people.
func (s Snapshot) String() string {
	return fmt.Sprintf("snapshot of %d people on %s", len(s.People), s.Day)
}

// Format writes String for every verb.
func (s Snapshot) Format(w fmt.State, _ rune) { io.WriteString(w, s.String()) }

// LogValue returns String for package slog.
func (s Snapshot) LogValue() slog.Value { return slog.StringValue(s.String()) }

// String returns the length of each list.
func (c Changes) String() string {
	return fmt.Sprintf("%d joined, %d moved, %d left, %d planned, %d unclear",
		len(c.Joined), len(c.Moved), len(c.Left), len(c.Planned), len(c.Unclear))
}

// Format writes String for every verb.
func (c Changes) Format(w fmt.State, _ rune) { io.WriteString(w, c.String()) }

// LogValue returns String for package slog.
func (c Changes) LogValue() slog.Value { return slog.StringValue(c.String()) }

// String returns the reason and the names of the fields.
func (c Change) String() string {
	text := string(c.Reason)
	for i, d := range c.Fields {
		text += map[bool]string{true: ": ", false: ", "}[i == 0] + string(d.Field)
	}
	return text
}

// Format writes String for every verb.
func (c Change) Format(w fmt.State, _ rune) { io.WriteString(w, c.String()) }

// LogValue returns String for package slog.
func (c Change) LogValue() slog.Value { return slog.StringValue(c.String()) }

// String returns the name of the field.
func (d Difference) String() string { return string(d.Field) }

// Format writes String for every verb.
func (d Difference) Format(w fmt.State, _ rune) { io.WriteString(w, d.String()) }

// LogValue returns String for package slog.
func (d Difference) LogValue() slog.Value { return slog.StringValue(d.String()) }

// String returns the number of pairs and of groups to review.
func (m Matching[T]) String() string {
	return fmt.Sprintf("%d pairs, %d to review", len(m.Pairs), len(m.Review))
}

// Format writes String for every verb.
func (m Matching[T]) Format(w fmt.State, _ rune) { io.WriteString(w, m.String()) }

// LogValue returns String for package slog.
func (m Matching[T]) LogValue() slog.Value { return slog.StringValue(m.String()) }

// String returns the names of the keys.
func (p Pair[T]) String() string { return fmt.Sprintf("pair by %q", p.Keys) }

// Format writes String for every verb.
func (p Pair[T]) Format(w fmt.State, _ rune) { io.WriteString(w, p.String()) }

// LogValue returns String for package slog.
func (p Pair[T]) LogValue() slog.Value { return slog.StringValue(p.String()) }

// String returns the reason and the size of the group.
func (r Review[T]) String() string {
	return fmt.Sprintf("%s: %d people, %d others", r.Reason, len(r.People), len(r.Others))
}

// Format writes String for every verb.
func (r Review[T]) Format(w fmt.State, _ rune) { io.WriteString(w, r.String()) }

// LogValue returns String for package slog.
func (r Review[T]) LogValue() slog.Value { return slog.StringValue(r.String()) }
