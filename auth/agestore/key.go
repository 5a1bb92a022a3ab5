package agestore

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"

	"github.com/factorialhr-go/factorialhr/auth"
)

// Key encrypts and decrypts tokens. It prints without its secret.
type Key struct {
	recipient age.Recipient
	identity  age.Identity
}

// String returns a text without the secret.
func (Key) String() string { return "agestore.Key" }

// GoString returns a text without the secret.
func (Key) GoString() string { return "agestore.Key" }

// maxKeyFile bounds a key file, which has about 200 bytes.
const maxKeyFile = 64 << 10

// KeyFile reads a key from a file as age-keygen writes it. It follows symbolic links, because
// Kubernetes mounts secrets as links.
func KeyFile(path string) (Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Key{}, fmt.Errorf("agestore: read the key: %w", err)
	}
	if !info.Mode().IsRegular() {
		return Key{}, errors.New("agestore: read the key: the path is not that of a file")
	}
	f, err := os.Open(path)
	if err != nil {
		return Key{}, fmt.Errorf("agestore: read the key: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxKeyFile+1))
	if err != nil {
		return Key{}, fmt.Errorf("agestore: read the key: %w", err)
	}
	if len(data) > maxKeyFile {
		return Key{}, errors.New("agestore: the file of the key is too large")
	}
	return ParseKey(auth.NewSecret(string(data)))
}

// ParseKey reads a key: a line AGE-SECRET-KEY-1…, perhaps with comments around it. Exactly one key
// is expected.
func ParseKey(text auth.Secret) (Key, error) {
	identities, err := age.ParseIdentities(strings.NewReader(text.Reveal()))
	if err != nil {
		return Key{}, errors.New("agestore: the key is not one that age-keygen writes") // err may quote it
	}
	if len(identities) != 1 {
		return Key{}, fmt.Errorf("agestore: the key holds %d keys, not one", len(identities))
	}
	switch identity := identities[0].(type) {
	case *age.X25519Identity:
		return Key{identity.Recipient(), identity}, nil
	case *age.HybridIdentity:
		return Key{identity.Recipient(), identity}, nil
	}
	return Key{}, errors.New("agestore: the key is of a kind that this package does not know")
}

// GenerateKey returns a new key, and the text that ParseKey reads.
func GenerateKey() (Key, auth.Secret, error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return Key{}, auth.Secret{}, fmt.Errorf("agestore: generate a key: %w", err)
	}
	return Key{identity.Recipient(), identity}, auth.NewSecret(identity.String()), nil
}

// Passphrase makes a key from a passphrase. Each Load and each Save then takes about a second and
// 256 MB, on purpose, so that guessing is slow: it is for people at a command line. Services use a
// key file.
func Passphrase(text auth.Secret) (Key, error) { return passphrase(text, 0) }

// passphrase is Passphrase with the base-2 logarithm of the work, 0 for the default of age.
func passphrase(text auth.Secret, work int) (Key, error) {
	recipient, err := age.NewScryptRecipient(text.Reveal())
	if err != nil {
		return Key{}, errors.New("agestore: the passphrase is empty")
	}
	identity, err := age.NewScryptIdentity(text.Reveal())
	if err != nil {
		return Key{}, errors.New("agestore: the passphrase is empty")
	}
	if work > 0 {
		recipient.SetWorkFactor(work)
	}
	return Key{recipient, identity}, nil
}
