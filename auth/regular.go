package auth

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// refuseIrregular refuses everything but a regular file before it is opened: a named pipe would wait
// for its other end for ever, and a symbolic link could lead anywhere. No file at all is fine.
func refuseIrregular(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &FormatError{Path: path, Problem: notRegular(info.Mode())}
	}
	return nil
}

// notRegular says what a file is instead of a regular one.
func notRegular(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link, which could lead anywhere"
	case mode.IsDir():
		return "a directory, not a regular file"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe, not a regular file"
	case mode&fs.ModeSocket != 0:
		return "a socket, not a regular file"
	case mode&fs.ModeDevice != 0:
		return "a device, not a regular file"
	default:
		return "not a regular file"
	}
}

// maxKeyFile bounds the file of an API key. A key has a few hundred bytes.
const maxKeyFile = 64 << 10

// readKeyFile reads a regular file, behind symbolic links too: that is how Kubernetes mounts secrets.
func readKeyFile(path string) (fs.FileInfo, []byte, error) {
	info, err := os.Stat(path) // before it is opened, which does something to some devices
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s is %s", path, notRegular(info.Mode()))
	}
	f, err := os.OpenFile(path, os.O_RDONLY|openNoWait, 0)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s is %s", path, notRegular(info.Mode()))
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile+1))
	if err != nil {
		return nil, nil, err
	}
	if len(text) > maxKeyFile {
		return nil, nil, fmt.Errorf("%s is too large for a key", path)
	}
	return info, text, nil
}
