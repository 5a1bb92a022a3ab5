package factorialhr_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
)

// example returns a client whose server responds with the handlers in order, and then always with
// the last one.
func example(handlers ...http.HandlerFunc) (*factorialhr.Client, func()) {
	server := httptest.NewServer(inTurn(handlers...))
	client, err := factorialhr.New(auth.APIKey("key"), factorialhr.BaseURL(server.URL))
	if err != nil {
		panic(err)
	}
	return client, server.Close
}

func ExampleNew() {
	client, err := factorialhr.New(auth.APIKey("key"),
		factorialhr.BaseURL(factorialhr.Demo),
		factorialhr.AttemptTimeout(30*time.Second),
		factorialhr.ReadOnly(),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()

	err = client.Delete(context.Background(), "employees/employees/12", nil)
	fmt.Println(err)
	// Output: factorialhr: Client.Delete: DELETE employees/employees/…: read only
}

func ExampleClient_Get() {
	client, done := example(status(200, `{"data":[{"id":"12","full_name":"Ana"}],"meta":{"has_next_page":false}}`))
	defer done()

	var page factorialhr.Page[struct {
		ID       factorialhr.ID `json:"id"`
		FullName string         `json:"full_name"`
	}]
	err := client.Get(context.Background(), "employees/employees", &page,
		factorialhr.Query(url.Values{"only_active": {"true"}}))
	fmt.Println(page.Data[0].ID, page.Data[0].FullName, err)
	// Output: 12 Ana <nil>
}

func ExampleClient_Check() {
	client, done := example(status(200, `{"data":[{"id":"access-1","company_id":"12","employee_id":null}],"meta":{}}`))
	defer done()

	who, err := client.Check(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("company", who.CompanyID, who.Warnings)
	// Output: company 12 []
}

func ExampleError() {
	client, done := example(status(422, `{"errors":{"email":["has already been taken"]}}`))
	defer done()

	err := client.Post(context.Background(), "employees/employees", map[string]string{"email": "ana@example.com"}, nil)
	fmt.Println(err)
	if e, ok := errors.AsType[*factorialhr.Error](err); ok && errors.Is(err, factorialhr.ErrUnprocessable) {
		fmt.Println(e.Fields["email"], e.Outcome)
	}
	// Output:
	// factorialhr: Client.Post: POST employees/employees: 422 Unprocessable Entity (email)
	// [has already been taken] rejected
}

// A POST whose response is lost may have taken effect. Read the records before you try again.
func ExampleErrOutcomeUnknown() {
	client, done := example(status(502, "<html>"))
	defer done()

	err := client.Post(context.Background(), "timeoff/leaves", map[string]string{"employee_id": "12"}, nil)
	if errors.Is(err, factorialhr.ErrOutcomeUnknown) {
		fmt.Println("read the leaves of the employee before creating it again")
	}
	// Output: read the leaves of the employee before creating it again
}

func ExampleResponseInto() {
	client, done := example(
		func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, // the record is deleted, and the response is lost
		status(404, `{"errors":["not found"]}`),
	)
	defer done()

	var info factorialhr.ResponseInfo
	err := client.Delete(context.Background(), "timeoff/leaves/12", nil, factorialhr.ResponseInto(&info))
	fmt.Println(err, info.Attempts, info.AlreadyGone)
	// Output: <nil> 2 true
}

func ExampleObserve() {
	client, done := example(status(404, ""))
	defer done()

	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			shown := []string{slog.LevelKey, slog.MessageKey, "operation", "path", "status"}
			if len(groups) > 0 || !slices.Contains(shown, a.Key) {
				return slog.Attr{}
			}
			return a
		},
	}))
	_ = client.Get(context.Background(), "teams/teams/12", nil,
		factorialhr.Observe(factorialhr.LogTo(logger)))
	// Output:
	// level=INFO msg="factorialhr call failed" operation=Client.Get path=teams/teams/… status=404
}

func ExampleKeepRaw() {
	client, done := example(status(200, `{"id":"12","manager_id":null}`))
	defer done()

	var employee struct {
		ID        factorialhr.ID `json:"id"`
		ManagerID factorialhr.ID `json:"manager_id"`
	}
	var info factorialhr.ResponseInfo
	err := client.Get(context.Background(), "employees/employees/12", &employee,
		factorialhr.KeepRaw(), factorialhr.ResponseInto(&info))
	fmt.Println(employee.ManagerID.IsZero(), err)
	fmt.Println(string(info.Raw))
	// Output:
	// true <nil>
	// {"id":"12","manager_id":null}
}
