// Package control serves the control surface of the fake API: the methods of the server, over HTTP
// and below /_fake/, for programs in any language and for the page in the browser.
//
// The package knows the fake only as the interface [Fake]. A [Handler] serves its own OpenAPI
// document at /_fake/openapi.json, which names every request with its parameters, bodies and
// responses. An error is an object with the member error and a status that is not 2xx.
//
// # Who may call
//
// The surface has no password: a program on this machine may call it, and so may curl without any
// header. A page of a foreign web site in a browser on this machine may not. The Handler refuses,
// with 403, a request that a browser marks as another origin's (Origin, Sec-Fetch-Site), unless a
// handler in front has allowed the origin with the header Access-Control-Allow-Origin (CORS). It
// also refuses a Host that a stranger could own (DNS rebinding): it accepts addresses, names
// without a dot, names below a domain that is reserved for private use, and the names of the option
// Hosts. The content type of a body does not matter.
package control
