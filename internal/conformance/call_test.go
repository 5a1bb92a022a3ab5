package conformance_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/domains"
)

var (
	contextType = reflect.TypeFor[context.Context]()
	idType      = reflect.TypeFor[factorialhr.ID]()
	optionsType = reflect.TypeFor[[]factorialhr.RequestOption]()
)

// method is a Go method that calls an operation.
type method struct {
	call   reflect.Value
	id     bool         // takes the id of a record
	params reflect.Type // nil for none
	ptr    bool         // the parameters are a pointer

	opts []factorialhr.RequestOption // of each call
}

// find returns the client's method for op, or one of its siblings: Pages, All, GetAll.
func find(client *factorialhr.Client, op *operation, name string) (method, error) {
	pkg, ok := domains.All()[op.pkg]
	if !ok {
		return method{}, fmt.Errorf("no package %s", op.pkg)
	}
	service := reflect.ValueOf(pkg.New(client)).Elem().FieldByName(op.service)
	if !service.IsValid() {
		return method{}, fmt.Errorf("no service %s", op.service)
	}
	m := method{call: service.MethodByName(name)}
	if !m.call.IsValid() {
		return method{}, fmt.Errorf("no method %s", name)
	}
	if _, ok := destroying[op.String()]; ok {
		m.opts = append(m.opts, factorialhr.Everything()) // most tests call it with what it refuses otherwise
	}
	return m, m.read()
}

// read parses the signature: (ctx, [id], [params], ...options).
func (m *method) read() error {
	t := m.call.Type()
	var args []reflect.Type
	for i := range t.NumIn() {
		args = append(args, t.In(i))
	}
	if len(args) < 2 || args[0] != contextType || !t.IsVariadic() || args[len(args)-1] != optionsType {
		return fmt.Errorf("the method is %v", t)
	}
	args = args[1 : len(args)-1]
	if len(args) > 0 && args[0] == idType {
		m.id, args = true, args[1:]
	}
	if len(args) > 0 && args[0].Kind() == reflect.Pointer {
		m.ptr, args[0] = true, args[0].Elem()
	}
	if len(args) > 0 && args[0].Kind() == reflect.Struct {
		m.params, args = args[0], args[1:]
	}
	if len(args) > 0 {
		return fmt.Errorf("the method is %v", t)
	}
	return nil
}

// result returns the type of the method's first result.
func (m *method) result() reflect.Type { return m.call.Type().Out(0) }

// do calls the method with those of the arguments that it takes. Invalid params are nil or zero.
func (m *method) do(ctx context.Context, id factorialhr.ID, params reflect.Value, opts ...factorialhr.RequestOption) []reflect.Value {
	args := []reflect.Value{reflect.ValueOf(ctx)}
	if m.id {
		args = append(args, reflect.ValueOf(id))
	}
	switch {
	case m.params == nil:
	case m.ptr && !params.IsValid():
		args = append(args, reflect.Zero(reflect.PointerTo(m.params)))
	case m.ptr:
		args = append(args, params.Addr())
	case !params.IsValid():
		args = append(args, reflect.Zero(m.params))
	default:
		args = append(args, params)
	}
	for _, o := range slices.Concat(m.opts, opts) {
		args = append(args, reflect.ValueOf(o))
	}
	return m.call.Call(args)
}

// value is do for a method that returns a value and an error.
func (m *method) value(ctx context.Context, id factorialhr.ID, params reflect.Value, opts ...factorialhr.RequestOption) (reflect.Value, error) {
	out := m.do(ctx, id, params, opts...)
	err, _ := out[1].Interface().(error)
	return out[0], err
}

// drain is do for a method that returns an iterator: it reads to the end and counts.
func (m *method) drain(ctx context.Context, params reflect.Value, opts ...factorialhr.RequestOption) (n int, err error) {
	for _, e := range m.do(ctx, "", params, opts...)[0].Seq2() {
		if err, _ := e.Interface().(error); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
