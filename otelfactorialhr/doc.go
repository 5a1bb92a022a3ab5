// Package otelfactorialhr reports the calls of a [factorialhr.Client] to OpenTelemetry.
//
//	observer := otelfactorialhr.NewObserver()
//	client, err := factorialhr.New(method, factorialhr.Observe(observer))
//
// # Traces
//
// A call is a span of kind internal, named after its operation (employees.Employees.List). It
// covers the whole call, including retries and waiting. The HTTP requests carry its context, so the
// spans of an instrumented transport, such as otelhttp, are its children, one for each attempt.
//
//	transport := otelhttp.NewTransport(http.DefaultTransport)
//	client, err := factorialhr.New(method, factorialhr.Observe(observer), factorialhr.HTTPClient(&http.Client{Transport: transport}))
//
// The spans of otelhttp contain the whole URL, with ids and query values. If these must not leave
// the program, leave otelhttp out and use [WithAttemptSpans], whose spans contain the template of
// the path.
//
// A failed attempt is an event of the span, factorialhr.attempt. The attributes of spans and events
// are factorialhr.operation, factorialhr.attempts, factorialhr.attempt, factorialhr.outcome (of a
// failed call that may write), factorialhr.error.codes, factorialhr.request_id, and of the semantic
// conventions http.request.method, http.request.resend_count, http.response.status_code,
// url.template and error.type.
//
// # Metrics
//
//	factorialhr.client.call.duration       histogram in s    duration of calls, including retries and waiting
//	factorialhr.client.attempts            {attempt}         requests sent or tried
//	factorialhr.client.mismatches          {value}           values that do not have the type of their field
//	factorialhr.client.unknown_properties  {property}        properties without a field
//
// The first two have the attributes factorialhr.operation, http.request.method,
// http.response.status_code (if there was a response) and error.type (if the call or attempt
// failed). The others have factorialhr.operation. The number of series is bounded by the operations
// that the program uses.
//
// # What leaves the program
//
// The spans and metrics of this package contain no record id, no query value, no body and no text
// from the server. A span contains the error's text, its codes and the request id, which the
// factorialhr package documents as safe to log.
//
// The package is a module of its own, so that programs without OpenTelemetry do not depend on it.
package otelfactorialhr
