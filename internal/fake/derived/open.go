package derived

import (
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// openShifts returns the shifts with a beginning and without an end, under their own ids: inferred.
func (d *Derivation) openShifts(s *record.Store, shifts []*record.Record, _ string) []*record.Record {
	of, shape := d.api.Resources[shiftsPath].Shape, d.api.Resources[openShifts].Shape
	in, seconds, out, workable := of.At("clock_in"), of.At("clock_in_with_seconds"), of.At("clock_out"), of.At("workable")
	y := record.Synthesis{API: d.api, Seed: s.Seed, Now: d.now()}
	all := []*record.Record{}
	for _, r := range shifts {
		if !value.IsNull(r.Value(out)) || value.IsNull(r.Value(in)) {
			continue
		}
		clock := r.Value(seconds)
		if value.IsNull(clock) {
			clock = r.Value(in)
		}
		f := value.Fields{
			"clock_in": onNoDay(value.Plain(clock)), "clock_out": value.Null, "status": value.Text("opened"),
			"workable": value.Bool(value.Plain(r.Value(workable)) != "false"), "automatic_clock_in": value.False,
		}
		for _, name := range []string{"id", "employee_id", "date", "reference_date", "location_type", "workplace_id", "time_settings_break_configuration_id"} {
			if at := of.At(name); at >= 0 {
				f[name] = slices.Clone(r.Value(at))
			}
		}
		y.Complete(shape, f, 1)
		all = append(all, record.Encode(shape, r.ID, f))
	}
	return all
}

// onNoDay writes a time of day as the date-time that stands for it.
func onNoDay(clock string) []byte {
	if _, after, ok := strings.Cut(clock, "T"); ok {
		clock = after
	}
	if len(clock) == len("15:04") {
		clock += ":00"
	}
	return record.FitDate("date-time", "2000-01-01T"+clock[:min(len(clock), len("15:04:05"))])
}
