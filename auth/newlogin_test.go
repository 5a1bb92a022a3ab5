package auth_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
)

func TestANewLoginWins(t *testing.T) {
	for _, test := range []struct {
		name string
		run  func(s *strict)
	}{
		{"saved without a date", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			login := s.login()
			s.save(undated(login))
			s.refresh(a)
			s.wantFamily(login)
		}},
		{"saved with a date in the past", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			login := s.login()
			login.CreatedAt = login.CreatedAt.Add(-24 * time.Hour)
			s.save(login)
			s.refresh(a)
			s.wantFamily(login)
		}},
		{"saved again after another", func(s *strict) {
			first, second := s.login(), s.login()
			s.save(first)
			a := s.process(auth.Token{})
			s.mustGet(s.client(a))
			s.save(second)
			s.refresh(a)
			third := s.login()
			s.save(third)
			s.refresh(a)
			s.wantFamily(third)
		}},
		{"two logins in turn", func(s *strict) {
			first := s.login()
			second := s.login()
			a := s.process(auth.Token{})
			s.save(second)
			s.mustGet(s.client(a))
			s.save(first)
			s.mustGet(s.client(s.process(auth.Token{})))
			s.save(second)
			s.refresh(a)
			s.wantFamily(second)
		}},
		{"given in the configuration instead of the one before", func(s *strict) {
			s.refresh(s.process(s.login()))
			login := s.login()
			a := s.process(undated(login))
			s.refresh(a)
			s.wantFamily(login)
			s.refresh(s.process(undated(login)))
			s.wantFamily(login)
		}},
		{"given in the configuration, from before the last refresh", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			login := s.login()
			time.Sleep(30 * time.Minute)
			s.refresh(a)
			s.refresh(s.process(login))
			s.wantFamily(login)
		}},
		{"given in the configuration while a process of the last deployment goes on", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			login := s.login()
			b := s.process(login)
			s.mustGet(s.client(b)) // uses its access token
			s.refresh(a)
			s.refresh(b)
			s.wantFamily(login)
			s.refresh(a)
			s.wantFamily(login)
		}},
		{"from a program that keeps no order", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			login := s.login()
			login.CreatedAt = login.CreatedAt.Add(-time.Hour)
			s.rewrite(login)
			s.refresh(a)
			s.wantFamily(login)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStrict(t)
				test.run(s)
				if got := s.oauth.Counts(); got.FamiliesRevoked != 0 || got.Refused != 0 {
					t.Errorf("counts: %+v", got)
				}
			})
		})
	}
}
