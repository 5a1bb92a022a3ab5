package factorialtest_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/contracts"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/expenses"
	"github.com/factorialhr-go/factorialhr/gen/performance"
	"github.com/factorialhr-go/factorialhr/gen/projectmanagement"
	"github.com/factorialhr-go/factorialhr/gen/tasks"
	"github.com/factorialhr-go/factorialhr/gen/teams"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
	"github.com/factorialhr-go/factorialhr/gen/trainings"
)

// The lists and the records of the largest domains decode into the SDK's types without a mismatch. The methods are found
// by the convention that all services keep.
func TestTheFakeAndTheTypesAgree(t *testing.T) {
	srv := factorialtest.New(t)
	client := srv.Client(factorialhr.Strict())
	for _, domain := range []any{
		attendance.New(client), contracts.New(client), employees.New(client), expenses.New(client), performance.New(client),
		projectmanagement.New(client), tasks.New(client), teams.New(client), timeoff.New(client), trainings.New(client),
	} {
		services := reflect.ValueOf(domain).Elem()
		for i := range services.NumField() {
			if !services.Type().Field(i).IsExported() {
				continue
			}
			name := services.Type().String() + "." + services.Type().Field(i).Name
			list := services.Field(i).MethodByName("List")
			if !list.IsValid() {
				continue
			}
			t.Run(name, func(t *testing.T) {
				out := list.Call([]reflect.Value{reflect.ValueOf(t.Context()), reflect.Zero(list.Type().In(1))})
				if err, _ := out[1].Interface().(error); err != nil {
					t.Fatal(err)
				}
				get := services.Field(i).MethodByName("Get")
				data := out[0].Elem().FieldByName("Data")
				if !get.IsValid() || data.Len() == 0 || !data.Index(0).FieldByName("ID").IsValid() {
					return
				}
				id := data.Index(0).FieldByName("ID").Convert(reflect.TypeFor[factorialhr.ID]())
				out = get.Call([]reflect.Value{reflect.ValueOf(t.Context()), id})
				if err, _ := out[1].Interface().(error); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func TestAClientOfAClosedServerIsClosed(t *testing.T) {
	srv, err := factorialtest.Start(factorialtest.InMemory())
	if err != nil {
		t.Fatal(err)
	}
	client := srv.Client()
	srv.Close()
	srv.Close() // a second time is harmless
	if err := client.Get(context.Background(), "teams/teams", nil); !errors.Is(err, factorialhr.ErrClosed) {
		t.Errorf("got %v", err)
	}
}
