//go:build !unix

package auth

import (
	"io/fs"
	"os"
)

const (
	openNoFollow = 0
	openNoWait   = 0
	looseMode    = 0 // access control lists decide
)

// syncDir does nothing: directories cannot be synced here, and the file system journals a rename.
func syncDir(string) error { return nil }

// keepOwner does nothing: the directory's access control lists apply.
func keepOwner(*os.File, fs.FileInfo) error { return nil }

func explainOwner(_ string, err error) error { return err }
