package redisstore

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/cause"
)

// codes are the first words of errors of Redis that tell an operator what to do. The rest of an
// error may quote the command, which contains the token.
var codes = map[string]bool{
	"BUSY": true, "CLUSTERDOWN": true, "CROSSSLOT": true, "LOADING": true, "MASTERDOWN": true, "MISCONF": true,
	"NOAUTH": true, "NOPERM": true, "NOREPLICAS": true, "OOM": true, "READONLY": true, "WRONGPASS": true, "WRONGTYPE": true,
}

// failed returns the error of a command. Of the text that Redis wrote, it keeps only the code.
// errors.Is and errors.As find err.
func failed(op string, err error) error {
	text := cause.Or(err, "redis failed").Error()
	// An older Redis writes the error of a script's command after a text about the script.
	for word := range strings.FieldsSeq(err.Error()) {
		if word = strings.TrimLeft(word, "-"); codes[word] {
			text = word
			break
		}
	}
	return cause.New("redisstore: "+op+": "+text, err)
}
