// Package auth authenticates requests to the Factorial HR API with each of the four methods that
// Factorial documents. It does not depend on the rest of the SDK and can be used without it.
//
// # Choose a method
//
// A script or a service for one company uses an API key, which an administrator of the company
// creates. It never expires and has access to everything:
//
//	client, err := factorialhr.New(auth.APIKey(os.Getenv("FACTORIAL_API_KEY")))
//
// [APIKeyFile] and [APIKeyFunc] allow the key to change while the program runs.
//
// An application that many companies install uses OAuth 2. A company's token does not expire
// either: use [AccessToken], also for any token in a short program. [AccessTokenFunc] and
// [FromTokenSource] use tokens that another part of the program keeps fresh.
//
// A user's access token lives for about an hour. It comes with a refresh token, which lives for a
// week and works once: each exchange returns the next pair. [RefreshToken] makes these exchanges
// and keeps the newest pair in memory or in a [TokenStore]. [RefreshTokenFile] and [FromFile] keep
// it in a file.
//
// # Get the first token
//
// [Config] returns the address of the page on which a person approves the application, and
// exchanges the code from the callback for a [Token]:
//
//	page, err := config.AuthCodeURL(state)     // redirect the browser to it
//	token, err := config.Exchange(ctx, code)   // in the handler of RedirectURL
//	err = auth.SaveToken(ctx, store, "acme", token)
//
// # Keep it
//
// A refresh token that is used twice, or lost between exchange and save, locks the user out. So
// programs that share a login must share a store. On one machine that is a file:
//
//	login := auth.RefreshTokenFile("token.json", config, token)
//	client, err := factorialhr.New(login)
//	go login.KeepAlive(ctx, notify)
//
// On many machines it is Redis: see the module auth/redisstore. With every store, one process at a
// time exchanges the refresh token, saves the new pair, and only then uses it. The other processes
// load the new pair from the store.
//
// # Handle errors
//
// [ErrRefreshTokenExpired] and [ErrRefreshTokenRejected] mean that a person has to log in again. A
// [SaveError] means that the store failed; nobody is locked out. An [ExchangeError] means that the
// server issued no token.
//
// No error text contains a secret, or text from the network: from the server, from a proxy, or from
// the request. [ExchangeError.Original] returns the network's error for debugging.
//
// # What is kept safe
//
// Credentials go only to the origin of the API, over https (plain http is allowed on loopback). Any
// other request fails with [ErrOrigin], also after a redirect. A [Secret] prints as REDACTED.
package auth
