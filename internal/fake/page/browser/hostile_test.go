package browser_test

import (
	"net/url"
	"testing"
)

// Names, paths and bodies are input of strangers. The page shows them as text, and nothing in them
// runs.
func TestTextOfStrangersIsOnlyText(t *testing.T) {
	const attack = `<img src=x onerror="window.attacked = true"><script>window.attacked = true</script>`
	f := start(t)
	b := openTab(t, f.url, wide, "/#/records/teams/teams")
	b.sees("#resource .pager", "record")
	id := `"><img src=x onerror=window.attacked=true>`
	f.send("POST", "/_fake/records/teams/teams", `{"id":`+quote(id)+`,"name":`+quote(attack)+`}`, 201)
	b.sees("#resource tbody", attack[:70], id)
	b.pressText("#resource tbody", `">`)
	b.sees("#resource h2", "teams/teams "+id)
	b.sees("#resource pre", `onerror=\"window.attacked = true\"`)
	b.pressText("#resource", "Edit")
	b.sees("#resource h2", "Edit "+id)
	b.pressText("#resource", "Cancel")
	b.pressText("#resource", "Remove")
	b.sees("#confirm", id)
	b.pressText("#confirm", "Cancel")

	b.pressText(".views", "Requests")
	f.send("POST", api("teams/teams")+"?"+url.QueryEscape(attack)+"="+url.QueryEscape(attack), `{"name":`+quote(attack)+`}`, 201)
	f.send("GET", api("teams/")+url.PathEscape(attack), "", 404)
	b.sees("#log .line", attack+"="+attack, url.PathEscape(attack))
	b.press("#log li:last-child .line")
	b.sees("#log .details", attack, `onerror=\"window.attacked = true\"`)

	b.write("#fault-operation", attack)
	b.press(`[data-kind="truncate"]`)
	b.until("shows neither the fault nor an error", "#faults-error, #active-faults", func(text string) bool { return text != "" })

	b.pressText(".views", "Webhooks")
	b.write("#event", attack)
	b.pressText("#emit", "Emit")
	b.until("shows no error", "#emit-error", func(text string) bool { return text != "" })

	evaluate[any](b, `location.hash = "#/records/"+encodeURIComponent(`+quote(attack)+`)+"/"+encodeURIComponent(`+quote(attack)+`)`)
	b.sees("#resource .error", "404")

	if evaluate[bool](b, `window.attacked === true`) {
		t.Error("a text has run")
	}
	if n := evaluate[int](b, `document.querySelectorAll("img, body script, iframe, [onerror]").length`); n != 0 {
		t.Errorf("%d elements come from texts", n)
	}
}

// The policy of the page is a second wall: even a script that found a way to write HTML would fail.
func TestThePolicyStopsHTML(t *testing.T) {
	b := openTab(t, start(t).url, wide, "/")
	for _, attack := range []string{
		`document.body.innerHTML = "<b>x</b>"`,
		`document.body.insertAdjacentHTML("beforeend", "<b>x</b>")`,
		`document.createElement("script").text = "window.attacked = true"`,
		`document.body.setAttribute("onclick", "window.attacked = true")`,
		`new DOMParser().parseFromString("<b>x</b>", "text/html")`,
	} {
		if !evaluate[bool](b, `(() => { try { `+attack+`; return false } catch (e) { return e instanceof TypeError } })()`) {
			t.Errorf("%s has no error", attack)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.mistakes) == 0 {
		t.Error("the test does not see violations of the policy")
	}
	b.mistakes = nil // the test provoked them
}
