package factorialtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/domains"
)

// Every operation is called with its method of the SDK at a version that has it, and the fake's
// response decodes into the SDK's types without a mismatch. The name of an operation gives the
// method, as in the generated packages.
func TestEveryMethodOfTheSDKAgreesWithTheFake(t *testing.T) {
	api, err := apitable.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range api.Operations {
		t.Run(op.Name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.WithCredential(factorialtest.Credential{
				Key: factorialtest.DefaultAPIKey, EmployeeID: "1",
			}))
			prepare(t, srv, op.Name)
			c := contract{api: api, srv: srv, op: op}
			version := factorialhr.APIVersion(versionOf(api, op.Since, op.Until))
			method := methodOf(t, srv.Client(factorialhr.Strict(), version), op.Name)
			out := method.Call(c.arguments(t, method.Type()))
			if err, _ := out[len(out)-1].Interface().(error); err != nil {
				t.Error(err)
			}
			if requests := srv.RequestsTo(op.Name); len(requests) != 1 {
				t.Errorf("the method sent %d requests to this operation", len(requests))
			}
		})
	}
}

func methodOf(t *testing.T, client *factorialhr.Client, operation string) reflect.Value {
	t.Helper()
	names := strings.Split(operation, ".")
	service := reflect.ValueOf(domains.All()[names[0]].New(client)).Elem().FieldByName(names[1])
	method := service.MethodByName(names[2])
	if !method.IsValid() {
		t.Fatal("there is no such method")
	}
	return method
}

// arguments returns the arguments that a method requires: a context, an id, parameters.
func (c contract) arguments(t *testing.T, method reflect.Type) []reflect.Value {
	t.Helper()
	var all []reflect.Value
	for i := range method.NumIn() {
		in := method.In(i)
		switch {
		case i == 0:
			all = append(all, reflect.ValueOf(t.Context()))
		case in == reflect.TypeFor[factorialhr.ID]():
			all = append(all, reflect.ValueOf(factorialhr.ID(c.id())))
		case in.Kind() == reflect.Pointer: // of a list
			all = append(all, c.listParams(t, in))
		case in.Kind() == reflect.Struct:
			all = append(all, c.bodyParams(t, in))
		case c.op.Name == "shiftmanagement.Shifts.BulkDelete": // what its body requires selects no shift
			all = append(all, reflect.ValueOf(factorialhr.Everything()))
		}
	}
	return all
}

// listParams sets the required parameters and those that the list demands, except for the booleans.
func (c contract) listParams(t *testing.T, in reflect.Type) reflect.Value {
	t.Helper()
	params := reflect.New(in.Elem())
	for _, p := range c.op.Query {
		if (!c.needs(p) || p.Type == "boolean") && p.Name != demanded[c.op.Name] {
			continue
		}
		name := strings.ReplaceAll(strings.TrimSuffix(p.Name, "[]"), "_", "")
		field := params.Elem().FieldByNameFunc(func(f string) bool { return strings.EqualFold(f, name) })
		raw, err := json.Marshal(c.value(p))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, field.Addr().Interface()); err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
	}
	return params
}

// bodyParams fills the parameters from their JSON form and gives each file a content.
func (c contract) bodyParams(t *testing.T, in reflect.Type) reflect.Value {
	t.Helper()
	params := reflect.New(in)
	for i := range in.NumField() {
		field := params.Elem().Field(i)
		switch field.Interface().(type) {
		case factorialhr.File:
			field.Set(reflect.ValueOf(factorialhr.FileFromBytes("notes.txt", []byte("content"))))
		case []factorialhr.File:
			field.Set(reflect.ValueOf([]factorialhr.File{factorialhr.FileFromBytes("notes.txt", []byte("content"))}))
		}
	}
	body := make(map[string]any)
	for _, p := range c.resolve(*c.op.Body).Properties {
		if (c.needs(p) || p.Name == demanded[c.op.Name]) && !(c.op.Form && (p.Type == "file" || p.Items != nil && p.Items.Type == "file")) {
			body[p.Name] = c.value(p)
		}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, params.Interface()); err != nil {
		t.Fatal(err)
	}
	return params.Elem()
}

func TestAClientOfAClosedServerIsClosed(t *testing.T) {
	srv, err := factorialtest.Start(factorialtest.InMemory())
	if err != nil {
		t.Fatal(err)
	}
	client := srv.Client()
	srv.Close()
	srv.Close() // a second call does nothing
	if err := client.Get(context.Background(), "teams/teams", nil); !errors.Is(err, factorialhr.ErrClosed) {
		t.Errorf("got %v", err)
	}
}
