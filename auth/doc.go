// Package auth authenticates requests to the Factorial HR API by one of the documented methods.
package auth
