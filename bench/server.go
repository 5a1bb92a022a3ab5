package main

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// The company that every contender reads.
const (
	pageCount = 100
	pageSize  = 100
	employees = pageCount * pageSize
)

// serverArgument makes this program the server.
const serverArgument = "serve-employees"

// server is a separate process, so that it affects every contender equally: this process runs only
// clients.
type server struct {
	url  map[time.Duration]string // by the delay of a response
	stop io.Closer
	cmd  *exec.Cmd
}

// startServer runs this program again as the server, with one address for each delay.
func startServer(ctx context.Context, delays ...time.Duration) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := []string{serverArgument}
	for _, d := range delays {
		args = append(args, d.String())
	}
	s := &server{url: map[time.Duration]string{}, cmd: exec.CommandContext(ctx, self, args...)}
	s.cmd.Stderr = os.Stderr
	if s.stop, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for _, d := range delays {
		if !lines.Scan() {
			_ = s.close()
			return nil, fmt.Errorf("the server did not start: %w", lines.Err())
		}
		s.url[d] = lines.Text()
	}
	return s, nil
}

func (s *server) close() error {
	_ = s.stop.Close()
	return s.cmd.Wait()
}

// serve runs the server. It ends when its standard input ends, that is, with its parent.
func serve(delays []string) error {
	strs, numbers := encodePages(true), encodePages(false)
	for _, text := range delays {
		delay, err := time.ParseDuration(text)
		if err != nil {
			return err
		}
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		fmt.Printf("http://%s\n", l.Addr())
		go func() { _ = http.Serve(l, &api{delay: delay, strings: strs, numbers: numbers}) }()
	}
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// api serves the list of employees from bytes that it encoded beforehand, and one small response.
type api struct {
	delay            time.Duration
	strings, numbers [][]byte // the pages, with ids as strings and as numbers
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(a.delay)
	header := w.Header()
	header["Content-Type"] = []string{"application/json; charset=utf-8"}
	content := []byte(`{"id":"7","name":"a name"}`)
	if strings.HasSuffix(r.URL.Path, "/resources/employees/employees") {
		pages := a.strings
		if strings.HasPrefix(r.URL.Path, "/api/2026-04-01/") {
			pages = a.numbers // as the API did before 2026-07-01
		}
		number, ok := pageNumber(r)
		if !ok {
			http.Error(w, "this server has only pages of 100", http.StatusBadRequest)
			return
		}
		content = pages[min(number, pageCount+1)-1]
	}
	header["Content-Length"] = []string{strconv.Itoa(len(content))}
	_, _ = w.Write(content)
}

// pageNumber returns the page that a request asks for, by its cursor or its number.
func pageNumber(r *http.Request) (number int, ok bool) {
	query := r.URL.Query()
	if limit := query.Get("limit"); limit != "" && limit != strconv.Itoa(pageSize) {
		return 0, false
	}
	if after := query.Get("after_id"); after != "" {
		id, err := base64.StdEncoding.DecodeString(after)
		if err != nil {
			return 0, false
		}
		last, err := strconv.Atoi(string(id))
		return last/pageSize + 1, err == nil && last > 0
	}
	if page := query.Get("page"); page != "" {
		number, err := strconv.Atoi(page)
		return number, err == nil && number > 0
	}
	return 1, true
}

// encodePages returns all pages and an empty one for requests past the last page.
func encodePages(stringIDs bool) [][]byte {
	var all [][]byte
	for number := 1; number <= pageCount+1; number++ {
		var b []byte
		b = append(b, `{"data":[`...)
		first, last := (number-1)*pageSize+1, min(number*pageSize, employees)
		for n := first; n <= last; n++ {
			if n > first {
				b = append(b, ',')
			}
			b = appendEmployee(b, n, stringIDs)
		}
		cursor := "null"
		if last >= first {
			cursor = strconv.Quote(base64.StdEncoding.EncodeToString(strconv.AppendInt(nil, int64(last), 10)))
		}
		b = fmt.Appendf(b, `],"meta":{"limit":%d,"total":%d,"has_next_page":%t,"has_previous_page":%t,"start_cursor":null,"end_cursor":%s}}`,
			pageSize, employees, number < pageCount, number > 1, cursor)
		all = append(all, b)
	}
	return all
}

// appendEmployee encodes a record with every documented property, about 1.5 KB.
func appendEmployee(b []byte, n int, stringIDs bool) []byte {
	id := func(n int) string {
		if stringIDs {
			return strconv.Quote(strconv.Itoa(n))
		}
		return strconv.Itoa(n)
	}
	first, last := firstNames[n%len(firstNames)], lastNames[n%len(lastNames)]
	mail := fmt.Sprintf("%s.%s.%d@example.com", strings.ToLower(first), strings.ToLower(last), n)
	return fmt.Appendf(b, `{"id":%s,"access_id":%s,"first_name":"%s","last_name":"%s","full_name":"%[3]s %[4]s","company_id":%s,`+
		`"location_id":%s,"created_at":"2021-03-%02[7]dT09:15:42.000Z","updated_at":"2026-09-%02[7]dT16:02:11.000Z","is_terminating":false,`+
		`"attendable":true,"preferred_name":null,"birth_name":null,"gender":"female","identifier":"QKG%06[8]dY","identifier_type":"dni",`+
		`"email":"%[9]s","login_email":"%[9]s","birthday_on":"1990-06-%02[7]d","nationality":"es","address_line_1":"Carrer de Mallorca %[8]d",`+
		`"address_line_2":null,"postal_code":"08%03[7]d","city":"Barcelona","state":"Catalunya","country":"es",`+
		`"bank_number":"ES62208093247518%08[8]d","swift_bic":"CAGLES2M510","bank_number_format":"iban","legal_entity_id":%[10]s,`+
		`"default_work_area_id":null,"social_security_number":"15012629%04[8]d","terminated_on":null,"termination_reason_type":null,`+
		`"termination_reason":null,"termination_observations":null,"manager_id":%[11]s,"timeoff_manager_id":%[11]s,`+
		`"phone_number":"6574%05[8]d","company_identifier":"bb9d%04[8]d","age_number":36,"termination_type_description":null,`+
		`"contact_name":"Pau","contact_number":"6473%05[8]d","personal_email":"private.%[9]s","seniority_calculation_date":"2021-03-%02[7]d",`+
		`"communications_email":"%[9]s","unconfirmed_communications_email":null,"pronouns":null,"active":true,`+
		`"disability_percentage_cents":null,"identifier_expiration_date":"2030-12-%02[7]d","country_of_birth":"es","birthplace":"Girona"}`,
		id(n), id(n+500_000), first, last, id(1), id(n%12+1), n%28+1, n, mail, id(n%3+1), id(n/10+1))
}

var (
	firstNames = []string{"Ana", "Bruno", "Carla", "David", "Elena", "Felipe", "Gloria", "Hugo", "Irene", "Jorge"}
	lastNames  = []string{"Alonso", "Blanco", "Castro", "Delgado", "Escobar", "Ferrer", "Garrido"}
)
