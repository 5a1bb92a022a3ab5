package auth

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// refuseIrregular returns an error if path is not a regular file. Opening a named pipe could hang,
// and a symbolic link may point to any file. It accepts a path that does not exist.
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

// notRegular describes a file that is not regular.
func notRegular(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link, not a regular file"
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

// maxKeyFile bounds the size of an API key's file. A key has a few hundred bytes.
const maxKeyFile = 64 << 10

// readKeyFile reads a regular file. It follows symbolic links, because Kubernetes mounts secrets as
// links.
func readKeyFile(path string) (fs.FileInfo, []byte, error) {
	info, err := os.Stat(path) // first, because opening a device may have an effect
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
		return nil, nil, fmt.Errorf("%s is too large for an API key", path)
	}
	return info, text, nil
}
