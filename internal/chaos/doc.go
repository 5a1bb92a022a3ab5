// Package chaos tests the client against a server that fails at random: connections that break,
// late and repeated responses, 429 and 5xx. A judge compares what the client reports with what the
// server has done. The package has no other code.
package chaos
