package cause

import (
	"compress/flate"
	"crypto/tls"
	"crypto/x509"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"syscall"
)

// as is [errors.As] with the restrictions of [Cause.As].
func as(err error, target any) bool {
	switch t := target.(type) {
	case **net.OpError:
		return rebuilt(err, t, rebuildOp)
	case **net.DNSError:
		return rebuilt(err, t, rebuildDNS)
	case **net.AddrError:
		return rebuilt(err, t, func(*net.AddrError) *net.AddrError { return &net.AddrError{Err: "not usable"} })
	case **net.ParseError:
		return rebuilt(err, t, func(*net.ParseError) *net.ParseError { return &net.ParseError{Type: "address"} })
	case **os.SyscallError:
		return rebuilt(err, t, rebuildSyscall)
	case **fs.PathError:
		return rebuilt(err, t, rebuildPath)
	case **tls.CertificateVerificationError:
		return rebuilt(err, t, rebuildVerification)
	case **tls.ECHRejectionError:
		return rebuilt(err, t, func(*tls.ECHRejectionError) *tls.ECHRejectionError { return new(tls.ECHRejectionError) })
	case *tls.RecordHeaderError:
		return rebuilt(err, t, rebuildRecordHeader)
	case *tls.AlertError:
		number, ok := alertOf(err)
		if ok {
			*t = number
		}
		return ok
	case *x509.UnknownAuthorityError:
		return rebuilt(err, t, rebuildAuthority)
	case *x509.HostnameError:
		return rebuilt(err, t, rebuildHostname)
	case *x509.CertificateInvalidError:
		return rebuilt(err, t, rebuildInvalid)
	case *x509.SystemRootsError:
		return rebuilt(err, t, rebuildRoots)
	case *x509.InsecureAlgorithmError, *x509.ConstraintViolationError, *x509.UnhandledCriticalExtension,
		*syscall.Errno, *flate.CorruptInputError, **http.MaxBytesError:
		return errors.As(err, target) // these types hold only numbers, or nothing
	}
	wanted := reflect.TypeOf(target)
	if wanted == nil || wanted.Kind() != reflect.Pointer || isStandardType(wanted.Elem()) || onlyPrints(wanted.Elem()) {
		return false
	}
	if err == nil || !errors.As(err, target) {
		return false
	}
	// A value of the standard library may implement the interface.
	value := reflect.ValueOf(target).Elem()
	if value.Kind() == reflect.Interface && isStandardType(value.Elem().Type()) {
		value.SetZero()
		return false
	}
	return true
}

// rebuilt sets target to the rebuilt value of the first T in err, if there is one.
func rebuilt[T error](err error, target *T, rebuild func(T) T) bool {
	e, ok := find[T](err)
	if ok {
		*target = rebuild(e)
	}
	return ok
}

// find is [errors.AsType] without nil pointers, which a caller's code may wrap in an error.
func find[T error](err error) (found T, ok bool) {
	if err == nil {
		return found, false
	}
	found, ok = errors.AsType[T](err)
	return found, ok && !isNil(found)
}

// inner returns a safe error to put inside a rebuilt value.
func inner(err error) error {
	switch e := err.(type) {
	case nil:
		return New("failed", nil)
	case syscall.Errno:
		return e
	case *os.SyscallError:
		if e != nil {
			return rebuildSyscall(e)
		}
	case *net.DNSError:
		if e != nil {
			return rebuildDNS(e)
		}
	case x509.UnknownAuthorityError:
		return rebuildAuthority(e)
	case x509.HostnameError:
		return rebuildHostname(e)
	case x509.CertificateInvalidError:
		return rebuildInvalid(e)
	}
	text, passes, ok := describeKnown(err, Elsewhere)
	if !ok {
		text = "failed"
	}
	c := New(text, err)
	c.passes = passes
	return c
}

func rebuildOp(e *net.OpError) *net.OpError {
	safe := &net.OpError{Op: operation(e.Op), Err: inner(e.Err)}
	if number, ok := alertOf(e); ok && (e.Op == "remote error" || e.Op == "local error") {
		safe.Err = number
	}
	switch e.Net {
	case "tcp", "tcp4", "tcp6", "udp", "udp4", "udp6", "unix":
		safe.Net = e.Net
	}
	return safe
}

// rebuildDNS leaves out the host name, which may belong to a temporary URL, and the text of the
// resolver.
func rebuildDNS(e *net.DNSError) *net.DNSError {
	safe := &net.DNSError{Err: "not resolved", IsTimeout: e.IsTimeout, IsTemporary: e.IsTemporary, IsNotFound: e.IsNotFound}
	if e.UnwrapErr != nil {
		safe.UnwrapErr = inner(e.UnwrapErr)
	}
	return safe
}

func rebuildSyscall(e *os.SyscallError) *os.SyscallError {
	name := "call"
	if len(e.Syscall) < 20 && strings.Trim(e.Syscall, "abcdefghijklmnopqrstuvwxyz_0123456789") == "" {
		name = e.Syscall
	}
	return &os.SyscallError{Syscall: name, Err: inner(e.Err)}
}

func rebuildPath(e *fs.PathError) *fs.PathError {
	return &fs.PathError{Op: "open", Err: inner(e.Err)}
}

func rebuildRecordHeader(tls.RecordHeaderError) tls.RecordHeaderError {
	return tls.RecordHeaderError{Msg: "not a TLS record"}
}

// isStandard reports whether err and everything it wraps have types of the standard library, so
// that err holds nothing beyond its text.
func isStandard(err error) bool {
	if err == nil || isNil(err) {
		return true
	}
	if !isStandardType(reflect.TypeOf(err)) {
		return false
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return isStandard(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, err := range e.Unwrap() {
			if !isStandard(err) {
				return false
			}
		}
	}
	return true
}

// standard are the first path elements of the packages whose errors quote their input. It includes
// the vendored packages of golang.org/x that net/http uses.
var standard = map[string]bool{
	"archive": true, "bufio": true, "bytes": true, "compress": true, "context": true, "crypto": true, "encoding": true,
	"errors": true, "fmt": true, "hash": true, "html": true, "internal": true, "io": true, "log": true, "mime": true,
	"net": true, "os": true, "reflect": true, "runtime": true, "strconv": true, "strings": true, "syscall": true,
	"text": true, "time": true, "unicode": true, "vendor": true,
}

// isStandardType reports whether a type belongs to the standard library or to golang.org/x.
func isStandardType(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer && t.Name() == "" {
		t = t.Elem()
	}
	path := t.PkgPath()
	first, rest, _ := strings.Cut(path, "/")
	return standard[first] || first == "golang.org" && strings.HasPrefix(rest, "x/") || path == "" && t.Name() != ""
}

// onlyPrints reports whether t is an interface whose methods only print or unwrap a value: As would
// expose a match only to print it. The check asks what implements t, because a look at the methods
// of a type stops the linker from dropping unused methods, in every program.
func onlyPrints(t reflect.Type) bool {
	return t.Kind() == reflect.Interface &&
		(reflect.TypeFor[printed]().Implements(t) || reflect.TypeFor[printedJoin]().Implements(t))
}

// printed has the methods that print or unwrap a value.
type printed interface {
	printedAny
	Unwrap() error
}

// printedJoin is printed for a value that wraps several errors.
type printedJoin interface {
	printedAny
	Unwrap() []error
}

type printedAny interface {
	error
	fmt.Stringer
	fmt.GoStringer
	fmt.Formatter
	slog.LogValuer
	json.Marshaler
	encoding.TextMarshaler
	Cause() error
	Is(error) bool
	As(any) bool
	Timeout() bool
	Temporary() bool
}

func isNil(err error) bool {
	v := reflect.ValueOf(err)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// FromNetwork reports whether err wraps an error of a package that quotes data received from, or
// sent to, the other side.
func FromNetwork(err error) bool {
	if err == nil || isNil(err) {
		return false
	}
	t := reflect.TypeOf(err)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	first, rest, _ := strings.Cut(t.PkgPath(), "/")
	switch {
	case first == "net", first == "crypto", first == "encoding", first == "vendor", first == "golang.org" && strings.HasPrefix(rest, "x/"):
		return true
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return FromNetwork(e.Unwrap())
	case interface{ Unwrap() []error }:
		return slices.ContainsFunc(e.Unwrap(), FromNetwork)
	}
	return false
}
