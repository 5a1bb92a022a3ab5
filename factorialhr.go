// Package factorialhr is the client of the Factorial HR API.
package factorialhr
