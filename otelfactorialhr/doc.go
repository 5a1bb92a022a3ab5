// Package otelfactorialhr reports the calls of a [factorialhr.Client] to OpenTelemetry.
//
//	observer := otelfactorialhr.NewObserver()
//	client, err := factorialhr.New(method, factorialhr.Observe(observer))
//
// # Traces
//
// A call is a span of the kind internal, named after its operation (employees.Employees.List). It lasts until the call ends,
// retries and waiting included. The HTTP requests carry its context, so the spans of an instrumented transport, such as
// otelhttp, are its children: one for each attempt.
//
//	transport := otelhttp.NewTransport(http.DefaultTransport)
//	client, err := factorialhr.New(method, factorialhr.Observe(observer), factorialhr.HTTPClient(&http.Client{Transport: transport}))
//
// The spans of otelhttp have the whole URL, with ids and query values. If they must not leave the program, leave otelhttp out
// and use [WithAttemptSpans], whose spans have the template of the path.
//
// An attempt that failed is an event of the span, factorialhr.attempt. The attributes of spans and events are
// factorialhr.operation, factorialhr.attempts, factorialhr.attempt, factorialhr.outcome (of a call that failed and was not
// only to read), factorialhr.error.codes, factorialhr.request_id, and of the semantic conventions http.request.method,
// http.request.resend_count, http.response.status_code, url.template and error.type.
//
// # Metrics
//
//	factorialhr.client.call.duration       histogram in s    how long calls took, retries and waiting included
//	factorialhr.client.attempts            {attempt}         requests that were sent, or tried
//	factorialhr.client.mismatches          {value}           values that did not have the type of their field
//	factorialhr.client.unknown_properties  {property}        properties without a field
//
// The first two have the attributes factorialhr.operation, http.request.method, http.response.status_code if there was a
// response, and error.type if it failed; the others have factorialhr.operation. The number of series is bounded by the
// operations that the program uses.
//
// # What leaves the program
//
// Neither spans nor metrics of this package have the id of a record, a query value, a body or a text of the server. A span
// has the error's text, its codes and the request id, which the factorialhr package documents as safe to log.
//
// The package is a module of its own, so that a program that does not use OpenTelemetry does not depend on it.
package otelfactorialhr
