package factorialhr

import (
	"errors"
	"os"

	"github.com/factorialhr-go/factorialhr/auth"
)

// The environments of Factorial, for [BaseURL]. A credential belongs to one of them; in the other
// one, it gets empty lists rather than an error: see [Client.Check].
const (
	// Production is the environment of real companies. It is the default.
	Production = "https://api.factorialhr.com"
	// Demo is the sandbox.
	Demo = "https://api.eu2.demo.factorial.dev"
)

// FromEnv returns a client whose credential and base URL come from the environment:
//
//	FACTORIAL_API_KEY   an API key
//	FACTORIAL_TOKEN     an access token, if there is no key
//	FACTORIAL_BASE_URL  the base URL, Production if it is empty
//
// Options override environment variables. Both credentials at once are an error, since only one can
// be meant.
func FromEnv(opts ...RequestOption) (*Client, error) {
	key, token := os.Getenv("FACTORIAL_API_KEY"), os.Getenv("FACTORIAL_TOKEN")
	var method auth.Method
	switch {
	case key != "" && token != "":
		return nil, errors.New("factorialhr: both FACTORIAL_API_KEY and FACTORIAL_TOKEN are set: unset one")
	case key != "":
		method = auth.APIKey(key)
	case token != "":
		method = auth.AccessToken(token)
	default:
		return nil, errors.New("factorialhr: neither FACTORIAL_API_KEY nor FACTORIAL_TOKEN is set")
	}
	if base := os.Getenv("FACTORIAL_BASE_URL"); base != "" {
		opts = append([]RequestOption{BaseURL(base)}, opts...)
	}
	return New(method, opts...)
}
