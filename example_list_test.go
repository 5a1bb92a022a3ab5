package factorialhr_test

import (
	"context"
	"fmt"
	"net/url"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// The client requests the next page while the loop works on the current one.
func ExamplePrefetch() {
	client, done := example((&shelf{n: 250}).ServeHTTP)
	defer done()

	n := 0
	for _, err := range employees.New(client).Employees.All(context.Background(), nil, factorialhr.Prefetch(1)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		n++
	}
	fmt.Println(n)
	// Output: 250
}

// With eight concurrent requests, a list of 10,000 records takes as long as 14 requests instead of
// 100.
func ExampleParallel() {
	client, done := example((&shelf{n: 10_000}).ServeHTTP)
	defer done()

	all, err := employees.New(client).Employees.GetAll(context.Background(), nil, factorialhr.Parallel(8))
	fmt.Println(len(all), err)
	// Output: 10000 <nil>
}

func ExampleProgress() {
	client, done := example((&shelf{n: 250}).ServeHTTP)
	defer done()

	report := factorialhr.Progress(func(p paginate.Position) {
		fmt.Printf("%d of %d\n", p.Records, p.Total)
	})
	_, err := employees.New(client).Employees.GetAll(context.Background(), nil, report)
	fmt.Println(err)
	// Output:
	// 100 of 250
	// 200 of 250
	// 250 of 250
	// <nil>
}

// Backwards reads from a page towards the beginning of the list. The records of a page keep their
// order.
func ExampleBackwards() {
	client, done := example((&shelf{n: 6}).ServeHTTP)
	defer done()

	params := &employees.EmployeeListParams{Page: 3, Limit: 2}
	for e, err := range employees.New(client).Employees.All(context.Background(), params, factorialhr.Backwards()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Print(e.ID, " ")
	}
	// Output: 5 6 3 4 1 2
}

// A program that was interrupted continues after the last page that it finished.
func Example_resume() {
	client, done := example((&shelf{n: 250}).ServeHTTP)
	defer done()
	hr := employees.New(client)

	var saved string // in a program: stored together with the result of the page
	for page, err := range hr.Employees.Pages(context.Background(), nil) {
		if err != nil {
			fmt.Println(err)
			return
		}
		saved = page.Meta.EndCursor
		break // the program ends here
	}
	rest, err := hr.Employees.GetAll(context.Background(), &employees.EmployeeListParams{AfterID: saved})
	fmt.Println(len(rest), rest[0].ID, err)
	// Output: 150 101 <nil>
}

// All streams a list of any length. The records are JSON, as the server sent them.
func ExampleClient_All() {
	client, done := example((&shelf{n: 250}).ServeHTTP)
	defer done()

	query := factorialhr.Query(url.Values{"limit": {"50"}})
	n := 0
	for record, err := range client.All(context.Background(), "locations/locations", query) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if n++; n == 3 {
			fmt.Printf("%s\n", record)
		}
	}
	fmt.Println(n)
	// Output:
	// {"id":"3"}
	// 250
}

// GetAll reads a list that has no type, or whose type the program does not need.
func ExampleClient_GetAll() {
	client, done := example((&shelf{n: 3}).ServeHTTP)
	defer done()

	records, err := client.GetAll(context.Background(), "locations/locations")
	fmt.Printf("%s %v\n", records, err)
	// Output: [{"id":"1"} {"id":"2"} {"id":"3"}] <nil>
}
