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

// syncDir has nothing to do: directories cannot be synced here, and a rename is journalled.
func syncDir(string) error { return nil }

// keepOwner has nothing to do: access control lists are those of the directory.
func keepOwner(*os.File, fs.FileInfo) error { return nil }

func explainOwner(_ string, err error) error { return err }
