package auth

import "errors"

var (
	// ErrOrigin means that a request was not for the origin that the credential belongs to. It
	// was not sent.
	ErrOrigin = errors.New("auth: the request is not for the configured origin, so it was not sent with the credential")

	// ErrProxy means that a plain HTTP request would have shown its credential to a proxy. It
	// was not sent.
	ErrProxy = errors.New("auth: a proxy would see the credential of a plain http request, so it was not sent")

	// ErrAccessTokenExpired means that an access token is past its expiry and that its method
	// has no way to get another one: log in again, or use RefreshToken.
	ErrAccessTokenExpired = errors.New("auth: the access token has expired and this method cannot refresh it: get another one, or use auth.RefreshToken")
)
