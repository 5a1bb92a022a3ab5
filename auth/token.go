package auth

import "strings"

// canonicalType returns the token type as the Authorization header wants it: servers answer
// "bearer" and "Bearer" alike.
func canonicalType(tokenType string) string {
	if tokenType == "" || strings.EqualFold(tokenType, "bearer") {
		return "Bearer"
	}
	return tokenType
}
