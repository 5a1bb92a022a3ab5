// Package auth authenticates requests to the Factorial HR API, by each of the four methods that
// Factorial documents. It knows nothing of the rest of the API and can be used without it.
//
// # Choosing a method
//
// A script or a service for one company uses an API key, which an administrator of the company
// makes. It never expires and sees everything:
//
//	client, err := factorialhr.New(auth.APIKey(os.Getenv("FACTORIAL_API_KEY")))
//
// [APIKeyFile] and [APIKeyFunc] let the key change while the program runs.
//
// An application that many companies install uses OAuth 2. A company's token does not expire
// either and goes with [AccessToken]; so does any token of a short program. [AccessTokenFunc] and
// [FromTokenSource] take tokens that something else keeps fresh.
//
// A user's access token lives about an hour and comes with a refresh token, which lives a week and
// works once: each exchange gives the next pair. [RefreshToken] does that, in memory or with a
// [TokenStore]; [RefreshTokenFile] and [FromFile] keep the pair in a file.
//
// # Getting the first token
//
// [Config] has the page where a person approves the application, and turns the code that comes
// back into a [Token]:
//
//	page, err := config.AuthCodeURL(state)     // send the browser there
//	token, err := config.Exchange(ctx, code)   // in the handler of RedirectURL
//	err = auth.SaveToken(ctx, store, "acme", token)
//
// # Keeping it
//
// A refresh token that is used twice, or lost between exchange and save, locks the user out. So
// programs that share a login share a store, on one machine a file:
//
//	login := auth.RefreshTokenFile("token.json", config, token)
//	client, err := factorialhr.New(login)
//	go login.KeepAlive(ctx, tellSomebody)
//
// and on many machines Redis: see the module auth/redisstore. Whatever the store, one process at a
// time exchanges, saves, and only then uses the new token; the others take it from the store.
//
// # What can go wrong
//
// [ErrRefreshTokenExpired] and [ErrRefreshTokenRejected] mean that a person has to log in again.
// A [SaveError] means that the store failed; nobody is locked out. An [ExchangeError] means that
// the server gave no token. No error contains a secret or a text of the network: not the server's, not
// a proxy's, not what the request held. ExchangeError.Original hands out what was said.
//
// # What is kept safe
//
// Credentials go to one origin, that of the API, over https: any other request is [ErrOrigin],
// whatever led to it. A [Secret] prints as REDACTED.
package auth
