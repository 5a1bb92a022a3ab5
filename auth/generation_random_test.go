package auth_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
)

// TestNoOrderOfEventsSendsASpentToken runs programs with one store through random events. The strict
// server is the oracle: it ends a login at the first spent token.
func TestNoOrderOfEventsSendsASpentToken(t *testing.T) {
	runs, events := uint64(150), 60
	if soak() {
		runs = 5000
	}
	for run := range runs {
		synctest.Test(t, func(t *testing.T) {
			s, random := newStrict(t), rand.New(rand.NewPCG(run, 1))
			seed := s.login()
			if random.IntN(2) == 0 {
				seed = undated(seed)
			}
			programs := make([]*auth.Refresher, 3)
			restart := func(i int) { programs[i] = s.process(seed) }
			for i := range programs {
				restart(i)
			}
			var log []string
			stored := func() bool { _, err := s.store.Load(t.Context(), "acme"); return err == nil }
			for range events {
				i := random.IntN(len(programs))
				r := programs[i]
				event := "refresh"
				switch random.IntN(12) {
				case 0:
					event = "restart"
					restart(i)
				case 1:
					event = "a wrong refusal"
					s.refuse.Store(1)
					_, _ = r.Refresh(t.Context())
					s.refuse.Store(0)
				case 2:
					event = "a login without a date"
					s.save(undated(s.login()))
				case 3:
					event = "a login that is dated wrongly"
					login := s.login()
					login.CreatedAt = login.CreatedAt.Add(time.Duration(random.IntN(7200)-3600) * time.Second)
					s.save(login)
				case 4:
					event = "responses dated otherwise"
					s.shift = time.Duration(random.IntN(480)-240) * time.Second
				case 5:
					event = "another login in the configuration"
					if seed = s.login(); random.IntN(2) == 0 {
						seed = undated(seed)
					}
					for i := range programs {
						restart(i)
						_, _ = programs[i].Token(t.Context())
					}
				case 6:
					event = "a program that keeps no order"
					if stored() {
						// It reads the file, and writes the successor.
						reader := s.process(auth.Token{})
						if _, err := reader.Token(t.Context()); err != nil {
							t.Error(err)
						}
						s.rewrite(s.exchanged(reader.Current()))
					}
				case 7:
					event = "a backup"
					if stored() {
						backup := s.read()
						s.refresh(r)
						s.refresh(r)
						s.write(backup)
						s.refresh(r)
					}
				case 8:
					event = "an hour"
					time.Sleep(time.Hour)
				default:
					for range 2 {
						s.refresh(r)
					}
				}
				log = append(log, fmt.Sprint(event, " ", i))
				if s.oauth.Counts().FamiliesRevoked != 0 || t.Failed() {
					t.Fatalf("run %d: a spent token was sent: %q", run, log)
				}
			}
		})
	}
}
