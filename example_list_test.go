package factorialhr_test

import (
	"context"
	"fmt"
	"net/url"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// The client fetches the next page while the loop works on this one.
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

// With eight requests at once, a list of 10,000 records takes as long as 14 requests, not 100.
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

// This example reads from page 3 back to the beginning of the list. The records within a page keep
// their order.
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

// An interrupted program resumes after the last page that it processed.
func Example_resume() {
	client, done := example((&shelf{n: 250}).ServeHTTP)
	defer done()
	hr := employees.New(client)

	var saved string // store the cursor together with the results of the page
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

// GetAll without a type parameter reads any list as raw JSON.
func ExampleClient_GetAll() {
	client, done := example((&shelf{n: 3}).ServeHTTP)
	defer done()

	records, err := client.GetAll(context.Background(), "locations/locations")
	fmt.Printf("%s %v\n", records, err)
	// Output: [{"id":"1"} {"id":"2"} {"id":"3"}] <nil>
}
