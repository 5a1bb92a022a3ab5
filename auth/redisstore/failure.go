package redisstore

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/cause"
)

// codes are the first words of the errors of Redis that say what an operator has to do. The rest of
// an error can quote the command with the token in it.
var codes = map[string]bool{
	"BUSY": true, "CLUSTERDOWN": true, "CROSSSLOT": true, "LOADING": true, "MASTERDOWN": true, "MISCONF": true,
	"NOAUTH": true, "NOPERM": true, "NOREPLICAS": true, "OOM": true, "READONLY": true, "WRONGPASS": true, "WRONGTYPE": true,
}

// failed returns the error of a command without what Redis wrote, but for the code. errors.Is and
// errors.As find what err is.
func failed(op string, err error) error {
	text := cause.Or(err, "redis failed").Error()
	// A script of an older Redis repeats the error of its command behind words of its own.
	for word := range strings.FieldsSeq(err.Error()) {
		if word = strings.TrimLeft(word, "-"); codes[word] {
			text = word
			break
		}
	}
	return cause.New("redisstore: "+op+": "+text, err)
}
