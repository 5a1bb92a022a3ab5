package agestore

import "github.com/factorialhr-go/factorialhr/auth"

// QuickPassphrase is Passphrase with little work.
func QuickPassphrase(text auth.Secret) (Key, error) { return passphrase(text, 10) }
