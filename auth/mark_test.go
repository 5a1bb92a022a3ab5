package auth_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/factorialhr-go/factorialhr/auth"
)

const byteOrderMark = "\xef\xbb\xbf"

// inUTF16 is what an editor writes that calls it Unicode.
func inUTF16(t *testing.T, text string, order binary.ByteOrder) string {
	t.Helper()
	var b bytes.Buffer
	if err := binary.Write(&b, order, append([]uint16{0xfeff}, utf16.Encode([]rune(text))...)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAByteOrderMarkIsSkipped(t *testing.T) {
	for name, text := range map[string]string{"alone": byteOrderMark, "before white space": byteOrderMark + " \r\n"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			writeFile(t, path, text+tokenFileText)
			r, _, err := auth.FromFile(path)
			if err != nil || r.Current().RefreshToken.Reveal() != "r-1" {
				t.Errorf("a token file: %v", err)
			}
			token := auth.Token{AccessToken: auth.NewSecret("a-2"), RefreshToken: auth.NewSecret("r-2"), CreatedAt: time.Now()}
			if err := auth.SaveToken(t.Context(), auth.NewFileStore(filepath.Dir(path)), "file", token); err != nil {
				t.Errorf("SaveToken: %v", err)
			}
			if fields := readJSON(t, path); fields["refresh_token"] != "r-2" || fields["client_id"] != "client" {
				t.Errorf("wrote %v", fields)
			}

			writeFile(t, path, text+"key-1\r\n")
			server := &keyServer{key: "key-1"}
			if status, err := get(t.Context(), server.client(t, auth.APIKeyFile(path))); status != 200 {
				t.Errorf("a key file: %d, %v", status, err)
			}
		})
	}
}

func TestUTF16IsRefusedByItsName(t *testing.T) {
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		path := filepath.Join(t.TempDir(), "file")
		writeFile(t, path, inUTF16(t, tokenFileText, order))
		_, _, err := auth.FromFile(path)
		if _, ok := errors.AsType[*auth.FormatError](err); !ok || !strings.Contains(err.Error(), "UTF-16") || !strings.Contains(err.Error(), path) {
			t.Errorf("%v: a token file: %v", order, err)
		}
		writeFile(t, path, inUTF16(t, "hunter2", order))
		_, err = auth.APIKeyFile(path).Transport(nil, mustParse(t, fakeOrigin))
		if err == nil || !strings.Contains(err.Error(), "UTF-16") || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v: a key file: %v", order, err)
		}
	}
}
