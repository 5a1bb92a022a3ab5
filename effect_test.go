package factorialhr_test

import (
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

func TestAnEffectIsASet(t *testing.T) {
	tests := []struct {
		effect factorialhr.Effect
		text   string
	}{
		{0, "unknown"},
		{factorialhr.EffectReads, "reads"},
		{factorialhr.EffectWrites | factorialhr.EffectMails, "writes, mails"},
		{factorialhr.EffectDeletesMore | factorialhr.EffectDeletes, "deletes, deletes more"},
	}
	for _, test := range tests {
		if got := test.effect.String(); got != test.text {
			t.Errorf("%d is %q, want %q", test.effect, got, test.text)
		}
	}
	both := factorialhr.EffectWrites | factorialhr.EffectMails
	if !both.Has(factorialhr.EffectMails) || !both.Has(both) || both.Has(factorialhr.EffectReads) || factorialhr.EffectMails.Has(both) {
		t.Error("Has does not compare sets")
	}
}

func TestOperationsTellTheirEffects(t *testing.T) {
	want := map[string]factorialhr.Effect{
		"timeoff.Leaves.List":        factorialhr.EffectReads,
		"timeoff.Leaves.Create":      factorialhr.EffectWrites,
		"timeoff.Leaves.BulkDelete":  factorialhr.EffectDeletes,
		"timeoff.Allowances.Delete":  factorialhr.EffectDeletesMore,
		"employees.Employees.Invite": factorialhr.EffectWrites | factorialhr.EffectMails,
	}
	for _, op := range append(timeoff.Operations(), employees.Operations()...) {
		if effect, ok := want[op.Name]; ok && op.Effect != effect {
			t.Errorf("%s: %s, want %s", op.Name, op.Effect, effect)
		}
		if op.Effect == 0 {
			t.Errorf("%s has no effect", op.Name)
		}
	}
}
