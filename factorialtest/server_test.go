package factorialtest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

func TestATypedClientWorksAgainstTheFake(t *testing.T) {
	for _, test := range []struct {
		name string
		opts []factorialtest.Option
	}{
		{"in memory", nil},
		{"on a loopback address", []factorialtest.Option{factorialtest.Loopback("")}},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, append(test.opts, factorialtest.Seed(250))...)
			client := srv.Client(factorialhr.Strict())
			staff, err := employees.New(client).Employees.GetAll(t.Context(), nil)
			if err != nil || len(staff) != 250 {
				t.Fatalf("got %d employees, %v", len(staff), err)
			}
			leaves := timeoff.New(client).Leaves
			leave, err := leaves.Create(t.Context(), timeoff.LeaveCreateParams{
				EmployeeID: staff[7].ID, LeaveTypeID: "1",
				StartOn:  factorialhr.NewDate(2026, time.December, 24),
				FinishOn: factorialhr.NewDate(2026, time.December, 31),
			})
			if err != nil {
				t.Fatal(err)
			}
			if leave.Approved != nil {
				t.Errorf("a new leave is pending, not %v", *leave.Approved)
			}
			if _, err := leaves.Approve(t.Context(), leave.ID); err != nil {
				t.Fatal(err)
			}
			got, err := leaves.Get(t.Context(), leave.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got.Approved == nil || !*got.Approved || got.StartOn.String() != "2026-12-24" || got.EmployeeID != staff[7].ID {
				t.Errorf("got %+v", got)
			}
			moved := factorialhr.NewDate(2027, time.January, 5)
			if _, err := leaves.Update(t.Context(), leave.ID, timeoff.LeaveUpdateParams{FinishOn: factorialhr.Set(moved)}); err != nil {
				t.Error(err)
			}
			gone, err := leaves.Delete(t.Context(), leave.ID)
			if err != nil || gone.FinishOn.String() != moved.String() {
				t.Errorf("delete returned %+v, %v", gone, err)
			}
			if _, err := leaves.Get(t.Context(), leave.ID); !errors.Is(err, factorialhr.ErrNotFound) {
				t.Errorf("after the delete: %v", err)
			}
		})
	}
}

func TestItRunsInsideABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := factorialtest.New(t)
		page, err := employees.New(srv.Client()).Employees.List(t.Context(), nil)
		if err != nil || len(page.Data) != 20 {
			t.Errorf("got %v, %v", page, err)
		}
	})
}

func TestCredentialsAreChecked(t *testing.T) {
	srv := factorialtest.New(t,
		factorialtest.WithCredential(factorialtest.Credential{Key: "key-of-a-test"}),
		factorialtest.WithCredential(factorialtest.Credential{Key: "token-of-a-test", Bearer: true}),
	)
	for _, test := range []struct {
		name   string
		method auth.Method
		want   error
	}{
		{"the first credential", nil, nil},
		{"a known API key", auth.APIKey("key-of-a-test"), nil},
		{"a known access token", auth.AccessToken("token-of-a-test"), nil},
		{"an unknown API key", auth.APIKey("other"), factorialhr.ErrUnauthorized},
		{"a key sent as a token", auth.AccessToken("key-of-a-test"), factorialhr.ErrUnauthorized},
		{"the default key, which was replaced", auth.APIKey(factorialtest.DefaultAPIKey), factorialhr.ErrUnauthorized},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, err := srv.NewClient(test.method)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := employees.New(client).Employees.List(t.Context(), nil); !errors.Is(err, test.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	resp, err := srv.HTTPClient().Get(srv.URL + "/api/" + factorialhr.DefaultAPIVersion + "/resources/employees/employees")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != http.StatusUnauthorized || string(body) != `{"errors":null}` {
		t.Errorf("got %d %s", resp.StatusCode, body)
	}
}

func TestEqualSeedsGiveEqualCompanies(t *testing.T) {
	read := func(opts ...factorialtest.Option) []byte {
		srv := factorialtest.New(t, opts...)
		var out json.RawMessage
		if err := srv.Client().Get(t.Context(), "employees/employees", &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if !bytes.Equal(read(), read()) {
		t.Error("two servers differ")
	}
	if bytes.Equal(read(), read(factorialtest.RandomSeed(2))) {
		t.Error("two random seeds give one company")
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for _, test := range []struct {
		name   string
		option factorialtest.Option
	}{
		{"an address of another machine", factorialtest.Loopback("192.0.2.1:80")},
		{"an address without a port", factorialtest.Loopback("127.0.0.1")},
		{"fewer employees than none", factorialtest.Seed(-1)},
		{"a credential without a key", factorialtest.WithCredential(factorialtest.Credential{})},
	} {
		t.Run(test.name, func(t *testing.T) {
			if srv, err := factorialtest.Start(test.option); err == nil {
				srv.Close()
				t.Error("it was accepted")
			}
		})
	}
}
